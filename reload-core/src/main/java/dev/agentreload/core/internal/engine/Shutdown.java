// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.engine;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.apply.CloseReport;
import dev.agentreload.core.internal.engine.call.TimedCalls;
import dev.agentreload.core.internal.engine.call.TransactionProgress;
import dev.agentreload.core.internal.engine.state.StateStore;
import dev.agentreload.core.internal.engine.transaction.EngineContext;
import dev.agentreload.core.participant.Deadline;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Takes everything out of service, once, as soon as no transaction runs. <em>Safe for use by multiple threads.</em>
 *
 * <p>The closing thread does it. If a transaction outlasts its time, the thread of that transaction does.
 */
public final class Shutdown {

    private final StateStore store;
    private final EngineContext engine;
    private final Dispatcher dispatcher;
    private final AtomicBoolean claimed = new AtomicBoolean();
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private volatile boolean leftToTransaction;
    private volatile @Nullable ShutdownSteps steps;

    public Shutdown(StateStore store, EngineContext engine, Dispatcher dispatcher) {
        this.store = store;
        this.engine = engine;
        this.dispatcher = dispatcher;
    }

    public CloseReport close(Duration time) {
        Deadline deadline = engine.deadline(time);
        store.close();
        dispatcher.close(this::transactionEnded);
        awaitIdle(deadline);
        leftToTransaction = true;
        // Read after the flag was written: either this thread sees the slot free, or that of the transaction sees the
        // flag.
        if (dispatcher.isIdle()) {
            takeOutOfService(Optional.of(deadline));
        }
        await(done, deadline);
        if (done.isDone()) {
            awaitClosed(deadline);
        }
        return report();
    }

    private void transactionEnded() {
        if (leftToTransaction) {
            takeOutOfService(Optional.empty());
        }
    }

    private void awaitIdle(Deadline deadline) {
        CompletableFuture<Void> never = new CompletableFuture<>();
        while (!dispatcher.cancelOwner() && !deadline.isExpired()) {
            if (!poll(never, deadline)) {
                return;
            }
        }
    }

    private void takeOutOfService(Optional<Deadline> deadline) {
        if (!claimed.compareAndSet(false, true)) {
            return;
        }
        TransactionProgress progress = new TransactionProgress("close", engine.ticker());
        ShutdownSteps all = new ShutdownSteps(engine, progress, store.state().revision(), () -> done.complete(null));
        steps = all;
        try {
            all.run(deadline);
        } finally {
            progress.restoreInterrupt();
        }
        progress.rethrowFatal();
    }

    private void awaitClosed(Deadline deadline) {
        CompletableFuture<Void> allClosed = engine.retired().allClosed();
        while (!allClosed.isDone() && !deadline.isExpired() && poll(allClosed, deadline)) {
            // Offers again what an executor refused, and forces what is overdue.
            engine.retired().status();
        }
    }

    private CloseReport report() {
        ShutdownSteps known = steps;
        CloseReport.Outcome outcome = CloseReport.Outcome.TRANSACTION_RUNNING;
        if (known != null) {
            outcome = done.isDone() ? CloseReport.Outcome.STOPPED : CloseReport.Outcome.STOPPING;
        }
        return new CloseReport(
                outcome,
                known == null ? ImmutableList.of() : known.failures(),
                engine.retired().status());
    }

    private static void await(CompletableFuture<?> future, Deadline deadline) {
        while (!future.isDone() && !deadline.isExpired()) {
            if (!poll(future, deadline)) {
                return;
            }
        }
    }

    /** Waits a moment. An interrupt ends the wait: returns false, and the flag is set again. */
    private static boolean poll(CompletableFuture<?> future, Deadline deadline) {
        try {
            future.get(Math.min(deadline.remaining().toNanos(), TimedCalls.POLL_INTERVAL_NANOS), TimeUnit.NANOSECONDS);
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
}
