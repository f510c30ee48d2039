// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.internal;

import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Threads that end with a test. <em>Safe for use by multiple threads.</em> */
public final class TestThreads implements Executor, AutoCloseable {

    private static final long PATIENCE_SECONDS = 20;

    private final ExecutorService threads;

    /** Has a party for each task that is not done. */
    private final Phaser tasks = new Phaser(1);

    private TestThreads(ExecutorService threads) {
        this.threads = threads;
    }

    /** Creates as many threads as there is work; all have this name. */
    public static TestThreads create(String name) {
        return new TestThreads(Executors.newCachedThreadPool(work -> new Thread(work, name)));
    }

    @Override
    public void execute(Runnable work) {
        tasks.register();
        threads.execute(() -> {
            try {
                work.run();
            } finally {
                tasks.arriveAndDeregister();
            }
        });
    }

    /** Runs work that the tests wait for by its future, and not as a task. */
    public <T> Future<T> submit(Callable<T> work) {
        return threads.submit(work);
    }

    /**
     * Waits until all tasks are done.
     *
     * @throws AssertionError if one is not done within 20 seconds
     */
    public void awaitIdle() throws InterruptedException {
        try {
            tasks.awaitAdvanceInterruptibly(tasks.arrive(), PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError(
                    tasks.getUnarrivedParties() + " tasks still run after " + PATIENCE_SECONDS + " s", e);
        }
    }

    /**
     * Interrupts what runs, and waits for its end.
     *
     * @throws AssertionError if a thread does not end within 20 seconds
     */
    @Override
    public void close() {
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("a thread of the test still runs after " + PATIENCE_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
