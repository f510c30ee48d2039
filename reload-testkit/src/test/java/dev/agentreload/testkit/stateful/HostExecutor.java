// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.stateful;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The executor of the test host, which knows when nothing runs any more. <em>Safe for use by multiple threads.</em> */
final class HostExecutor implements Executor {

    enum Kind {
        FIXED(4),
        SINGLE(1),
        /** Runs what it gets at once. */
        DIRECT(Integer.MAX_VALUE),
        /** One thread and one place in its queue; the rest is refused. */
        SATURATED(1),
        /** Now and then refuses, runs and yet throws, or runs late. */
        FLAKY(4),
        /** One virtual thread for each call; from JDK 21 on. */
        VIRTUAL(Integer.MAX_VALUE);

        private final int threads;

        Kind(int threads) {
            this.threads = threads;
        }

        boolean isReliable() {
            return this != SATURATED && this != FLAKY;
        }

        static List<Kind> available() {
            return Stream.of(values())
                    .filter(kind -> kind != VIRTUAL || Runtime.version().feature() >= 21)
                    .toList();
        }

        private ExecutorService pool() {
            return switch (this) {
                case FIXED, FLAKY -> Executors.newFixedThreadPool(threads);
                case SINGLE, DIRECT -> Executors.newSingleThreadExecutor();
                case SATURATED -> new ThreadPoolExecutor(1, 1, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(1));
                case VIRTUAL -> virtualThreads();
            };
        }

        private static ExecutorService virtualThreads() {
            try {
                return (ExecutorService) Executors.class
                        .getMethod("newVirtualThreadPerTaskExecutor")
                        .invoke(null);
            } catch (ReflectiveOperationException e) {
                throw new LinkageError(e.getMessage(), e);
            }
        }
    }

    private static final long WATCHDOG_MILLIS = 20_000;

    private final Kind kind;
    private final HandTime time;
    private final SplittableRandom random;
    private final ExecutorService pool;
    private final Set<Thread> own = ConcurrentHashMap.newKeySet();

    private final Object lock = new Object();
    private final Deque<Runnable> deferred = new ArrayDeque<>();
    private int queued;
    private int running;
    private int hanging;

    HostExecutor(Kind kind, HandTime time, long seed) {
        this.kind = kind;
        this.time = time;
        this.random = new SplittableRandom(seed);
        this.pool = kind.pool();
    }

    boolean isReliable() {
        return kind.isReliable();
    }

    /** Returns whether the calling thread is one of this executor's, which a call may block. */
    boolean isOwnThread() {
        return own.contains(Thread.currentThread());
    }

    @Override
    public void execute(Runnable task) {
        if (kind == Kind.DIRECT) {
            task.run();
        } else if (kind == Kind.FLAKY) {
            executeUnreliably(task);
        } else {
            hand(task);
        }
    }

    private void executeUnreliably(Runnable task) {
        int chance = draw();
        if (chance < 4) {
            throw new RejectedExecutionException("not now");
        } else if (chance < 7) {
            hand(task);
            throw new IllegalStateException("it runs, and yet this is thrown");
        } else if (chance < 10) {
            task.run();
            throw new RejectedExecutionException("it has run, and yet this is thrown");
        } else if (chance < 14) {
            defer(task);
        } else {
            runDeferred();
            hand(task);
        }
    }

    private int draw() {
        synchronized (lock) {
            return random.nextInt(100);
        }
    }

    private void defer(Runnable task) {
        synchronized (lock) {
            deferred.add(task);
        }
        time.flow();
    }

    /** Runs what was to run late. */
    void runDeferred() {
        List<Runnable> tasks;
        synchronized (lock) {
            tasks = new ArrayList<>(deferred);
            deferred.clear();
        }
        for (Runnable task : tasks) {
            time.stand();
            hand(task);
        }
    }

    private void hand(Runnable task) {
        synchronized (lock) {
            queued++;
        }
        try {
            pool.execute(() -> run(task));
        } catch (RejectedExecutionException refusal) {
            synchronized (lock) {
                queued--;
                lock.notifyAll();
            }
            throw refusal;
        }
    }

    private void run(Runnable task) {
        synchronized (lock) {
            queued--;
            running++;
        }
        own.add(Thread.currentThread());
        try {
            task.run();
        } finally {
            own.remove(Thread.currentThread());
            synchronized (lock) {
                running--;
                lock.notifyAll();
            }
        }
    }

    /** Occupies one thread, until the latch is released; has no effect if none is to be had. */
    CountDownLatch occupy() {
        CountDownLatch over = new CountDownLatch(1);
        hangBegins();
        try {
            hand(() -> awaitQuietly(over));
        } catch (RejectedExecutionException refusal) {
            over.countDown();
        }
        return over;
    }

    void vacate(CountDownLatch occupant) {
        hangEnds();
        occupant.countDown();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void hangBegins() {
        synchronized (lock) {
            hanging++;
            lock.notifyAll();
        }
        time.flow();
    }

    void hangEnds() {
        synchronized (lock) {
            hanging--;
        }
        time.stand();
    }

    boolean isDisturbed() {
        synchronized (lock) {
            return hanging > 0 || !deferred.isEmpty();
        }
    }

    /** Waits until all calls have ended but those that hang and those that wait for their threads; returns whether they have. */
    boolean awaitQuiet() {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(WATCHDOG_MILLIS);
        boolean interrupted = false;
        boolean quiet = true;
        synchronized (lock) {
            while (quiet && !isQuiet()) {
                try {
                    lock.wait(1_000);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
                quiet = System.nanoTime() - end < 0;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return quiet;
    }

    private boolean isQuiet() {
        return running <= hanging && (queued == 0 || hanging >= kind.threads);
    }

    /** Ends all threads; returns whether they did end. */
    boolean shutdown() {
        runDeferred();
        pool.shutdown();
        boolean interrupted = Thread.interrupted();
        try {
            return pool.awaitTermination(WATCHDOG_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
            return false;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
