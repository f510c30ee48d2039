// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.engine;

import com.google.common.base.Throwables;
import com.google.common.collect.ImmutableList;
import dev.agentreload.core.apply.DryRunReport;
import dev.agentreload.core.apply.ReloadPhase;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.apply.ReloadStatus;
import dev.agentreload.core.apply.ReloaderState;
import dev.agentreload.core.apply.StepFailure;
import dev.agentreload.core.internal.engine.call.TimedCalls;
import dev.agentreload.core.internal.engine.call.TransactionProgress;
import dev.agentreload.core.internal.engine.state.Decision;
import dev.agentreload.core.internal.engine.state.PendingRequest;
import dev.agentreload.core.internal.engine.state.RetiredGenerations;
import dev.agentreload.core.internal.engine.state.StateStore;
import dev.agentreload.core.internal.engine.transaction.EngineContext;
import dev.agentreload.core.participant.Deadline;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs requests one at a time and delivers their decisions. <em>Safe for use by multiple threads.</em>
 *
 * <p>A thread that owns the slot releases it whatever happens. It then runs the newest automatic request that came meanwhile.
 */
public final class Dispatcher {

    private final RequestSlot<PendingRequest> slot = new RequestSlot<>();
    private final StateStore store;
    private final EngineContext engine;
    private final Executor requestExecutor;
    private final InstantSource clock;

    private volatile @Nullable TransactionProgress running;
    private volatile Runnable whenReleased = () -> {};

    public Dispatcher(StateStore store, EngineContext engine, Executor requestExecutor, InstantSource clock) {
        this.store = store;
        this.engine = engine;
        this.requestExecutor = requestExecutor;
        this.clock = clock;
    }

    public Optional<ReloadStatus.Running> running() {
        return Optional.ofNullable(running).map(TransactionProgress::running);
    }

    /** Returns why a request is refused before it is queued. */
    public Optional<ReloadResult> refusal() {
        if (engine.guard().isInside()) {
            return Optional.of(new ReloadResult.Busy(ReloadResult.Busy.Reason.INSIDE_HOST_CODE));
        }
        ReloaderState state = store.state().state();
        return state == ReloaderState.RUNNING ? Optional.empty() : Optional.of(new ReloadResult.NotStarted(state));
    }

    /**
     * Runs a start on the calling thread, if the slot is free.
     *
     * @throws IllegalStateException if a start has succeeded before, which only the owner of the slot can be sure of
     */
    public ReloadResult start(PendingRequest request) {
        RequestSlot.Entry entry = own(request);
        if (store.state().state() != ReloaderState.RUNNING) {
            return refused(entry).orElseGet(() -> runNow(request));
        }
        if (entry == RequestSlot.Entry.OWNER && request.claim()) {
            slot.release(request);
            whenReleased.run();
            dispatchWaiting();
        }
        throw new IllegalStateException("the reloader is started");
    }

    /** Runs a request on the calling thread, if the slot is free. */
    public ReloadResult now(PendingRequest request) {
        return refused(own(request)).orElseGet(() -> runNow(request));
    }

    private ReloadResult runNow(PendingRequest request) {
        try {
            run(request);
        } finally {
            dispatchWaiting();
        }
        return request.result().join();
    }

    private static Optional<ReloadResult> refused(RequestSlot.Entry entry) {
        return switch (entry) {
            case OWNER, WAITING -> Optional.empty();
            case BUSY -> Optional.of(new ReloadResult.Busy(ReloadResult.Busy.Reason.TRANSACTION_RUNNING));
            case CLOSED -> Optional.of(new ReloadResult.NotStarted(ReloaderState.CLOSED));
        };
    }

    /** Submits an automatic request: it runs when the slot is free, unless a newer one supersedes it. */
    public void submit(PendingRequest request) {
        removeLostOwner();
        RequestSlot.Admission<PendingRequest> admission = slot.offer(request);
        if (admission.superseded() != null) {
            admission.superseded().result().complete(new ReloadResult.Superseded());
        }
        refused(admission.entry()).ifPresent(request.result()::complete);
        if (admission.entry() == RequestSlot.Entry.OWNER) {
            dispatch(request);
        }
    }

    /** Submits a request that does not wait: it runs if the slot is free. */
    public void submitOrRefuse(PendingRequest request) {
        RequestSlot.Entry entry = own(request);
        refused(entry).ifPresent(request.result()::complete);
        if (entry == RequestSlot.Entry.OWNER) {
            dispatch(request);
        }
    }

    private RequestSlot.Entry own(PendingRequest request) {
        removeLostOwner();
        return slot.tryOwn(request);
    }

    /** An executor may drop what it was given without a word. What it has not started in time does not keep the slot. */
    private void removeLostOwner() {
        PendingRequest owner = slot.owner();
        if (owner != null && owner.isOverdue(engine.deadlines().cleanUp()) && owner.claim()) {
            decide(owner, Dispatcher::notStarted);
        }
    }

    private static Decision notStarted(PendingRequest request) {
        Throwable cause = new RejectedExecutionException("the executor of requests did not start it");
        StepFailure failure = new StepFailure("reloader", ReloadPhase.READ, cause);
        return Decision.refused(
                new ReloadResult.RolledBack(failure, ImmutableList.of(), ImmutableList.of()), Optional.empty());
    }

    private void dispatch(PendingRequest request) {
        try {
            requestExecutor.execute(() -> runAll(request));
        } catch (Throwable refusal) {
            // Unless the executor ran it, no other thread will, and the owner of the slot must run.
            runAll(request);
            if (!(refusal instanceof RejectedExecutionException)) {
                throw refusal;
            }
        }
    }

