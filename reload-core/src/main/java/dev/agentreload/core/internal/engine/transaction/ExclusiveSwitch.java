// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.engine.transaction;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import com.google.common.collect.Lists;
import dev.agentreload.core.apply.Outage;
import dev.agentreload.core.apply.ReloadPhase;
import dev.agentreload.core.apply.StepFailure;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.internal.engine.call.TimedCall;
import dev.agentreload.core.internal.engine.transaction.RegisteredExclusive.Running;
import dev.agentreload.core.participant.Deadline;
import dev.agentreload.core.participant.ReloadContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;

/**
 * The exclusive participants of one transaction. Those that it concerns are stopped and started, and restored if that or a later
 * step fails.
 * Which form runs is read from {@link RegisteredExclusive} each time. Belongs to the requesting thread.
 */
final class ExclusiveSwitch {

    private final List<Restart> restarts;
    private final StepRunner steps;
    private final TransactionContext context;

    ExclusiveSwitch(
            List<EnlistedParticipant<RegisteredExclusive>> enlisted, StepRunner steps, TransactionContext context) {
        this.restarts = enlisted.stream().map(Restart::new).collect(ImmutableList.toImmutableList());
        this.steps = steps;
        this.context = context;
    }

    /** What this transaction did to one participant. */
    private static final class Restart {

        final EnlistedParticipant<RegisteredExclusive> enlisted;
        boolean concerned = true;
        OptionalLong stoppedAt = OptionalLong.empty();
        Optional<Outage> outage = Optional.empty();

        Restart(EnlistedParticipant<RegisteredExclusive> enlisted) {
            this.enlisted = enlisted;
        }

        RegisteredExclusive registered() {
            return enlisted.registered();
        }

        /** Whether the form in force ran before this transaction stopped it, or tried to. */
        boolean wasRunning() {
            return stoppedAt.isPresent();
        }
    }

    void enlisted(boolean begins) {
        restarts.forEach(restart -> restart.registered().enlisted(begins));
    }

    void committed() {
        concerned().forEach(restart -> restart.registered().committed());
    }

    /** Returns those that are stopped and started, in order. */
    private List<Restart> concerned() {
        return ImmutableList.copyOf(Iterables.filter(restarts, restart -> restart.concerned));
    }

    /** Returns the names of those that are stopped and started. */
    List<String> concernedNames() {
        return concerned().stream().map(restart -> restart.enlisted.name()).collect(ImmutableList.toImmutableList());
    }

    /** Asks each whether the transaction concerns it. One that it does not concern is left alone. */
    Optional<StepFailure> askConcerned() {
        for (Restart restart : restarts) {
            Optional<StepFailure> failure = restart.enlisted.scope().isEverything() ? Optional.empty() : ask(restart);
            if (failure.isPresent()) {
                return failure;
            }
        }
        return Optional.empty();
    }

    private Optional<StepFailure> ask(Restart restart) {
        Optional<StepFailure> stop = steps.checkpoint(restart.enlisted, ReloadPhase.VALIDATE);
        if (stop.isPresent()) {
            return stop;
        }
        Duration limit = context.deadlines().validate();
        ReloadContext asked = context.context(restart.enlisted, limit);
        TimedCall.Result<Boolean> result = steps.call(
                restart.enlisted,
                ReloadPhase.VALIDATE,
                limit,
                () -> restart.registered().participant().concerns(asked));
        if (result instanceof TimedCall.Result.Returned<Boolean> returned) {
            restart.concerned = returned.value();
        }
        return result.failure().map(cause -> restart.enlisted.failed(ReloadPhase.VALIDATE, cause));
    }

    /** Stops all that run, in reverse. */
    Optional<StepFailure> stopAll() {
        for (Restart restart : Lists.reverse(concerned())) {
            Optional<StepFailure> failure = stopInForce(restart);
            if (failure.isPresent()) {
                return failure;
            }
        }
        return Optional.empty();
    }

    /** A participant that does not run, or whose last stop threw, is not stopped: its start must cope. */
    private Optional<StepFailure> stopInForce(Restart restart) {
        Optional<StepFailure> stop = steps.checkpoint(restart.enlisted, ReloadPhase.STOP);
        if (stop.isPresent() || restart.registered().running() != Running.IN_FORCE) {
            return stop;
        }
        steps.progress().removeLimit();
        restart.stoppedAt = OptionalLong.of(context.now());
        Duration limit = context.deadlines().stop();
        return steps.call(restart.enlisted, ReloadPhase.STOP, limit, stopping(restart, limit))
                .failure()
                .map(cause -> restart.enlisted.failed(ReloadPhase.STOP, cause));
    }

