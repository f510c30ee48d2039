// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.assertions;

import dev.agentreload.core.apply.HistoryEntry;
import dev.agentreload.core.apply.ReloadResult;
import java.util.List;
import org.assertj.core.api.AbstractAssert;

/** Assertions about the decisions of a reloader, the oldest first. */
public final class ReloadHistoryAssert extends AbstractAssert<ReloadHistoryAssert, List<HistoryEntry>> {

    ReloadHistoryAssert(List<HistoryEntry> actual) {
        super(actual, ReloadHistoryAssert.class);
    }

    /** Verifies that exactly this became of the requests, in their order. */
    public ReloadHistoryAssert hasResults(ReloadResult.Kind... kinds) {
        isNotNull();
        List<ReloadResult.Kind> found =
                actual.stream().map(entry -> entry.result().kind()).toList();
        return verify(found.equals(List.of(kinds)), "with the results " + List.of(kinds));
    }

    /** Goes on with assertions about the newest decision. */
    public HistoryEntryAssert last() {
        isNotNull();
        verify(!actual.isEmpty(), "with a decision");
        return new HistoryEntryAssert(actual.get(actual.size() - 1));
    }

    private ReloadHistoryAssert verify(boolean holds, String expectation) {
        if (!holds) {
            throw failure("%nExpecting a history %s, but it is:%n%n%s", expectation, actual);
        }
        return this;
    }
}
