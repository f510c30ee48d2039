package dev.agentreload.core.apply;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import dev.agentreload.core.config.ConfigDocument;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

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
            awaitClosed(deadline);
        }
        return report();
    }

    private void awaitClosed(Deadline deadline) {
        CompletableFuture<Void> allClosed = equipment.retired().allClosed();
        while (!allClosed.isDone() && !deadline.isExpired() && look(allClosed, deadline)) {
            // Nothing else offers what an executor refused once more, or forces what is overdue.
            equipment.retired().status();
        }
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
            takeOutOfService(scope);
        } finally {
            done.complete(null);
            scope.restoreInterrupt();
        }
        scope.rethrowFatal();
    }

    private void takeOutOfService(TransactionScope scope) {
        Workshop workshop = equipment.workshop();
        StepRunner steps = new StepRunner(workshop.calls(), workshop.hostCode(), scope);
        Participation inService = inService();
        Lists.reverse(inService.exclusives()).forEach(part -> stop(part, steps));
        RetiredResources retired = RetiredResources.create(workshop.leases());
        Lists.reverse(inService.swaps()).forEach(part -> retireAll(part, steps, retired));
        equipment
                .retired()
                .retire(new RetiredGenerations.Retiring(journal.state().revision(), retired, documents()), scope);
        workshop.log().notes(notes(scope));
    }

    /** Without a start that succeeded, only what such a start left in trouble can be in service. */
    private Participation inService() {
        Participation everybody = equipment.capabilities().everybody();
        Unsettled unsettled = equipment.workshop().unsettled();
        return journal.state().revision() > 0
                ? everybody
                : new Participation(everybody
                        .all()
                        .filter(part -> unsettled.contains(part.participant()))
                        .collect(ImmutableList.toImmutableList()));
    }

    private List<String> notes(TransactionScope scope) {
        SecretMask mask = mask();
        return Stream.concat(
                        failures.stream().map(StepFailure::toString),
                        scope.notes().stream().map(mask::mask))
                .collect(ImmutableList.toImmutableList());
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
        return SecretMask.of(documents());
    }

    private List<ConfigDocument> documents() {
        ConfigDocument effective = journal.state().effective();
        return effective == null ? ImmutableList.of() : ImmutableList.of(effective);
    }
}
