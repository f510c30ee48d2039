// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.engine.state;

import dev.agentreload.core.apply.AutomaticHold;
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
 * @param source the document that a source held when it was last read for a start or a reload; null if it could not be read
 * @param sourceRead whether a source was ever read
 * @param sequence the number of the last decision
 * @param last the last decision
 * @param lastRejected the last decision that refused a request
 * @param hold why automatic requests are refused; null if they are not
 */
public record StoredState(
        ReloaderState state,
        long revision,
        @Nullable ConfigDocument effective,
        @Nullable ConfigDocument desired,
        OptionalLong desiredRevision,
        @Nullable ConfigDocument source,
        boolean sourceRead,
        long sequence,
        @Nullable HistoryEntry last,
        @Nullable HistoryEntry lastRejected,
        @Nullable AutomaticHold hold) {

    static StoredState empty() {
        return new StoredState(
                ReloaderState.NEW, 0, null, null, OptionalLong.empty(), null, false, 0, null, null, null);
    }

    StoredState after(HistoryEntry entry, Decision decision) {
        boolean applied = decision.inForce() != null;
        ReloadResult.Kind kind = entry.result().kind();
        boolean reads = isRead(entry);
        long reached = applied ? revision + 1 : revision;
        return new StoredState(
                applied && state == ReloaderState.NEW ? ReloaderState.RUNNING : state,
                reached,
                applied ? decision.inForce() : effective,
                isDesired(kind) ? decision.requested().orElse(desired) : desired,
                isDesired(kind) ? revisionOf(kind, reached) : desiredRevision,
                reads ? decision.requested().orElse(null) : source,
                reads || sourceRead,
                entry.sequence(),
                entry,
                isRejected(kind) ? entry : lastRejected,
                holdAfter(entry));
    }

    /** While they are held there are no automatic requests, so a reload that succeeds was asked for. */
    private @Nullable AutomaticHold holdAfter(HistoryEntry entry) {
        ReloadResult.Kind kind = entry.result().kind();
        boolean applied = kind == ReloadResult.Kind.APPLIED;
        if (entry.operation() == HistoryEntry.Operation.ROLLBACK) {
            return applied ? new AutomaticHold(entry.actor(), entry.at()) : hold; // an unchanged one took nothing back
        }
        return applied || kind == ReloadResult.Kind.UNCHANGED ? null : hold;
    }

    StoredState resumed() {
        return new StoredState(
                state,
                revision,
                effective,
                desired,
                desiredRevision,
                source,
                sourceRead,
                sequence,
                last,
                lastRejected,
                null);
    }

    StoredState closed() {
        return new StoredState(
                ReloaderState.CLOSED,
                revision,
                effective,
                desired,
                desiredRevision,
                source,
                sourceRead,
                sequence,
                last,
                lastRejected,
                hold);
    }

    /** Returns whether the source held something else than what is in force when it was last read. */
    public boolean sourceDiffers() {
        return sourceRead && (source == null || !source.equals(effective));
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

    /** Requests that were refused before the source was read say nothing about it. */
    private static boolean isRead(HistoryEntry entry) {
        boolean reads =
                entry.operation() == HistoryEntry.Operation.START || entry.operation() == HistoryEntry.Operation.RELOAD;
        return switch (entry.result().kind()) {
            case APPLIED, UNCHANGED, RESTART_REQUIRED, INVALID, ROLLED_BACK, RESTORE_FAILED -> reads;
            case DISABLED -> reads && entry.requested().isPresent();
            case STALE, SUPERSEDED, BUSY, STILL_RUNNING, NOT_STARTED -> false;
        };
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
