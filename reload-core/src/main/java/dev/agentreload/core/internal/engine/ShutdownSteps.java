// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.engine;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import dev.agentreload.core.apply.ReloadPhase;
import dev.agentreload.core.apply.StepFailure;
import dev.agentreload.core.internal.engine.call.ThrowingAction;
import dev.agentreload.core.internal.engine.call.TimedCall;
import dev.agentreload.core.internal.engine.call.TransactionProgress;
import dev.agentreload.core.internal.engine.state.RetiredGenerations;
import dev.agentreload.core.internal.engine.transaction.EngineContext;
import dev.agentreload.core.internal.engine.transaction.EnlistedParticipant;
import dev.agentreload.core.internal.engine.transaction.Enlistment;
import dev.agentreload.core.internal.engine.transaction.RegisteredExclusive;
import dev.agentreload.core.internal.engine.transaction.RegisteredSwap;
import dev.agentreload.core.internal.time.Durations;
import dev.agentreload.core.participant.Deadline;
import dev.agentreload.core.participant.RetiredResources;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * The steps that take all participants out of service: exclusive ones stop in reverse, then the others hand over in reverse what
 * is visible. <em>Safe for use by multiple threads.</em>
 *
 * <p>The closing thread makes one step after the other, each with its own deadline. When its time is over, it submits all that are
 * left to the host's executor and returns; each step then ends on the thread that makes it.
 */
final class ShutdownSteps {

    /** Participants that stop at once are waited for even if the host gives no time. */
    private static final Duration GRACE = Duration.ofMillis(200);

    private final EngineContext engine;
    private final TransactionProgress progress;
    private final long revision;
    private final ImmutableList<Step> steps;
    private final Runnable whenEnded;

    private final Object lock = new Object();
    private final List<StepFailure> failures = new ArrayList<>();
    private RetiredResources collected;
    private boolean collecting = true;
    private int open;

    /**
     * Creates the steps for what is in service.
     *
     * @param revision the last revision in force
     * @param whenEnded runs once, when all steps have ended or timed out
     */
    ShutdownSteps(EngineContext engine, TransactionProgress progress, long revision, Runnable whenEnded) {
        this.engine = engine;
        this.progress = progress;
        this.revision = revision;
        this.whenEnded = whenEnded;
        this.collected = engine.resources();
        Enlistment all = engine.participants().enlistAll();
        this.steps = Stream.concat(
                        Lists.reverse(all.exclusives()).stream().map(this::stopping),
                        Lists.reverse(all.swaps()).stream().map(this::handingOver))
                .filter(step -> step.enlisted.registered().mayBeInService())
                .collect(ImmutableList.toImmutableList());
        this.open = steps.size();
    }

    /** One participant's call. */
    private final class Step {

        final EnlistedParticipant<?> enlisted;
        final ReloadPhase phase;
        final Duration limit;
        final TimedCall<Boolean> call;
        private boolean left;
        private boolean ended;

        Step(EnlistedParticipant<?> enlisted, ReloadPhase phase, Duration limit, Callable<Boolean> body) {
            this.enlisted = enlisted;
            this.phase = phase;
            this.limit = limit;
            this.call = engine.calls()
                    .create(
                            new TimedCall.Step(enlisted.registered().participant(), enlisted.name(), phase),
                            body,
                            progress);
            call.resultOr(this::ended);
        }

        /** Returns why the call must not be made, if it must not. */
        Optional<Throwable> blockedBy() {
            return exclusive().flatMap(RegisteredExclusive::closing);
        }

        /** Called by the thread that makes the call, in time or later. */
        private void ended(TimedCall.Result<Boolean> result) {
            synchronized (lock) {
                ended = true;
                exclusive().ifPresent(RegisteredExclusive::settled);
            }
            leave(result.failure());
        }

        /** The call may end at this moment; then it is not recorded as one that runs. */
        void timedOut(Throwable reason) {
            synchronized (lock) {
                exclusive().filter(one -> !ended).ifPresent(one -> one.timedOut(call));
            }
            leave(Optional.of(reason));
        }

        private Optional<RegisteredExclusive> exclusive() {
            return enlisted.registered() instanceof RegisteredExclusive one ? Optional.of(one) : Optional.empty();
        }

