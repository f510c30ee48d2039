// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.engine.state;

import dev.agentreload.core.apply.HistoryEntry;
import dev.agentreload.core.apply.ReloadMode;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.internal.engine.call.TransactionProgress;
import dev.agentreload.core.participant.Deadline;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A request that is not decided yet. Compared by identity. */
public final class PendingRequest {

    private final HistoryEntry.Operation operation;
    private final Optional<ReloadMode> mode;
    private final Function<TransactionProgress, RequestTarget> target;
    private final TransactionProgress progress;
    private final CompletableFuture<ReloadResult> result = new CompletableFuture<>();
    private final AtomicBoolean claimed = new AtomicBoolean();
    private final Thread caller = Thread.currentThread();
    private @Nullable Deadline callersLimit;

    /**
     * Creates a request.
     *
     * @param mode the mode, or empty for the document's
     * @param target finds the requested document; called when the request leaves the queue
     */
    public PendingRequest(
            HistoryEntry.Operation operation,
            Optional<ReloadMode> mode,
            Function<TransactionProgress, RequestTarget> target,
            TransactionProgress progress) {
        this.operation = operation;
        this.mode = mode;
        this.target = target;
        this.progress = progress;
    }

    String actor() {
        return progress.actor();
    }

    HistoryEntry.Operation operation() {
        return operation;
    }

    public Optional<ReloadMode> mode() {
        return mode;
    }

    public RequestTarget target() {
        return target.apply(progress);
    }

    public TransactionProgress progress() {
        return progress;
    }

    public CompletableFuture<ReloadResult> result() {
        return result;
    }

    /** Returns whether it has waited for its executor for longer than this. */
    public boolean isOverdue(Duration limit) {
        return progress.age().compareTo(limit) > 0;
    }

    /** Limits how long it may run on the thread that created it. */
    public void limit(Deadline deadline) {
        callersLimit = deadline;
    }

    /** Returns true once. An executor may throw and yet run what it was given, and {@code close} decides what has not started. */
    public boolean claim() {
        return claimed.compareAndSet(false, true);
    }

    /** Starts to measure time, and to limit it. */
    public void begin() {
        progress.begin();
        if (callersLimit != null && Thread.currentThread().equals(caller)) {
            progress.limit(callersLimit);
        }
    }
}
