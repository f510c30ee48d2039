package dev.agentreload.agents;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** On what terms host code runs: where, for how long somebody waits for it, and how much of it at once. <em>Immutable.</em> */
record BuildTerms(Executor executor, Duration timeout, int parallelism) {

    /** Runs a task on the executor, or here if the executor refuses: what must be closed is closed. */
    void run(Runnable task) {
        try {
            executor.execute(task);
        } catch (RuntimeException e) {
            task.run();
        }
    }

    /** Runs a task in the same way and waits until it is done or the time is up, whether or not this thread is interrupted. */
    void runAndWait(Runnable task) {
        CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
        run(() -> {
            try {
                task.run();
            } finally {
                done.complete(null);
            }
        });
        boolean interrupted = Thread.interrupted();
        try {
            done.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        } catch (TimeoutException e) {
            // The task goes on alone; there is nobody to whom its end matters.
        } catch (ExecutionException e) {
            throw new AssertionError("nobody fails this future", e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