    private void dispatchWaiting() {
        PendingRequest next = slot.ownWaiting();
        if (next != null) {
            boolean interrupted = Thread.interrupted();
            try {
                dispatch(next);
            } finally {
                interruptAgain(interrupted);
            }
        }
    }

    private void runAll(PendingRequest first) {
        Throwable failure = null;
        boolean interrupted = false;
        PendingRequest request = first;
        while (request != null) {
            try {
                run(request);
            } catch (RuntimeException | Error thrown) {
                failure = thrown;
            }
            // The next one must neither be left waiting for a failure nor get an interrupt that was meant for another.
            request = slot.ownWaiting();
            interrupted |= request != null && Thread.interrupted();
        }
        interruptAgain(interrupted);
        if (failure != null) {
            Throwables.throwIfUnchecked(failure);
        }
    }

    private static void interruptAgain(boolean interrupted) {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(PendingRequest request) {
        if (request.claim()) {
            decide(request, this::apply);
        }
    }

    /** Decides a request that owns the slot and was claimed by the calling thread. */
    private void decide(PendingRequest request, Function<PendingRequest, Decision> deciding) {
        try {
            publish(request, deciding);
        } finally {
            request.progress().restoreInterrupt();
            // Has no effect unless publishing itself broke: then no caller is left waiting at least.
            request.result().complete(new ReloadResult.StillRunning());
            whenReleased.run();
        }
        request.progress().rethrowFatal();
    }

    /** The slot is released after what was replaced is retired, so that a free slot means that nothing is on its way. */
    private void publish(PendingRequest request, Function<PendingRequest, Decision> deciding) {
        Decision decision;
        try {
            request.begin();
            running = request.progress();
            Instant at = clock.instant();
            decision = deciding.apply(request);
            store.publish(request, decision, at);
            retire(decision, request.progress());
        } finally {
            running = null;
            slot.release(request);
        }
        request.progress().guarded(store::drain);
        request.result().complete(decision.result());
    }

    private void retire(Decision decision, TransactionProgress progress) {
        if (decision.inForce() != null) {
            progress.guarded(engine.retired()::makeRoom);
        }
        decision.retired()
                .map(resources -> new RetiredGenerations.Retiring(store.state().revision(), resources))
                .ifPresent(retiring -> engine.retired().retire(retiring, progress));
    }

    private Decision apply(PendingRequest request) {
        try {
            return RequestRun.apply(request, store.state(), engine);
        } catch (Throwable defect) {
            return defect(request, defect);
        }
    }

    /** Host code is caught where it is called; what comes here is a defect, of a predicate of the host or of ours. */
    private Decision defect(PendingRequest request, Throwable defect) {
        request.progress().failed(defect);
        Throwable cause = engine.secrets().mask().mask(defect);
        StepFailure failure = new StepFailure("reloader", request.progress().phase(), cause);
        ReloadResult result = new ReloadResult.RolledBack(failure, ImmutableList.of(), ImmutableList.of());
        return Decision.refused(result, Optional.empty());
    }

    /** Finds out how a request would be decided, while no transaction can run. That is no decision. */
    public DryRunReport dryRun(PendingRequest request) {
        Optional<ReloadResult> refusal = refused(own(request));
        if (refusal.isPresent()) {
            return DryRunReport.of(refusal.get());
        }
        if (!request.claim()) {
            return DryRunReport.of(request.result().join());
        }
        request.begin();
        running = request.progress();
        DryRunReport report;
        try {
            report = dryRunOrDefect(request);
        } finally {
            running = null;
            slot.release(request);
            request.progress().restoreInterrupt();
            whenReleased.run();
            dispatchWaiting();
        }
        request.progress().rethrowFatal();
        return report;
    }

    private DryRunReport dryRunOrDefect(PendingRequest request) {
        try {
            return RequestRun.dryRun(request, store.state(), engine);
        } catch (Throwable defect) {
            return DryRunReport.of(defect(request, defect).result());
        }
    }

    /** Waits for the decision until the deadline; then the answer is {@link ReloadResult.StillRunning}. */
    public ReloadResult await(PendingRequest request, Deadline deadline) {
        boolean interrupted = false;
        try {
            while (!request.result().isDone() && !deadline.isExpired()) {
                try {
                    request.result()
                            .get(
                                    Math.min(deadline.remaining().toNanos(), TimedCalls.POLL_INTERVAL_NANOS),
                                    TimeUnit.NANOSECONDS);
                } catch (TimeoutException e) {
                    removeLostOwner();
                }
            }
        } catch (InterruptedException e) {
            interrupted = true;
        } catch (ExecutionException e) {
            throw new AssertionError("results are never exceptional", e);
        }
        interruptAgain(interrupted);
        return request.result().getNow(new ReloadResult.StillRunning());
    }

    /**
     * Refuses all requests from now on: the one that waits, and the one whose turn has come if its executor has not started it.
     *
     * @param released called when the slot has been released from now on
     */
    void close(Runnable released) {
        whenReleased = released;
        PendingRequest waiting = slot.close();
        if (waiting != null) {
            waiting.result().complete(new ReloadResult.NotStarted(ReloaderState.CLOSED));
        }
    }

    /** Cancels the request that owns the slot of a closed reloader; returns whether the slot is free. */
    boolean cancelOwner() {
        PendingRequest owner = slot.owner();
        if (owner != null && owner.claim()) {
            slot.release(owner);
            owner.result().complete(new ReloadResult.NotStarted(ReloaderState.CLOSED));
        }
        TransactionProgress progress = running;
        if (progress != null) {
            progress.cancel();
        }
        return slot.isFree();
    }

    boolean isIdle() {
        return slot.isFree();
    }
}
