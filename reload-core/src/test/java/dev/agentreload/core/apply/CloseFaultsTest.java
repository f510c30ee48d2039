// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.internal.time.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Has each step of a close go wrong in each way, with no, little and much time to close. What must hold: the close returns, its
 * report names what failed, all others are out of service, a second close says the same, and when all calls are back nothing runs.
 */
class CloseFaultsTest {

    private static final ConfigDocument ONE =
            Stage.document("{a: 1, b: 1, c: 1, d: 1, e: 1, note: {token: '%s'}}".formatted(Fault.SECRET));

    private static final List<Duration> TIMES = List.of(Duration.ZERO, Duration.ofMillis(50), Stage.HOUR);

    /** A call that hangs takes the hour of the ticker; a closer that hangs is waited for until the close's own time is over. */
    private static Duration time(String step, Duration time) {
        return time.equals(Stage.HOUR) && !step.endsWith(".close") ? Stage.PATIENT : time;
    }

    private record Case(String step, Fault fault, Duration time) {

        String participant() {
            return step.substring(0, 1);
        }

        String name() {
            return step.substring(step.indexOf('.') + 1);
        }

        /** A closer is none of the participant's calls, and a listener has its own thread. */
        boolean isCall() {
            return name().equals("stop") || name().equals("retireAll");
        }

        @Override
        public String toString() {
            return step + " meets " + fault + " in a close of " + Durations.text(time);
        }
    }

    @TestFactory
    Stream<DynamicTest> everyStepOfAClose_everyFault_returnsNamesItAndTakesOutTheOthers() {
        List<Case> cases = new ArrayList<>();
        for (String step : List.of(
                "d.stop", "b.stop", "e.retireAll", "c.retireAll", "a.retireAll", "e.close", "a.close", "listener")) {
            for (Fault fault : Fault.values()) {
                TIMES.forEach(time -> cases.add(new Case(step, fault, time(step, time))));
            }
        }
        return cases.stream()
                .map(one -> DynamicTest.dynamicTest(
                        one.toString(),
                        () -> assertTimeoutPreemptively(Duration.ofSeconds(20), () -> new Trial(one).run())));
    }

    private static final class Trial {

        private final Case one;
        private final ExecutorService threads = Executors.newCachedThreadPool();
        private final CountDownLatch released = new CountDownLatch(1);
        private final Stage stage;

        Trial(Case one) {
            this.one = one;
            boolean hangs = one.fault.hangs();
            Executor listeners = hangs && one.name().equals("listener") ? threads : Runnable::run;
            Executor closers = hangs && one.name().equals("close") ? threads : Runnable::run;
            this.stage = new Stage(builder -> builder.listenerExecutor(listeners), null, closers);
        }

        void run() {
            try (stage) {
                tryAll();
            } finally {
                threads.shutdownNow();
                Thread.interrupted();
            }
        }

        private void tryAll() {
            try {
                stage.reloader.view().subscribe("scripted", entry -> stage.script.reach("listener"));
                stage.started(ONE);
                CloseReport report = close();
                checkReport(report);
                checkOthers();
                checkSecrets(report);
                released.countDown();
                checkAfterwards(report);
            } finally {
                released.countDown();
            }
        }

        private CloseReport close() {
            Script.Event event = one.fault.event(stage.ticker, Thread.currentThread(), released);
            if (one.step.equals("listener")) {
                listen(event);
                return stage.reloader.close(one.time);
            }
            stage.script.at(one.step, event);
            CloseReport report;
            try {
                report = stage.reloader.close(one.time);
            } catch (OutOfMemoryError error) {
                assertThat(one.fault).isEqualTo(Fault.OUT_OF_MEMORY);
                report = stage.reloader.close(one.time);
            }
            assertThat(Thread.interrupted()).as("interrupt is kept").isEqualTo(one.fault == Fault.INTERRUPT);
            // Resources that hang are closed on another thread.
            Stage.awaitUntil(() -> !one.name().equals("close") || stage.script.isExhausted());
            assertThat(stage.script.isExhausted()).as("the fault was met").isTrue();
            return report;
        }

