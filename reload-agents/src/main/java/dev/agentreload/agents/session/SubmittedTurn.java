// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.session;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A turn that runs on an executor, unless its result is decided before that. <em>Safe for use by multiple threads.</em> */
final class SubmittedTurn<T> {

    private final Callable<T> turn;
    private final Executor executor;
    private final CompletableFuture<T> result = new CompletableFuture<>();

    /** Set once, by the thread that runs the turn or by the end of its waiting, whichever is first. */
    private final AtomicBoolean decided = new AtomicBoolean();

    /** Gives the lane back, or the place in the queue, if the turn never begins. */
    private final Runnable giveBack;

    @SuppressWarnings("FutureReturnValueIgnored") // it only looks on
    SubmittedTurn(Callable<T> turn, Executor executor, Runnable giveBack) {
        this.turn = turn;
        this.executor = executor;
        this.giveBack = giveBack;
        result.whenComplete((value, failure) -> endWaiting()); // the caller may cancel it
    }

    CompletableFuture<T> result() {
        return result;
    }

    private boolean endWaiting() {
        boolean waited = decided.compareAndSet(false, true);
        if (waited) {
            giveBack.run();
        }
        return waited;
    }

    /** Cancels the timer as soon as it is not needed. */
    @SuppressWarnings("FutureReturnValueIgnored") // it only looks on
    void timer(Future<?> timer) {
        result.whenComplete((value, failure) -> timer.cancel(false));
    }

    /** Ends the waiting; without effect if the turn has begun. */
    void fail(Exception reason) {
        if (endWaiting()) {
            result.completeExceptionally(reason);
        }
    }

    /** Runs the turn in its lane, which ends with it. */
    void run(Lane lane) {
        try {
            executor.execute(() -> runNow(lane));
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    private void runNow(Lane lane) {
        if (!decided.compareAndSet(false, true)) {
            return;
        }
        @Nullable T value = null;
        @Nullable Throwable failure = null;
        try {
            value = turn.call();
        } catch (Throwable e) { // of the host; the future reports it
            failure = e;
        }
        lane.close();
        if (failure == null) {
            result.complete(value);
        } else {
            result.completeExceptionally(failure);
        }
    }
}
