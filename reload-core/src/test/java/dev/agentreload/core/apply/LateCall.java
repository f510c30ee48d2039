// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.apply;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Host code that times out, ignores its interrupt, and comes back when a test says so. */
final class LateCall implements Script.Event {

    private final HandTicker ticker;
    private final Thread requesting = Thread.currentThread();
    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicBoolean interrupted = new AtomicBoolean();
    private final Ending ending;
    private final Duration graceTime;

    /** How it comes back. */
    enum Ending {
        RETURNS,
        THROWS
    }

    /**
     * Creates a call.
     *
     * @param graceTime what the requesting thread waits for it after the interrupt, all of which passes
     */
    LateCall(HandTicker ticker, Ending ending, Duration graceTime) {
        this.ticker = ticker;
        this.ending = ending;
        this.graceTime = graceTime;
    }

    void release() {
        released.countDown();
    }

    @Override
    public void happen() throws Exception {
        ticker.advance(Stage.HOUR);
        Handover.leave();
        boolean back = false;
        while (!back) {
            try {
                released.await();
                back = true;
            } catch (InterruptedException interrupt) {
                outlastCleanUp();
            }
        }
        if (ending == Ending.THROWS) {
            throw new IllegalStateException("late failure");
        }
    }

    private void outlastCleanUp() {
        if (!graceTime.isZero() && interrupted.compareAndSet(false, true)) {
            Stage.awaitUntil(() -> requesting.getState() == Thread.State.TIMED_WAITING || released.getCount() == 0);
            ticker.advance(graceTime);
        }
    }

    /**
     * Runs each task on a thread of another executor and returns when it has ended or has begun to hang: what a test observes does
     * not depend on which thread is faster.
     */
    static final class Handover implements Executor {

        private static final ThreadLocal<@Nullable CountDownLatch> LEFT = new ThreadLocal<>();

        private final Executor threads;

        Handover(Executor threads) {
            this.threads = threads;
        }

        @Override
        public void execute(Runnable task) {
            CountDownLatch left = new CountDownLatch(1);
            threads.execute(() -> {
                LEFT.set(left);
                try {
                    task.run();
                } finally {
                    LEFT.remove();
                    left.countDown();
                }
            });
            Stage.awaitUninterruptibly(left);
        }

        /** Lets the thread go on that handed over what the calling thread is doing. */
        static void leave() {
            requireNonNull(LEFT.get(), "not on a thread of this executor").countDown();
        }
    }
}