        /** The listener receives a last decision and is in trouble when the reloader closes. */
        private void listen(Script.Event event) {
            Stage.awaitUntil(() -> stage.status().listenerTroubles().isEmpty());
            stage.script.at("listener", event);
            try {
                stage.reload("{note: 2}");
            } catch (OutOfMemoryError error) {
                assertThat(one.fault).isEqualTo(Fault.OUT_OF_MEMORY);
            }
            Stage.awaitUntil(stage.script::isExhausted);
            // The listener has its event taken out of the script before it moves the time.
            Stage.awaitUntil(() ->
                    !one.fault.hangs() || !stage.status().listenerTroubles().isEmpty());
            Thread.interrupted();
        }

        private void checkReport(CloseReport report) {
            List<String> named =
                    report.failures().stream().map(StepFailure::participant).toList();
            boolean early = one.isCall() && one.fault.hangs() && one.time.compareTo(Stage.HOUR) < 0;
            if (early) {
                // Those that come after it may not have returned yet either.
                assertThat(named).contains(one.participant());
            } else {
                boolean fails = one.isCall() && one.fault.fails();
                assertThat(named).isEqualTo(fails ? List.of(one.participant()) : List.of());
            }
            assertThat(report.outcome()).isEqualTo(early ? CloseReport.Outcome.STOPPING : CloseReport.Outcome.STOPPED);
            if (one.name().equals("close")) {
                checkCloseFailure(report);
            }
        }

        private void checkCloseFailure(CloseReport report) {
            if (one.fault.hangs()) {
                assertThat(report.stillInUse())
                        .flatExtracting(RetiredGeneration::resources)
                        .anyMatch(resource -> resource.resource().equals(one.participant() + "0"));
            } else if (one.fault.fails() && one.fault != Fault.OUT_OF_MEMORY) {
                assertThat(stage.status().closeFailures()).hasSize(1);
            }
        }

        /** Each of the others is out of service: at the latest when its own thread has made its call. */
        private void checkOthers() {
            Stage.awaitUntil(() ->
                    stage.exclusives.stream().allMatch(one -> isFaulty(one.name()) || one.running() == null)
                            && stage.swaps.stream().allMatch(one -> isFaulty(one.name()) || isOut(one)));
            assertThat(stage.status().state()).isEqualTo(ReloaderState.CLOSED);
        }

        private boolean isFaulty(String participant) {
            return one.participant().equals(participant) && !one.step.equals("listener");
        }

        private static boolean isOut(FakeSwap swap) {
            return swap.current() == null && swap.built().stream().allMatch(form -> form.closes() == 1);
        }

        private void checkSecrets(CloseReport report) {
            List<String> rendered = new ArrayList<>(stage.logger.lines());
            rendered.add(report.toString());
            rendered.add(stage.status().toString());
            assertThat(rendered).noneMatch(text -> text.contains(Fault.SECRET));
        }

        private void checkAfterwards(CloseReport first) {
            Stage.awaitUntil(() -> stage.status().timedOutCalls().isEmpty()
                    && stage.status().retired().isEmpty()
                    && stage.reloader.close(Duration.ZERO).outcome() == CloseReport.Outcome.STOPPED);
            CloseReport last = stage.reloader.close(Stage.HOUR);
            if (first.outcome() == CloseReport.Outcome.STOPPED) {
                assertThat(last.failures()).isEqualTo(first.failures());
            }
            assertThat(last.stillInUse()).isEmpty();
            assertThat(stage.exclusives)
                    .allSatisfy(one -> assertThat(one.violations()).isEmpty());
            if (!one.isCall() || !one.fault.fails()) {
                stage.assertNothingLeft();
            }
        }
    }
}
