// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.assertions;

import dev.agentreload.core.apply.HistoryEntry;
import dev.agentreload.core.apply.ReloadStatus;
import dev.agentreload.core.apply.ReloaderState;
import dev.agentreload.testkit.internal.PathNames;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.assertj.core.api.AbstractAssert;

/** Assertions about where a reloader stands. */
public final class ReloadStatusAssert extends AbstractAssert<ReloadStatusAssert, ReloadStatus> {

    ReloadStatusAssert(ReloadStatus actual) {
        super(actual, ReloadStatusAssert.class);
    }

    /** Verifies that a document is in force. */
    public ReloadStatusAssert isRunning() {
        isNotNull();
        return verify(actual.state() == ReloaderState.RUNNING, "of a reloader that runs");
    }

    /** Verifies that the reloader was closed. */
    public ReloadStatusAssert isClosed() {
        isNotNull();
        return verify(actual.state() == ReloaderState.CLOSED, "of a reloader that is closed");
    }

    /** Verifies that this revision is in force. */
    public ReloadStatusAssert hasRevision(long revision) {
        isNotNull();
        return verify(
                actual.effective()
                        .map(ReloadStatus.DocumentState::revision)
                        .equals(Optional.of(OptionalLong.of(revision))),
                "with revision " + revision + " in force");
    }

    /** Verifies that what is in force is what is desired, and that nothing waits for a restart. */
    public ReloadStatusAssert isInSync() {
        isNotNull();
        return verify(
                content(actual.desired()).equals(content(actual.effective()))
                        && actual.pendingRestart().isEmpty(),
                "in which what is desired is in force");
    }

    /** Verifies that exactly the changes at these paths wait for a restart, in any order. */
    public ReloadStatusAssert hasPendingRestart(String... paths) {
        isNotNull();
        return verify(PathNames.areAll(actual.pendingRestart(), paths), "with changes that wait at " + List.of(paths));
    }

    /** Verifies that everything that was replaced is closed. */
    public ReloadStatusAssert hasNothingRetired() {
        isNotNull();
        return verify(actual.retired().isEmpty(), "with nothing that is retired and in use");
    }

    /** Verifies that nothing went wrong that is still to be seen: no call hangs, no close failed, no participant is in doubt. */
    public ReloadStatusAssert hasNoTroubles() {
        isNotNull();
        return verify(
                actual.timedOutCalls().isEmpty()
                        && actual.closeFailures().isEmpty()
                        && actual.degraded().isEmpty()
                        && actual.listenerTroubles().isEmpty(),
                "without troubles");
    }

    /** Goes on with assertions about the last decision. */
    public ReloadResultAssert lastResult() {
        isNotNull();
        Optional<HistoryEntry> last = actual.lastResult();
        verify(last.isPresent(), "with a decision");
        return new ReloadResultAssert(last.orElseThrow().result());
    }

    private static Optional<String> content(Optional<ReloadStatus.DocumentState> document) {
        return document.map(ReloadStatus.DocumentState::contentId);
    }

    private ReloadStatusAssert verify(boolean holds, String expectation) {
        if (!holds) {
            throw failure("%nExpecting a status %s, but it is:%n%n%s", expectation, actual);
        }
        return this;
    }
}
