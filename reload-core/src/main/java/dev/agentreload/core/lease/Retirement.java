// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.lease;

import static java.util.Objects.requireNonNull;

import dev.agentreload.core.runtime.CallbackFailures;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Takes one resource from service to closed. Each step is one compare-and-set of the progress, and the thread that succeeds
 * executes the step; so the closer is called once, whatever the host's executor does with its tasks.
 * <em>Safe for use by multiple threads.</em>
 */
final class Retirement<T> {

    private static final VarHandle PROGRESS = progressHandle();

    private final LeaseFactory factory;
    private final String name;
    private final T resource;
    private final ResourceCloser<? super T> closer;

    private final CompletableFuture<CloseResult> result = new CompletableFuture<>();

    private volatile LeaseProgress progress = LeaseProgress.IN_SERVICE;

    Retirement(LeaseFactory factory, String name, T resource, ResourceCloser<? super T> closer) {
        this.factory = factory;
        this.name = requireNonNull(name, "name");
        this.resource = requireNonNull(resource, "resource");
        this.closer = requireNonNull(closer, "closer");
    }

    String name() {
        return name;
    }

    T resource() {
        return resource;
    }

    LeaseProgress progress() {
        return progress;
    }

    boolean hasBegun() {
        return progress.phase() != LeasePhase.IN_SERVICE;
    }

    /** Completes with the result of the close; callers cannot complete it. */
    CompletionStage<CloseResult> result() {
        return result.minimalCompletionStage();
    }

    /** Begins the retirement. Returns true to one caller only. */
    boolean begin() {
        return !hasBegun() && replace(LeaseProgress.IN_SERVICE, LeaseProgress.retired(factory.now()));
    }

    /** Hands the close to the host's executor, unless that was done before or the retirement has not begun. */
    void close() {
        if (advance(LeasePhase.DRAINING, LeasePhase.CLOSE_QUEUED, null)) {
            offer();
        }
    }

    /** Hands the close to the host's executor once more, if that has refused it. */
    private void closeAgain() {
        if (advance(LeasePhase.CLOSE_REFUSED, LeasePhase.CLOSE_QUEUED, null)) {
            offer();
        }
    }

    private void offer() {
        try {
            factory.executor().execute(this::run);
        } catch (Throwable refusal) {
            if (advance(LeasePhase.CLOSE_QUEUED, LeasePhase.CLOSE_REFUSED, refusal)) {
                factory.refused(this::closeAgain);
            }
            CallbackFailures.rethrowIfFatal(refusal);
        }
    }

    private void run() {
        // An executor may throw and still run the task.
        boolean begun = advance(LeasePhase.CLOSE_QUEUED, LeasePhase.CLOSING, null)
                || advance(LeasePhase.CLOSE_REFUSED, LeasePhase.CLOSING, null);
        if (!begun) {
            return;
        }
        Throwable failure = callCloser();
        advance(LeasePhase.CLOSING, LeasePhase.CLOSED, failure);
        result.complete(failure == null ? new CloseResult.Closed(name) : new CloseResult.Failed(name, failure));
        CallbackFailures.rethrowIfFatal(failure);
    }

    private @Nullable Throwable callCloser() {
        try {
            closer.close(resource);
            return null;
        } catch (Throwable failure) {
            CallbackFailures.keepInterrupt(failure);
            return failure;
        }
    }

    private boolean advance(LeasePhase from, LeasePhase next, @Nullable Throwable failure) {
        LeaseProgress current = progress;
        return current.phase() == from && replace(current, current.to(next, failure));
    }

    private boolean replace(LeaseProgress current, LeaseProgress next) {
        return PROGRESS.compareAndSet(this, current, next);
    }

    private static VarHandle progressHandle() {
        try {
            return MethodHandles.lookup().findVarHandle(Retirement.class, "progress", LeaseProgress.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
