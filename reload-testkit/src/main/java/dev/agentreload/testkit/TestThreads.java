package dev.agentreload.testkit;

import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Threads that end with a test. <em>Safe for use by multiple threads.</em> */
final class TestThreads implements Executor, AutoCloseable {

    private static final long PATIENCE_SECONDS = 20;

    private final ExecutorService threads;

    private TestThreads(ExecutorService threads) {
        this.threads = threads;
    }

    /** Creates as many threads as there is work. */
    static TestThreads create(String name) {
        return new TestThreads(Executors.newCachedThreadPool(work -> new Thread(work, name)));
    }

    @Override
    public void execute(Runnable work) {
        threads.execute(work);
    }

    <T> Future<T> submit(Callable<T> work) {
        return threads.submit(work);
    }

    /**
     * Interrupts what runs, and waits for its end.
     *
     * @throws AssertionError if a thread does not end within 20 seconds
     */
    @Override
    public void close() {
        threads.shutdownNow();
        boolean interrupted = false;
        try {
            if (!threads.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("a thread of the test still runs after " + PATIENCE_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