    private Callable<Boolean> stopping(Restart restart, Duration limit) {
        Deadline deadline = context.engine().deadline(limit);
        RegisteredExclusive registered = restart.registered();
        return registered.stopping(() -> registered.participant().stop(restart.enlisted.scope(), deadline));
    }

    /** Starts the new form of all, in order. */
    Optional<StepFailure> startAll() {
        for (Restart restart : concerned()) {
            Optional<StepFailure> failure = startCandidate(restart);
            if (failure.isPresent()) {
                return failure;
            }
        }
        return Optional.empty();
    }

    private Optional<StepFailure> startCandidate(Restart restart) {
        Optional<StepFailure> stop = steps.checkpoint(restart.enlisted, ReloadPhase.START);
        if (stop.isPresent()) {
            return stop;
        }
        steps.progress().removeLimit();
        Duration limit = context.deadlines().start();
        ReloadContext target = context.context(restart.enlisted, limit);
        return steps.call(restart.enlisted, ReloadPhase.START, limit, starting(restart, target, Running.CANDIDATE))
                .failure()
                .map(cause -> restart.enlisted.failed(ReloadPhase.START, cause));
    }

    private static Callable<Boolean> starting(Restart restart, ReloadContext target, Running form) {
        RegisteredExclusive registered = restart.registered();
        return registered.starting(() -> registered.participant().start(target), form);
    }

    /** Stops in reverse what runs in its new form, starts in order what ran before; returns what could not be restored. */
    List<StepFailure> restore() {
        List<StepFailure> failures = new ArrayList<>();
        for (Restart restart : Lists.reverse(restarts)) {
            if (restart.registered().running() == Running.CANDIDATE) {
                stopCandidate(restart).ifPresent(failures::add);
            }
        }
        for (Restart restart : restarts) {
            if (restart.wasRunning()) {
                restore(restart).ifPresent(failures::add);
            }
        }
        return failures;
    }

    /** A participant that ran before is still started, and that decides whether it is restored. */
    private Optional<StepFailure> stopCandidate(Restart restart) {
        Duration limit = context.deadlines().stop();
        TimedCall.Result<Boolean> result =
                steps.undo(restart.enlisted, ReloadPhase.RESTORE, limit, stopping(restart, limit));
        return restart.wasRunning()
                ? Optional.empty()
                : result.failure().map(cause -> restart.enlisted.failed(ReloadPhase.RESTORE, cause));
    }

    private Optional<StepFailure> restore(Restart restart) {
        Optional<Throwable> blockedBy = restart.registered().blockedBy();
        if (blockedBy.isPresent()) {
            return blockedBy.map(cause -> restart.enlisted.failed(ReloadPhase.RESTORE, cause));
        }
        if (restart.registered().running() == Running.IN_FORCE) {
            // The executor never made the call that stops it.
            restart.stoppedAt = OptionalLong.empty();
            return Optional.empty();
        }
        return context.before().flatMap(document -> startInForce(restart, document));
    }

    private Optional<StepFailure> startInForce(Restart restart, ConfigDocument document) {
        Duration limit = context.deadlines().start();
        ReloadContext before = context.context(restart.enlisted, limit).restoring(document);
        Optional<Throwable> failure = steps.undo(
                        restart.enlisted, ReloadPhase.RESTORE, limit, starting(restart, before, Running.IN_FORCE))
                .failure();
        if (restart.registered().running() == Running.IN_FORCE
                && restart.registered().blockedBy().isEmpty()) {
            restart.outage = outage(restart);
            return Optional.empty();
        }
        return failure.map(cause -> restart.enlisted.failed(ReloadPhase.RESTORE, cause));
    }

    private Optional<Outage> outage(Restart restart) {
        return restart.stoppedAt.isEmpty()
                ? Optional.empty()
                : Optional.of(new Outage(
                        restart.enlisted.name(), Duration.ofNanos(context.now() - restart.stoppedAt.getAsLong())));
    }

    /** Returns how long those did not run that were restored, and those that were not until now. */
    List<Outage> outages() {
        return restarts.stream()
                .flatMap(restart -> restart.outage.or(() -> outage(restart)).stream())
                .collect(ImmutableList.toImmutableList());
    }
}
