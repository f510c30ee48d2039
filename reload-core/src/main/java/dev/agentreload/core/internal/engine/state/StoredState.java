package dev.agentreload.core.internal.engine.state;

import dev.agentreload.core.apply.HistoryEntry;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.apply.ReloadStatus;
import dev.agentreload.core.apply.ReloaderState;
import dev.agentreload.core.config.ConfigDocument;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The state of a reloader after a decision.
 *
 * @param state its place in the life cycle
 * @param revision the revision in force, 0 if there is none
 * @param effective the document in force
 * @param desired the newest requested document that was applied, equals the one in force, or waits for a restart
 * @param desiredRevision the revision with which that was applied, wholly or in part; empty if it was not
 * @param sequence the number of the last decision
 * @param last the last decision
 * @param lastRejected the last decision that refused a request
 */
public record StoredState(
        ReloaderState state,
        long revision,
        @Nullable ConfigDocument effective,
        @Nullable ConfigDocument desired,
        OptionalLong desiredRevision,
        long sequence,
        @Nullable HistoryEntry last,
        @Nullable HistoryEntry lastRejected) {

    static StoredState empty() {
        return new StoredState(ReloaderState.NEW, 0, null, null, OptionalLong.empty(), 0, null, null);
    }

    StoredState after(HistoryEntry entry, Decision decision) {
        boolean applied = decision.inForce() != null;
        ReloadResult.Kind kind = entry.result().kind();
        long reached = applied ? revision + 1 : revision;
        return new StoredState(
                applied && state == ReloaderState.NEW ? ReloaderState.RUNNING : state,
                reached,
                applied ? decision.inForce() : effective,
                isDesired(kind) ? decision.requested().orElse(desired) : desired,
                isDesired(kind) ? revisionOf(kind, reached) : desiredRevision,
                entry.sequence(),
                entry,
                isRejected(kind) ? entry : lastRejected);
    }

    StoredState closed() {
        return new StoredState(
                ReloaderState.CLOSED, revision, effective, desired, desiredRevision, sequence, last, lastRejected);
    }

    public Optional<ReloadStatus.DocumentState> effectiveState() {
        return Optional.ofNullable(effective)
                .map(document -> new ReloadStatus.DocumentState(OptionalLong.of(revision), document.contentId()));
    }

    public Optional<ReloadStatus.DocumentState> desiredState() {
        return Optional.ofNullable(desired)
                .map(document -> new ReloadStatus.DocumentState(desiredRevision, document.contentId()));
    }

    private static OptionalLong revisionOf(ReloadResult.Kind kind, long reached) {
        return kind == ReloadResult.Kind.RESTART_REQUIRED ? OptionalLong.empty() : OptionalLong.of(reached);
    }

    private static boolean isDesired(ReloadResult.Kind kind) {
        return switch (kind) {
            case APPLIED, UNCHANGED, RESTART_REQUIRED -> true;
            case INVALID, ROLLED_BACK, RESTORE_FAILED, STALE, SUPERSEDED, BUSY, STILL_RUNNING, NOT_STARTED, DISABLED ->
                false;
        };
    }

    private static boolean isRejected(ReloadResult.Kind kind) {
        return switch (kind) {
            case RESTART_REQUIRED, INVALID, ROLLED_BACK, RESTORE_FAILED, STALE, BUSY, DISABLED -> true;
            case APPLIED, UNCHANGED, SUPERSEDED, STILL_RUNNING, NOT_STARTED -> false;
        };
    }
}
