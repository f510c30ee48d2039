// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.engine.call;

import dev.agentreload.core.apply.ReloadPhase;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One call of host code on the host's executor that its caller can cancel. <em>Safe for use by multiple threads.</em>
 *
 * <p>Cancelling interrupts the thread only while it is in this call, and clears the interrupt when the call ends: the thread
 * belongs to the host's executor.
 */
public final class TimedCall<T> implements Runnable {

    private enum Progress {
        NEW,
        CANCELLED,
        RUNNING,
        ENDED
    }

    private final Step step;
    private final CountDownLatch over = new CountDownLatch(1);

    private final Object lock = new Object();
    private @Nullable Callable<T> body;
    private Progress progress = Progress.NEW;
    private @Nullable Thread runner;
    private boolean interrupted;
    private @Nullable Result<T> result;
    private @Nullable Consumer<Result<T>> whenEnded;
    private @Nullable Runnable whenOver;

    TimedCall(Step step, Callable<T> body) {
        this.step = step;
        this.body = body;
    }

    /**
     * What is called.
     *
     * @param host the object that is called
     * @param participant its name
     * @param phase the step
     */
    public record Step(Object host, String participant, ReloadPhase phase) {

        @Override
        public String toString() {
            return phase + " of [" + participant + "]";
        }
    }

    /** How a call ended, as far as its caller waited. */
    public sealed interface Result<T> {

        /** Returns why there is no value, if there is none. */
        Optional<Throwable> failure();

        /** It returned in time. */
        record Returned<T>(T value) implements Result<T> {

            @Override
            public Optional<Throwable> failure() {
                return Optional.empty();
            }
        }

        /** It threw. */
        record Failed<T>(Throwable cause) implements Result<T> {

            @Override
            public Optional<Throwable> failure() {
                return Optional.of(cause);
            }
        }

        /** It did not start and never will: the executor refused it, or had not started it in time. */
        record NotStarted<T>(Throwable cause) implements Result<T> {

            @Override
            public Optional<Throwable> failure() {
                return Optional.of(cause);
            }
        }

        /** It started and did not end in time; it was interrupted and still runs. */
        record TimedOut<T>(Throwable cause, TimedCall<T> call) implements Result<T> {

            @Override
            public Optional<Throwable> failure() {
                return Optional.of(cause);
            }
        }
    }

    public Step step() {
        return step;
    }

    @Override
    public void run() {
        Callable<T> started = start();
        if (started == null) {
            return;
        }
        Result<T> outcome = invoke(started);
        Consumer<Result<T>> late = end(outcome);
        try {
            if (late != null) {
                late.accept(outcome);
            }
        } finally {
            over();
        }
    }

    private @Nullable Callable<T> start() {
        synchronized (lock) {
            if (progress != Progress.NEW) {
                return null;
            }
            progress = Progress.RUNNING;
            runner = Thread.currentThread();
            return body;
        }
    }

    private static <T> Result<T> invoke(Callable<T> body) {
        try {
            return new Result.Returned<>(body.call());
        } catch (Throwable failure) {
            return new Result.Failed<>(failure);
        }
    }

    private @Nullable Consumer<Result<T>> end(Result<T> outcome) {
        synchronized (lock) {
            progress = Progress.ENDED;
            result = outcome;
            runner = null;
            body = null;
            if (interrupted) {
                Thread.interrupted();
            }
            return whenEnded;
        }
    }

    private void over() {
        Runnable last;
        synchronized (lock) {
            over.countDown();
            last = whenOver;
        }
        if (last != null) {
            last.run();
        }
    }

    /** Waits for the end of the call and of what is done with its late result. */
    void await(long nanos) throws InterruptedException {
        over.await(nanos, TimeUnit.NANOSECONDS);
    }

    /** Returns whether the call has ended, and what was done with its late result. */
    public boolean hasEnded() {
        return over.getCount() == 0;
    }

    /** Prevents a call that has not started from starting; returns whether it will never start. */
    boolean cancelUnstarted() {
        synchronized (lock) {
            if (progress == Progress.NEW) {
                progress = Progress.CANCELLED;
                body = null;
                over.countDown();
            }
            return progress == Progress.CANCELLED;
        }
    }

    /** Interrupts a call that runs, cancels one that has not started. The result is how far it has come. */
    public Result<T> cancel(Throwable reason) {
        synchronized (lock) {
            if (result != null) {
                return result;
            }
            if (cancelUnstarted()) {
                return new Result.NotStarted<>(reason);
            }
            if (runner != null) {
                interrupted = true;
                runner.interrupt();
            }
            return new Result.TimedOut<>(reason, this);
        }
    }

    /** Returns the result if the call has ended. */
    Optional<Result<T>> result() {
        synchronized (lock) {
            return Optional.ofNullable(result);
        }
    }

    /** Returns the result if the call has ended; otherwise the action gets it later, on the thread that ends the call. */
    public Optional<Result<T>> resultOr(Consumer<Result<T>> later) {
        synchronized (lock) {
            if (result == null) {
                whenEnded = later;
            }
            return Optional.ofNullable(result);
        }
    }

    /** Runs an action once the call has ended and its late result was dealt with; at once if it has. */
    void whenOver(Runnable action) {
        synchronized (lock) {
            if (!hasEnded()) {
                whenOver = action;
                return;
            }
        }
        action.run();
    }

    /** Returns the name of the thread the call runs on, if it runs. */
    Optional<String> threadName() {
        synchronized (lock) {
            return Optional.ofNullable(runner).map(Thread::getName);
        }
    }
}
