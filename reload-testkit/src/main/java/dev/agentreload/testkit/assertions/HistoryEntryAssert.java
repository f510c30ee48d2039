// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.assertions;

import dev.agentreload.core.apply.HistoryEntry;
import org.assertj.core.api.AbstractAssert;

/** Assertions about one decision of a reloader. */
public final class HistoryEntryAssert extends AbstractAssert<HistoryEntryAssert, HistoryEntry> {

    HistoryEntryAssert(HistoryEntry actual) {
        super(actual, HistoryEntryAssert.class);
    }

    /** Verifies that it has this number. */
    public HistoryEntryAssert hasSequence(long sequence) {
        isNotNull();
        return verify(actual.sequence() == sequence, "with the number " + sequence);
    }

    /** Verifies who asked. */
    public HistoryEntryAssert isOf(String actor) {
        isNotNull();
        return verify(actual.actor().equals(actor), "of [" + actor + "]");
    }

    /** Verifies what was asked for. */
    public HistoryEntryAssert isFor(HistoryEntry.Operation operation) {
        isNotNull();
        return verify(actual.operation() == operation, "that is " + operation);
    }

    /** Verifies that nothing went wrong besides. */
    public HistoryEntryAssert hasNoNotes() {
        isNotNull();
        return verify(actual.notes().isEmpty(), "without notes");
    }

    /** Goes on with assertions about its outcome. */
    public ReloadResultAssert result() {
        isNotNull();
        return new ReloadResultAssert(actual.result());
    }

    private HistoryEntryAssert verify(boolean holds, String expectation) {
        if (!holds) {
            throw failure(
                    "%nExpecting a decision %s, but it is:%n%n%s",
                    expectation, actual + ", operation " + actual.operation() + ", notes " + actual.notes());
        }
        return this;
    }
}
