package dev.agentreload.core.apply;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A request that is not decided yet. Compared by identity. */
final class PendingRequest {

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
    PendingRequest(
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

    Optional<ReloadMode> mode() {
        return mode;
    }

    RequestTarget target() {
        return target.apply(progress);
    }

    TransactionProgress progress() {
        return progress;
    }

    CompletableFuture<ReloadResult> result() {
        return result;
    }

    /** Returns whether it has waited for its executor for longer than this. */
    boolean isOverdue(Duration limit) {
        return progress.age().compareTo(limit) > 0;
    }

    /** Limits how long it may run on the thread that created it. */
    void limit(Deadline deadline) {
        callersLimit = deadline;
    }

    /** Returns true once. An executor may throw and yet run what it was given, and {@code close} decides what has not started. */
    boolean claim() {
        return claimed.compareAndSet(false, true);
    }

    /** Starts to measure time, and to limit it. */
    void begin() {
        progress.begin();
        if (callersLimit != null && Thread.currentThread().equals(caller)) {
            progress.limit(callersLimit);
        }
    }
}
