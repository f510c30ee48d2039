// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.instanceOf;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import dev.agentreload.testkit.fake.ManualTime;
import dev.agentreload.testkit.fake.ResourceJournal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** Has the extension look at tests of a host. */
class ReloadExtensionTest {

    private static final LinkedBlockingQueue<CountDownLatch> LEFT_RUNNING = new LinkedBlockingQueue<>();
    private static final AtomicReference<List<Object>> SEEN = new AtomicReference<>(List.of());

    @ExtendWith(ReloadExtension.class)
    static class Host {

        private final List<Object> before = new ArrayList<>();
        private final List<Object> shared = new ArrayList<>();

        @BeforeEach
        void setUp(ManualTime time, ResourceJournal journal) {
            before.addAll(List.of(time, journal));
        }

        @AfterEach
        void tearDown(ResourceJournal journal) {
            shared.forEach(journal::closed);
        }

        @Test
        void sharesItsParameters(ManualTime time, ResourceJournal journal) {
            SEEN.set(List.of(time, journal));
            assertThat(before).containsExactly(time, journal);
            time.advance(Duration.ofSeconds(1));
            Object port = new Object();
            journal.created("port", port);
            shared.add(port);
        }

        @Test
        void leavesAPortOpen(ResourceJournal journal) {
            journal.created("port", new Object());
        }

        @Test
        void endsItsThreads() throws Exception {
            ExecutorService threads = Executors.newFixedThreadPool(2);
            threads.submit(() -> SEEN.get()).get();
            threads.shutdown();
        }

        @Test
        void leavesAThreadRunning() {
            CountDownLatch end = new CountDownLatch(1);
            LEFT_RUNNING.add(end);
            new Thread(() -> awaitEnd(end), "forgotten poll").start();
        }

        @Test
        void failsAnyhow(ResourceJournal journal) {
            journal.created("port", new Object());
            throw new IllegalStateException("planned");
        }

        private static void awaitEnd(CountDownLatch end) {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @AfterEach
    void endThreads() {
        LEFT_RUNNING.forEach(CountDownLatch::countDown);
        LEFT_RUNNING.clear();
    }

    @Test
    void parameters_ofOneTest_areTheSame() {
        assertThat(run(
                        "sharesItsParameters",
                        "dev.agentreload.testkit.fake.ManualTime, dev.agentreload.testkit.fake.ResourceJournal"))
                .isEmpty();
        List<Object> first = SEEN.get();
        run(
                "sharesItsParameters",
                "dev.agentreload.testkit.fake.ManualTime, dev.agentreload.testkit.fake.ResourceJournal");

        assertThat(SEEN.get()).hasSize(2).doesNotContainAnyElementsOf(first);
    }

    @Test
    void test_thatLeavesSomethingOpen_fails() {
        assertThat(run("leavesAPortOpen", "dev.agentreload.testkit.fake.ResourceJournal"))
                .singleElement()
                .satisfies(event -> assertThat(event)
                        .is(finishedWithFailure(
                                instanceOf(AssertionError.class),
                                message(text -> text.contains("still open: [port#1]")))));
    }

    @Test
    void test_thatEndsItsThreads_passes() {
        assertThat(run("endsItsThreads", "")).isEmpty();
    }

    @Test
    void test_thatLeavesAThreadRunning_failsAndNamesIt() {
        assertThat(run("leavesAThreadRunning", ""))
                .singleElement()
                .satisfies(event -> assertThat(event)
                        .is(finishedWithFailure(
                                instanceOf(AssertionError.class),
                                message(text -> text.startsWith("thread [forgotten poll] runs on, at [")
                                        && text.contains("ReloadExtensionTest$Host.awaitEnd")))));
    }

    @Test
    void test_thatFailsAnyhow_isLeftAlone() {
        assertThat(run("failsAnyhow", "dev.agentreload.testkit.fake.ResourceJournal"))
                .singleElement()
                .satisfies(event -> assertThat(event)
                        .is(finishedWithFailure(instanceOf(IllegalStateException.class), message("planned"))));
    }

    @Test
    void threads_thatAreAllowed_mayRun() throws Exception {
        ThreadCheck threads = ThreadCheck.start();
        CountDownLatch end = new CountDownLatch(1);
        LEFT_RUNNING.add(end);
        new Thread(() -> Host.awaitEnd(end), "shared client 1").start();

        threads.allowing("shared client").verifyAllEnded();
    }

    private static List<Event> run(String test, String parameters) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(DiscoverySelectors.selectMethod(Host.class, test, parameters))
                .execute()
                .testEvents()
                .assertStatistics(statistics -> statistics.started(1))
                .failed()
                .list();
    }
}
