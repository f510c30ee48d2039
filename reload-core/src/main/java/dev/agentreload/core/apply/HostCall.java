package dev.agentreload.core.apply;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One call of host code on the host's executor, which whoever waits for it can give up. <em>Safe for use by multiple
 * threads.</em>
 *
 * <p>Giving up interrupts the thread only while it is in this call, and takes the interrupt back when the call ends: the thread
 * belongs to the host's executor.
 */
final class HostCall<T> implements Runnable {

    private enum Progress {
        NEW,
        CANCELLED,
        RUNNING,
        ENDED
    }

    private final Callable<T> body;
    private final CountDownLatch over = new CountDownLatch(1);

    private final Object lock = new Object();
    private Progress progress = Progress.NEW;
    private @Nullable Thread runner;
    private boolean interrupted;
    private @Nullable CallResult<T> result;
    private @Nullable Consumer<CallResult<T>> whenEnded;

    HostCall(Callable<T> body) {
        this.body = body;
    }

    @Override
    public void run() {
        if (!begin()) {
            return;
        }
        CallResult<T> outcome = invoke();
        Consumer<CallResult<T>> late = end(outcome);
        try {
            if (late != null) {
                late.accept(outcome);
            }
        } finally {
            over.countDown();
        }
    }

    private boolean begin() {
        synchronized (lock) {
            if (progress != Progress.NEW) {
                return false;
            }
            progress = Progress.RUNNING;
            runner = Thread.currentThread();
            return true;
        }
    }

    private CallResult<T> invoke() {
        try {
            return new CallResult.Returned<>(body.call());
        } catch (Throwable failure) {
            return new CallResult.Failed<>(failure);
        }
    }

    private @Nullable Consumer<CallResult<T>> end(CallResult<T> outcome) {
        synchronized (lock) {
            progress = Progress.ENDED;
            result = outcome;
            runner = null;
            if (interrupted) {
                Thread.interrupted();
            }
            return whenEnded;
        }
    }

    /** Waits for the end of the call and of what is done with its late result. */
    void await(long nanos) throws InterruptedException {
        over.await(nanos, TimeUnit.NANOSECONDS);
    }

    /** Returns whether the call has ended, and what was done with its late result. */
    boolean hasEnded() {
        return over.getCount() == 0;
    }

    /** Sees to it that a call that has not begun never does; returns whether that was so. */
    boolean cancel() {
        synchronized (lock) {
            if (progress == Progress.NEW) {
                progress = Progress.CANCELLED;
            }
            return progress == Progress.CANCELLED;
        }
    }

    /** Gives up: interrupts a call that runs, cancels one that has not begun. The result is what it has come to. */
    CallResult<T> giveUp(Throwable reason) {
        synchronized (lock) {
            if (result != null) {
                return result;
            }
            if (cancel()) {
                return new CallResult.NeverRan<>(reason);
            }
            if (runner != null) {
                interrupted = true;
                runner.interrupt();
            }
            return new CallResult.Abandoned<>(reason, this);
        }
    }

    /** Returns the result if the call has ended; else has the action called with it, on the thread that ends the call. */
    Optional<CallResult<T>> resultOr(Consumer<CallResult<T>> later) {
        synchronized (lock) {
            if (result == null) {
                whenEnded = later;
            }
            return Optional.ofNullable(result);
        }
    }

    /** Returns the name of the thread the call runs on, if it runs. */
    Optional<String> threadName() {
        synchronized (lock) {
            return Optional.ofNullable(runner).map(Thread::getName);
        }
    }
}
