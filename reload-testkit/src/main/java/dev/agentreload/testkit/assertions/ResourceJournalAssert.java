// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.assertions;

import dev.agentreload.core.lease.LeaseLeak;
import dev.agentreload.testkit.fake.ResourceJournal;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractAssert;

/** Assertions about a journal. A failure names the resources and shows the entries. */
public final class ResourceJournalAssert extends AbstractAssert<ResourceJournalAssert, ResourceJournal> {

    ResourceJournalAssert(ResourceJournal actual) {
        super(actual, ResourceJournalAssert.class);
    }

    /** Verifies that nothing is open, no lease of the journal's factory either, and that nothing was closed more than once. */
    public ResourceJournalAssert hasNoLeaks() {
        isNotNull();
        List<String> open = actual.open();
        List<String> closedAgain = actual.closedAgain();
        List<String> leases = leases();
        if (!open.isEmpty() || !closedAgain.isEmpty() || !leases.isEmpty()) {
            throw failure(
                    "%nExpecting everything to be closed exactly once, but%n  still open: %s%n  closed more than once: %s%s%n  journal: %s",
                    open, closedAgain, leases.isEmpty() ? "" : "%n  leases: %s".formatted(leases), actual.entries());
        }
        return this;
    }

    /** Returns leases that are held, and those that were leaked. */
    private List<String> leases() {
        Stream<String> held = actual.leases().holders().entrySet().stream()
                .flatMap(resource -> resource.getValue().stream()
                        .map(holder -> "lease of [%s] is open; taken by %s".formatted(resource.getKey(), holder)));
        return Stream.concat(held, actual.leases().leaks().stream().map(LeaseLeak::toString))
                .toList();
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