        /** Counts once: a step that timed out may end later. */
        void leave(Optional<Throwable> failure) {
            Optional<StepFailure> failed = failure.map(
                    cause -> enlisted.failed(phase, engine.secrets().mask().mask(cause)));
            synchronized (lock) {
                if (left) {
                    return;
                }
                left = true;
                failed.ifPresent(failures::add);
                failure.ifPresent(progress::failed);
                open--;
            }
            failed.ifPresent(one -> engine.log().notes(ImmutableList.of(one.toString())));
            endIfAllLeft();
        }
    }

    private Step stopping(EnlistedParticipant<RegisteredExclusive> enlisted) {
        RegisteredExclusive exclusive = enlisted.registered();
        Duration limit = engine.deadlines().stop();
        ThrowingAction stop = () -> exclusive.participant().stop(enlisted.scope(), engine.deadline(limit));
        return new Step(enlisted, ReloadPhase.STOP, limit, exclusive.stopping(stop));
    }

    private Step handingOver(EnlistedParticipant<RegisteredSwap> enlisted) {
        RegisteredSwap swap = enlisted.registered();
        RetiredResources resources = engine.resources();
        ThrowingAction handOver = () -> {
            try {
                swap.participant().retireAll(resources);
            } finally {
                swap.moveDoubtfulTo(resources);
                retire(resources);
            }
        };
        return new Step(enlisted, ReloadPhase.RETIRE, engine.deadlines().cleanUp(), handOver.asCall());
    }

    /**
     * Makes the steps.
     *
     * @param time when to submit what is left and return; empty to wait for all
     */
    void run(Optional<Deadline> time) {
        Optional<Deadline> withGrace =
                time.map(deadline -> engine.deadline(deadline.remaining().plus(GRACE)));
        for (Step step : steps) {
            Optional<Throwable> blockedBy = step.blockedBy();
            if (blockedBy.isPresent() || !step.enlisted.registered().mayBeInService()) {
                // A call that came back meanwhile may have stopped it.
                step.leave(blockedBy);
            } else {
                run(step, withGrace);
            }
        }
        try {
            endCollecting();
        } finally {
            // Closing what was retired may break the JVM; the waiting caller still learns it.
            endIfAllLeft();
        }
    }

    private void run(Step step, Optional<Deadline> time) {
        Duration wait = time.map(Deadline::remaining)
                .filter(left -> left.compareTo(step.limit) < 0)
                .orElse(step.limit);
        // The time of the call begins before it is made.
        Deadline end = engine.deadline(wait);
        if (engine.calls().submit(step.call).isPresent()) {
            // A host that has shut its executor down closes on the calling thread.
            step.call.run();
        }
        engine.calls().awaitEnd(step.call, end, progress);
        if (!step.call.hasEnded() && wait.equals(step.limit)) {
            // Makes it here if the executor has not started it.
            step.call.run();
            cancel(step);
        } else if (!step.call.hasEnded()) {
            endCollecting();
        }
    }

    private void cancel(Step step) {
        Throwable reason = new TimeoutException("no answer within " + Durations.text(step.limit));
        if (step.call.cancel(reason) instanceof TimedCall.Result.TimedOut<Boolean> timedOut) {
            engine.calls().addOverdue(timedOut.call(), engine.ticker().getAsLong() - step.limit.toNanos());
            step.timedOut(reason);
        }
    }

    /** What is handed over in time is retired together, so that it closes in the order of the steps. */
    private void retire(RetiredResources resources) {
        synchronized (lock) {
            if (collecting) {
                collected.addAll(resources);
                return;
            }
        }
        retireNow(resources);
    }

    private void endCollecting() {
        RetiredResources all;
        synchronized (lock) {
            if (!collecting) {
                return;
            }
            collecting = false;
            all = collected;
            // The steps are kept for their failures, and must not keep what is closed.
            collected = engine.resources();
        }
        retireNow(all);
    }

    private void retireNow(RetiredResources resources) {
        TransactionProgress late = new TransactionProgress("close", engine.ticker());
        engine.retired().retire(new RetiredGenerations.Retiring(revision, resources), late);
        late.rethrowFatal();
    }

    private void endIfAllLeft() {
        synchronized (lock) {
            if (collecting || open > 0) {
                return;
            }
        }
        whenEnded.run();
    }

    /** Returns what failed, and what has not ended yet. */
    List<StepFailure> failures() {
        synchronized (lock) {
            return Stream.concat(
                            failures.stream(),
                            steps.stream()
                                    .filter(step -> !step.left)
                                    .map(step -> step.enlisted.failed(
                                            step.phase, new IllegalStateException("it has not returned yet"))))
                    .collect(ImmutableList.toImmutableList());
        }
    }
}
