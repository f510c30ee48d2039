package dev.agentreload.core.apply;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Takes everything out of service, once, as soon as no transaction runs. <em>Safe for use by multiple threads.</em>
 *
 * <p>The thread that closes does it; if a transaction outlasts its patience, the thread of that transaction does.
 */
final class Shutdown {

    private static final long LOOK_NANOS = 10_000_000;

    private final Journal journal;
    private final ReloadRun.Equipment equipment;
    private final AtomicBoolean claimed = new AtomicBoolean();
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final Queue<StepFailure> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean leftToTransaction;

    Shutdown(Journal journal, ReloadRun.Equipment equipment) {
        this.journal = journal;
        this.equipment = equipment;
    }

    /** Called by a transaction's thread when it has freed the slot of a closed reloader. */
    void transactionEnded() {
        if (leftToTransaction) {
            run();
        }
    }

    CloseReport close(Duration time, Dispatcher dispatcher) {
        Deadline deadline = deadline(time);
        journal.close();
        Ticket waiting = dispatcher.slot().close();
        if (waiting != null) {
            waiting.result().complete(new ReloadResult.NotStarted(ReloaderState.CLOSED));
        }
        awaitFree(dispatcher, deadline);
        leftToTransaction = true;
        // Read after the flag was written: either this thread sees the slot free, or that of the transaction sees the
        // flag.
        if (dispatcher.slot().isFree()) {
            run();
        }
        await(done, deadline);
        if (done.isDone()) {
            await(equipment.retired().allClosed(), deadline);
        }
        return report();
    }

    private Deadline deadline(Duration time) {
        return Deadline.after(time, equipment.workshop().ticker());
    }

    private CloseReport report() {
        return new CloseReport(
                done.isDone() ? CloseReport.Outcome.OUT_OF_SERVICE : CloseReport.Outcome.TRANSACTION_RUNNING,
                ImmutableList.copyOf(failures),
                equipment.retired().status());
    }

    /** A transaction that has not begun cannot be cancelled yet, so it is tried again at every look. */
    private static void awaitFree(Dispatcher dispatcher, Deadline deadline) {
        CompletableFuture<Void> never = new CompletableFuture<>();
        while (!dispatcher.slot().isFree() && !deadline.isExpired()) {
            dispatcher.cancelRunning();
            if (!look(never, deadline)) {
                return;
            }
        }
    }

    private static void await(CompletableFuture<?> future, Deadline deadline) {
        while (!future.isDone() && !deadline.isExpired()) {
            if (!look(future, deadline)) {
                return;
            }
        }
    }

    /** Waits a moment; returns false if the thread was interrupted, who then keeps the interrupt and waits no more. */
    private static boolean look(CompletableFuture<?> future, Deadline deadline) {
        try {
            future.get(Math.min(deadline.remainingNanos(), LOOK_NANOS), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            return false;
        } catch (TimeoutException e) {
            return true;
        } catch (ExecutionException e) {
            throw new AssertionError("never exceptional", e);
        }
        return true;
    }

    private void run() {
        if (!claimed.compareAndSet(false, true)) {
            return;
        }
        TransactionScope scope =
                new TransactionScope("close", equipment.workshop().ticker());
        try {
            if (journal.state().revision() > 0) {
                takeOutOfService(scope);
            }
        } finally {
            done.complete(null);
            scope.restoreInterrupt();
        }
        scope.rethrowFatal();
    }

    private void takeOutOfService(TransactionScope scope) {
        Workshop workshop = equipment.workshop();
        StepRunner steps = new StepRunner(workshop.calls(), workshop.hostCode(), scope);
        Participation everybody = equipment.capabilities().everybody();
        Lists.reverse(everybody.exclusives()).forEach(part -> stop(part, steps));
        RetiredResources retired = RetiredResources.create(workshop.leases());
        Lists.reverse(everybody.swaps()).forEach(part -> retireAll(part, steps, retired));
        equipment.retired().retire(journal.state().revision(), retired, scope);
    }

    private void stop(Part<ExclusiveParticipant> part, StepRunner steps) {
        Workshop workshop = equipment.workshop();
        if (workshop.unsettled().isStuck(part.participant())) {
            failures.add(part.failed(
                    ReloadPhase.STOP, new IllegalStateException("a call that was given up is still running in it")));
            return;
        }
        if (workshop.unsettled().contains(part.participant())) {
            return;
        }
        Duration limit = workshop.deadlines().stop();
        CallResult<Boolean> result = steps.undo(
                part, ReloadPhase.STOP, limit, () -> part.participant().stop(part.actions(), deadline(limit)));
        result.failure().ifPresent(cause -> failures.add(masked(part.failed(ReloadPhase.STOP, cause))));
    }

    private void retireAll(Part<ReloadParticipant> part, StepRunner steps, RetiredResources retired) {
        CallResult<Boolean> result =
                steps.inline(part, StepRunner.returning(() -> part.participant().retireAll(retired)));
        equipment.workshop().unsettled().takeDoubts(part.participant()).forEach(retired::addAll);
        result.failure().ifPresent(cause -> failures.add(masked(part.failed(ReloadPhase.RETIRE, cause))));
    }

    private StepFailure masked(StepFailure failure) {
        return new StepFailure(failure.participant(), failure.phase(), mask().mask(failure.cause()));
    }

    private SecretMask mask() {
        JournalState state = journal.state();
        return SecretMask.of(state.effective() == null ? List.of() : List.of(state.effective()));
    }
}
