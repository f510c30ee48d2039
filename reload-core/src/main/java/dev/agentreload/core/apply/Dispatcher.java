package dev.agentreload.core.apply;

import com.google.common.base.Throwables;
import com.google.common.collect.ImmutableList;
import dev.agentreload.core.config.ConfigDocument;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
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

    /**
     * Serves the ticket of a start on the calling thread, if the slot is free.
     *
     * @throws IllegalStateException if a start has succeeded before, which only the owner of the slot can be sure of
     */
    ReloadResult start(Ticket ticket) {
        RequestSlot.Entry entry = slot.tryOwn(ticket);
        if (journal.state().state() != ReloaderState.RUNNING) {
            return entered(entry).orElseGet(() -> served(ticket));
        }
        if (entry == RequestSlot.Entry.OWNER) {
            slot.release(ticket);
            freed();
            dispatchWaiting();
        }
        throw new IllegalStateException("the reloader is started");
    }

    /** Serves a ticket on the calling thread, if the slot is free. */
    ReloadResult now(Ticket ticket) {
        return entered(slot.tryOwn(ticket)).orElseGet(() -> served(ticket));
    }

    private ReloadResult served(Ticket ticket) {
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
        } catch (Throwable refusal) {
            // Unless it was served, nobody else will, and who owns the slot must be.
            serveAll(ticket);
            if (!(refusal instanceof RejectedExecutionException)) {
                throw refusal;
            }
        }
    }

    private void dispatchWaiting() {
        Ticket next = slot.ownWaiting();
        if (next != null) {
            boolean interrupted = Thread.interrupted();
            try {
                dispatch(next);
            } finally {
                interruptAgain(interrupted);
            }
        }
    }

    private void serveAll(Ticket first) {
        Throwable failure = null;
        boolean interrupted = false;
        Ticket ticket = first;
        while (ticket != null) {
            try {
                serve(ticket);
            } catch (RuntimeException | Error thrown) {
                failure = thrown;
            }
            // The next one must neither be left waiting for a failure nor get an interrupt that was meant for another.
            ticket = slot.ownWaiting();
            interrupted |= ticket != null && Thread.interrupted();
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
        long revision;
        ConfigDocument before = journal.state().effective();
        try {
            ticket.scope().begin();
            running = ticket.scope();
            Instant at = clock.instant();
            decision = decide(ticket);
            journal.publish(ticket, decision, at);
            revision = journal.state().revision();
        } finally {
            running = null;
            slot.release(ticket);
        }
        decision.retired()
                .map(resources -> new RetiredGenerations.Retiring(revision, resources, documents(before, decision)))
                .ifPresent(retiring -> equipment.retired().retire(retiring, ticket.scope()));
        ticket.scope().guarded(journal::drain);
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

    /** Returns what the resources that a decision retires can have been made from. */
    private static List<ConfigDocument> documents(@Nullable ConfigDocument before, Decision decision) {
        return Stream.of(Optional.ofNullable(before), decision.requested(), Optional.ofNullable(decision.inForce()))
                .flatMap(Optional::stream)
                .collect(ImmutableList.toImmutableList());
    }

    /** Tries out what a ticket asks for, while no transaction can run. That decides nothing. */
    DryRunReport tryOut(Ticket ticket) {
        Optional<ReloadResult> refusal = entered(slot.tryOwn(ticket));
        if (refusal.isPresent()) {
            return DryRunReport.refused(refusal.get());
        }
        ticket.scope().begin();
        running = ticket.scope();
        DryRunReport result;
        try {
            result = triedOut(ticket);
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

    private DryRunReport triedOut(Ticket ticket) {
        try {
            return new ReloadRun(ticket, journal.state(), equipment).tryOut();
        } catch (Throwable defect) {
            return DryRunReport.refused(defect(ticket, defect).result());
        }
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
        interruptAgain(interrupted);
        return result.getNow(new ReloadResult.StillRunning());
    }
}
