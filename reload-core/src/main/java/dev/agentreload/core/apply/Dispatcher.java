package dev.agentreload.core.apply;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.config.ConfigDocument;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Brings requests to their turn and their decisions to all who wait for them. <em>Safe for use by multiple threads.</em>
 *
 * <p>A thread that owns the slot frees it whatever happens. It then serves the newest automatic request that came meanwhile.
 */
final class Dispatcher {

    private static final long LOOK_NANOS = 10_000_000;

    private final RequestSlot<Ticket> slot = new RequestSlot<>();
    private final Journal journal;
    private final ReloadRun.Equipment equipment;
    private final Executor requestExecutor;
    private final InstantSource clock;
    private final Runnable whenFreed;

    private volatile @Nullable TransactionScope running;

    /**
     * Creates a dispatcher.
     *
     * @param whenFreed called when a transaction has ended and the slot is closed
     */
    Dispatcher(Journal journal, ReloadRun.Equipment equipment, Clockwork clockwork, Runnable whenFreed) {
        this.journal = journal;
        this.equipment = equipment;
        this.requestExecutor = clockwork.requestExecutor();
        this.clock = clockwork.clock();
        this.whenFreed = whenFreed;
    }

    /**
     * Where requests run, and what stamps their decisions.
     *
     * @param requestExecutor runs submitted requests
     * @param clock tells wall-clock time for history
     */
    record Clockwork(Executor requestExecutor, InstantSource clock) {}

    RequestSlot<Ticket> slot() {
        return slot;
    }

    Optional<ReloadStatus.Running> running() {
        return Optional.ofNullable(running).map(TransactionScope::running);
    }

    void cancelRunning() {
        TransactionScope scope = running;
        if (scope != null) {
            scope.cancel();
        }
    }

    /** Returns why a request cannot even ask for its turn. */
    Optional<ReloadResult> refusal() {
        if (equipment.workshop().hostCode().isInside()) {
            return Optional.of(new ReloadResult.Busy(ReloadResult.Busy.Reason.INSIDE_HOST_CODE));
        }
        ReloaderState state = journal.state().state();
        return state == ReloaderState.RUNNING ? Optional.empty() : Optional.of(new ReloadResult.NotStarted(state));
    }

    /** Serves a ticket on the calling thread, if the slot is free. */
    ReloadResult now(Ticket ticket) {
        Optional<ReloadResult> refused = entered(slot.tryOwn(ticket));
        if (refused.isPresent()) {
            return refused.get();
        }
        try {
            serve(ticket);
        } finally {
            dispatchWaiting();
        }
        return ticket.result().join();
    }

    private static Optional<ReloadResult> entered(RequestSlot.Entry entry) {
        return switch (entry) {
            case OWNER, WAITING -> Optional.empty();
            case BUSY -> Optional.of(new ReloadResult.Busy(ReloadResult.Busy.Reason.TRANSACTION_RUNNING));
            case CLOSED -> Optional.of(new ReloadResult.NotStarted(ReloaderState.CLOSED));
        };
    }

    /** Has a ticket served when its turn comes; at once, if the slot is free. */
    void submit(Ticket ticket) {
        RequestSlot.Admission<Ticket> admission = slot.offer(ticket);
        if (admission.superseded() != null) {
            admission.superseded().result().complete(new ReloadResult.Superseded());
        }
        entered(admission.entry()).ifPresent(ticket.result()::complete);
        if (admission.entry() == RequestSlot.Entry.OWNER) {
            dispatch(ticket);
        }
    }

    /** Has a ticket served that must not wait for its turn. */
    void submitOrRefuse(Ticket ticket) {
        RequestSlot.Entry entry = slot.tryOwn(ticket);
        entered(entry).ifPresent(ticket.result()::complete);
        if (entry == RequestSlot.Entry.OWNER) {
            dispatch(ticket);
        }
    }

    private void dispatch(Ticket ticket) {
        try {
            requestExecutor.execute(() -> serveAll(ticket));
        } catch (RejectedExecutionException refusal) {
            // Nobody else will, and who owns the slot must be served.
            serveAll(ticket);
        }
    }

