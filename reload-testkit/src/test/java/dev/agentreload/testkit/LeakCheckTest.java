// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.instanceOf;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import dev.agentreload.core.lease.Lease;
import dev.agentreload.core.lease.Leased;
import dev.agentreload.testkit.fake.ResourceJournal;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.Condition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** Has the check look at tests of a host, some of which leave something open. */
class LeakCheckTest {

    /** What is open when a test of the host ends, and is closed after that by the host or not at all. */
    static class Host {

        @RegisterExtension
        final LeakCheck leaks = new LeakCheck();

        private final ResourceJournal journal = leaks.journal();
        private final ResourceJournal another = leaks.journal();
        private final List<Object> shared = new ArrayList<>();

        @AfterEach
        void closeShared() {
            shared.forEach(journal::closed);
        }

        private Object open(ResourceJournal where) {
            Object resource = new Object();
            where.created("port", resource);
            return resource;
        }

        @Test
        void closed() {
            journal.closed(open(journal));
        }

        @Test
        void closedByAfterEach() {
            shared.add(open(journal));
        }

        @Test
        void open() {
            open(another);
        }

        @Test
        void closedTwice() {
            Object port = open(journal);
            journal.closed(port);
            journal.closed(port);
        }

        @Test
        @SuppressWarnings({"resource", "MustBeClosedChecker"}) // That is what it is about.
        void leased() {
            Object port = open(journal);
            Leased<Object> leased = journal.leases().create("port", port, journal::closed);
            Lease<Object> forgotten = leased.acquire();
            leased.force();
            assertThat(forgotten.isRetired()).isTrue();
        }

        @Test
        void failed() {
            open(journal);
            throw new IllegalStateException("planned");
        }
    }

    @Test
    void testThatClosesEverything_passes() {
        assertThat(run("closed")).isEmpty();
        assertThat(run("closedByAfterEach")).isEmpty();
    }

    @Test
    void testThatLeavesSomethingOpen_fails() {
        assertFails("open", "still open: [port#1]");
        assertFails("closedTwice", "closed more than once: [port#1]");
    }

    @Test
    void testThatKeepsALease_failsAndNamesTheHolder() {
        assertFails("leased", "leases: [lease of [port] is open; taken by thread [");
        assertFails("leased", "LeakCheckTest$Host.leased(LeakCheckTest.java:");
    }

    @Test
    void testThatFailsAnyhow_isLeftAlone() {
        assertThat(run("failed"))
                .singleElement()
                .satisfies(event -> assertThat(event)
                        .is(finishedWithFailure(
                                instanceOf(IllegalStateException.class), message("planned"), withoutSuppressed())));
    }

    private static Condition<Throwable> withoutSuppressed() {
        return new Condition<>(thrown -> thrown.getSuppressed().length == 0, "nothing else is wrong");
    }

    private static void assertFails(String test, String part) {
        assertThat(run(test))
                .singleElement()
                .satisfies(event -> assertThat(event)
                        .is(finishedWithFailure(
                                instanceOf(AssertionError.class),
                                message(text -> text.contains("Expecting everything to be closed exactly once")
                                        && text.contains(part)))));
    }

    private static List<Event> run(String test) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(DiscoverySelectors.selectMethod(Host.class, test))
                .execute()
                .testEvents()
                .assertStatistics(statistics -> statistics.started(1))
                .failed()
                .list();
    }
}
