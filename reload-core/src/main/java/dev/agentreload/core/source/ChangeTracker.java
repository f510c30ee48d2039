// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.source;

import dev.agentreload.core.source.SourceSnapshot.State;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Decides from what was seen when content is handed over. Times are those of a monotonic ticker, in nanoseconds, and are
 * only ever subtracted from each other. <em>Not safe for use by multiple threads.</em>
 */
final class ChangeTracker {

    private final long debounce;
    private final long maxWait;
    private final WatchSettings.Backoff backoff;

    /** What was handed over last, or was read instead when its turn came. */
    private @Nullable SourceHash submitted;

    /** What the host said it would write itself. */
    private @Nullable SourceHash expected;

    private @Nullable PendingChange pending;
    private @Nullable Long retryAt;
    private int failures;
    private int submissions;

    ChangeTracker(WatchSettings settings) {
        this.debounce = settings.debounce().toNanos();
        this.maxWait = settings.maxWait().toNanos();
        this.backoff = settings.backoff();
    }

    /** Something to hand over. */
    record Submission(int number, SourceSnapshot snapshot, int attempt) {}

    /** Takes what was seen, and returns it if it is to be handed over now. */
    Optional<Submission> observe(SourceSnapshot seen, long now) {
        SourceHash hash = seen.hash();
        if (hash.equals(expected) && !hash.equals(submitted)) {
            handled(hash);
            submissions++; // the outcome of an earlier submission no longer matters
        }
        if (hash.equals(submitted)) {
            pending = null;
            return isDue(retryAt, now) ? Optional.of(submission(seen)) : Optional.empty();
        }
        PendingChange change = pending == null ? new PendingChange(seen, now) : pending.next(seen, now);
        pending = change;
        if (waitFor(change, now) > 0) {
            return Optional.empty();
        }
        handled(hash);
        return Optional.of(submission(seen));
    }

    /** Takes the hash of content that the host handles itself, now or when it is seen. */
    void expect(SourceHash hash) {
        expected = hash;
    }

    /** Takes what was read when the turn of a submission came: it may be newer than what was seen. */
    void wasRead(int submission, SourceHash hash) {
        if (submission == submissions) {
            submitted = hash;
        }
    }

    /** Takes the outcome of a submission. */
    void decided(int submission, WatchOutcome outcome, long now) {
        if (submission != submissions) {
            return;
        }
        failures = outcome == WatchOutcome.RETRY ? Math.addExact(failures, 1) : 0;
        retryAt = outcome == WatchOutcome.RETRY ? Long.valueOf(now + backoff.nanosAfter(failures)) : null;
    }

    /** Returns in how many nanoseconds the next poll could bring a submission; empty if only a change can. */
    OptionalLong nextPoll(long now) {
        if (pending != null) {
            return OptionalLong.of(Math.max(0, waitFor(pending, now)));
        }
        return retryAt == null ? OptionalLong.empty() : OptionalLong.of(Math.max(0, retryAt - now));
    }

    WatchStatus.Phase phase() {
        if (pending != null) {
            return WatchStatus.Phase.DEBOUNCING;
        }
        return retryAt == null ? WatchStatus.Phase.WATCHING : WatchStatus.Phase.RETRYING;
    }

    private void handled(SourceHash hash) {
        submitted = hash;
        expected = null;
        pending = null;
        retryAt = null;
        failures = 0;
    }

    private Submission submission(SourceSnapshot seen) {
        retryAt = null;
        return new Submission(++submissions, seen, failures + 1);
    }

    private static boolean isDue(@Nullable Long time, long now) {
        return time != null && now - time >= 0;
    }

    /** Incomplete content is never handed over early: noise may end in a file that is about to be written. */
    private long waitFor(PendingChange change, long now) {
        if (change.seen.state() == State.INCOMPLETE) {
            return change.incompleteSince + maxWait - now;
        }
        return Math.min(change.lastChange + debounce - now, change.firstChange + maxWait - now);
    }

    /**
     * Content that was not handed over yet.
     *
     * @param firstChange when something else than what was handed over was first seen
     * @param lastChange when this content was first seen
     * @param incompleteSince since when nothing complete was seen, if it is incomplete
     */
    private record PendingChange(SourceSnapshot seen, long firstChange, long lastChange, long incompleteSince) {

        PendingChange(SourceSnapshot seen, long now) {
            this(seen, now, now, now);
        }

        PendingChange next(SourceSnapshot next, long now) {
            boolean stillIncomplete = seen.state() == State.INCOMPLETE && next.state() == State.INCOMPLETE;
            return new PendingChange(
                    next,
                    firstChange,
                    next.hash().equals(seen.hash()) ? lastChange : now,
                    stillIncomplete ? incompleteSince : now);
        }
    }
}