    private void dispatchWaiting() {
        Ticket next = slot.ownWaiting();
        if (next != null) {
            dispatch(next);
        }
    }

    private void serveAll(Ticket first) {
        VirtualMachineError fatal = null;
        for (Ticket ticket = first; ticket != null; ticket = slot.ownWaiting()) {
            try {
                serve(ticket);
            } catch (VirtualMachineError error) {
                // The next one must not be left waiting for it.
                fatal = error;
            }
        }
        if (fatal != null) {
            throw fatal;
        }
    }

    private void serve(Ticket ticket) {
        if (!ticket.serve()) {
            return;
        }
        try {
            publish(ticket);
        } finally {
            ticket.scope().restoreInterrupt();
            // Has no effect unless publishing itself broke: then nobody is left waiting at least.
            ticket.result().complete(new ReloadResult.StillRunning());
            freed();
        }
        ticket.scope().rethrowFatal();
    }

    private void publish(Ticket ticket) {
        Decision decision;
        HistoryEntry entry;
        try {
            ticket.scope().begin();
            running = ticket.scope();
            Instant at = clock.instant();
            decision = decide(ticket);
            entry = journal.publish(ticket, decision, at);
        } finally {
            running = null;
            slot.release(ticket);
        }
        tell(decision, entry, ticket.scope());
        ticket.result().complete(decision.result());
    }

    private Decision decide(Ticket ticket) {
        try {
            return new ReloadRun(ticket, journal.state(), equipment).decide();
        } catch (Throwable defect) {
            return defect(ticket, defect);
        }
    }

    /** Host code is caught where it is called; what comes here is a defect, of a predicate of the host or of ours. */
    private Decision defect(Ticket ticket, Throwable defect) {
        ticket.scope().failed(defect);
        ConfigDocument effective = journal.state().effective();
        SecretMask mask = SecretMask.of(effective == null ? ImmutableList.of() : ImmutableList.of(effective));
        StepFailure failure = new StepFailure("reloader", ticket.scope().phase(), mask.mask(defect));
        ReloadResult result = new ReloadResult.RolledBack(failure, ImmutableList.of());
        return Decision.refused(result, Optional.empty());
    }

    private void freed() {
        if (journal.state().state() == ReloaderState.CLOSED) {
            whenFreed.run();
        }
    }

    private void tell(Decision decision, HistoryEntry entry, TransactionScope scope) {
        long revision = journal.state().revision();
        decision.retired().ifPresent(retired -> equipment.retired().retire(revision, retired, scope));
        scope.guarded(() -> equipment.workshop().log().decided(entry));
        scope.guarded(journal::drain);
    }

    /** Runs something that decides nothing, while no transaction can run. */
    <T> T exclusively(Ticket ticket, Supplier<T> work, Function<ReloadResult, T> refused) {
        Optional<ReloadResult> refusal = entered(slot.tryOwn(ticket));
        if (refusal.isPresent()) {
            return refused.apply(refusal.get());
        }
        ticket.scope().begin();
        running = ticket.scope();
        T result;
        try {
            result = work.get();
        } finally {
            running = null;
            slot.release(ticket);
            ticket.scope().restoreInterrupt();
            freed();
            dispatchWaiting();
        }
        ticket.scope().rethrowFatal();
        return result;
    }

    /** Waits for a result; whoever does not want to wait any longer is told that. */
    static ReloadResult await(CompletableFuture<ReloadResult> result, Duration time, LongSupplier ticker) {
        Deadline deadline = Deadline.after(time, ticker);
        boolean interrupted = false;
        try {
            while (!result.isDone() && !deadline.isExpired()) {
                try {
                    result.get(Math.min(deadline.remainingNanos(), LOOK_NANOS), TimeUnit.NANOSECONDS);
                } catch (TimeoutException e) {
                    // The ticker says whether the time is over.
                }
            }
        } catch (InterruptedException e) {
            interrupted = true;
        } catch (ExecutionException e) {
            throw new AssertionError("results are never exceptional", e);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return result.getNow(new ReloadResult.StillRunning());
    }
}
