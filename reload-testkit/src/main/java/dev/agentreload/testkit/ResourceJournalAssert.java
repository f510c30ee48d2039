package dev.agentreload.testkit;

import java.util.List;
import org.assertj.core.api.AbstractAssert;

/** Assertions about a journal. A failure names the resources and shows the entries. */
public final class ResourceJournalAssert extends AbstractAssert<ResourceJournalAssert, ResourceJournal> {

    ResourceJournalAssert(ResourceJournal actual) {
        super(actual, ResourceJournalAssert.class);
    }

    /** Verifies that nothing is open, and that nothing was closed more than once. */
    public ResourceJournalAssert hasNoLeaks() {
        isNotNull();
        List<String> open = actual.open();
        List<String> closedAgain = actual.closedAgain();
        if (!open.isEmpty() || !closedAgain.isEmpty()) {
            throw failure(
                    "%nExpecting everything to be closed exactly once, but%n  still open: %s%n  closed more than once: %s%n  journal: %s",
                    open, closedAgain, actual.entries());
        }
        return this;
    }

    /** Verifies that exactly these resources are open, given by their labels in the order of creation. */
    public ResourceJournalAssert hasOpen(String... labels) {
        isNotNull();
        if (!actual.open().equals(List.of(labels))) {
            throw failure(
                    "%nExpecting these to be open: %s, but%n  still open: %s%n  journal: %s",
                    List.of(labels), actual.open(), actual.entries());
        }
        return this;
    }
}
