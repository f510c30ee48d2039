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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Closes straight after a start or a reload that failed and could not be undone. What must hold: what may run is stopped or named, a
 * second close says the same, and when all calls are back nothing runs and all is closed.
 */
class CloseAfterFailureTest {

    private static final ConfigDocument ONE = Stage.all(1);
    private static final ConfigDocument TWO = Stage.all(2);

    /** What goes wrong at one step, after it went well this often. */
    private record Wrong(String step, int before) {

        @Override
        public String toString() {
            return step + (before > 0 ? " again" : "");
        }
    }

    private record Case(boolean start, Fault fault, Duration time, List<Wrong> wrongs) {

        @Override
        public String toString() {
            return "close of " + Durations.text(time) + " after a " + (start ? "start" : "reload") + " with " + fault
                    + " at " + wrongs;
        }
    }

    private static Wrong wrong(String step) {
        return new Wrong(step, 0);
    }

    private static Wrong again(String step) {
        return new Wrong(step, 1);
    }

    private static final List<List<Wrong>> OF_A_RELOAD = List.of(
            List.of(wrong("d.stop")),
            List.of(wrong("b.stop"), wrong("b.start")),
            List.of(wrong("b.start")),
            List.of(wrong("b.start"), again("b.start")),
            List.of(wrong("d.start"), again("d.start"), again("b.stop")),
            List.of(wrong("e.commit"), again("b.stop")),
            List.of(wrong("e.commit"), again("b.start")),
            List.of(wrong("e.commit"), again("b.stop"), again("b.start"), again("d.start")),
            List.of(wrong("e.committed"), wrong("c.rollback")),
            List.of(wrong("e.committed"), wrong("e.rollback"), wrong("a.rollback"), again("d.stop")));

    private static final List<List<Wrong>> OF_A_START = List.of(
            List.of(wrong("a.prepare")),
            List.of(wrong("e.verify"), wrong("c.discard")),
            List.of(wrong("b.start")),
            List.of(wrong("d.start"), wrong("b.stop")),
            List.of(wrong("e.commit"), wrong("b.stop"), wrong("d.stop")),
            List.of(wrong("e.committed"), wrong("a.rollback"), wrong("c.rollback")));

    @TestFactory
    Stream<DynamicTest> close_afterAReloadThatCouldNotBeUndone_leavesNothingRunning() {
        return tests(false, OF_A_RELOAD);
    }

    @TestFactory
    Stream<DynamicTest> close_afterAStartThatFailed_leavesNothingRunning() {
        return tests(true, OF_A_START);
    }

    private static Stream<DynamicTest> tests(boolean start, List<List<Wrong>> occasions) {
        List<Case> cases = new ArrayList<>();
        for (List<Wrong> wrongs : occasions) {
            for (Fault fault : List.of(Fault.EXCEPTION, Fault.STACK_OVERFLOW, Fault.HANG, Fault.HANG_FOR_LONG)) {
                for (Duration time : List.of(Duration.ZERO, Stage.HOUR)) {
                    cases.add(new Case(start, fault, time, wrongs));
                }
            }
        }
        return cases.stream()
                .map(one -> DynamicTest.dynamicTest(
                        one.toString(), () -> assertTimeoutPreemptively(Duration.ofSeconds(30), () -> run(one))));
    }

    private static void run(Case one) {
        ExecutorService threads = Executors.newCachedThreadPool();
        try (Stage stage = new Stage(builder -> builder, new LateCall.Handover(threads))) {
            List<LateCall> late = new ArrayList<>();
            try {
                fail(stage, one, late);
                close(stage, one, late);
            } finally {
                late.forEach(LateCall::release);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void fail(Stage stage, Case one, List<LateCall> late) {
        if (!one.start) {
            stage.started(ONE);
        }
        for (Wrong wrong : one.wrongs) {
            for (int i = 0; i < wrong.before; i++) {
                stage.script.at(wrong.step, () -> {});
            }
            stage.script.at(wrong.step, event(stage, one, wrong, late));
        }
        ReloadResult result = one.start ? stage.reloader.start(Stage.source(TWO)) : stage.reload(TWO);
        assertThat(result.kind())
                .as(result.summary())
                .isIn(ReloadResult.Kind.ROLLED_BACK, ReloadResult.Kind.RESTORE_FAILED);
        assertThat(stage.script.hasReached(one.wrongs.get(0).step)).isTrue();
        // What was not reached as the call before it had not come back must not disturb the close.
        stage.script.clear();
    }

    /** Commit and rollback run on the requesting thread and must not wait. */
    private static Script.Event event(Stage stage, Case one, Wrong wrong, List<LateCall> late) {
        boolean inline = wrong.step.contains(".commit") || wrong.step.endsWith(".rollback");
        Fault fault = inline && one.fault.hangs() ? Fault.EXCEPTION : one.fault;
        if (fault == Fault.HANG) {
            return () -> {
                stage.ticker.advance(Stage.HOUR);
                LateCall.Handover.leave();
                new CountDownLatch(1).await();
            };
        }
        if (fault == Fault.HANG_FOR_LONG) {
            Duration grace = ReloadDeadlines.standard().cleanUp();
            boolean exclusive = wrong.step.startsWith("b") || wrong.step.startsWith("d");
            LateCall call = new LateCall(stage.ticker, LateCall.Ending.RETURNS, exclusive ? grace : Duration.ZERO);
            late.add(call);
            return call;
        }
        return fault.event(stage.ticker, Thread.currentThread(), new CountDownLatch(0));
    }

    private static void close(Stage stage, Case one, List<LateCall> late) {
        List<String> timedOut = stage.status().timedOutCalls().stream()
                .map(ReloadStatus.TimedOutCall::participant)
                .filter(name -> name.equals("b") || name.equals("d"))
                .sorted()
                .distinct()
                .toList();
        CloseReport report = stage.reloader.close(one.time);
        assertThat(report.failures())
                .extracting(StepFailure::participant)
                .containsExactlyInAnyOrderElementsOf(timedOut);
        assertThat(report.outcome()).isEqualTo(CloseReport.Outcome.STOPPED);
        for (FakeExclusive exclusive : stage.exclusives) {
            if (!timedOut.contains(exclusive.name())) {
                assertThat(exclusive.running()).as(exclusive.name()).isNull();
            }
        }
        assertThat(stage.reloader.close(Stage.HOUR).failures()).isEqualTo(report.failures());

        late.forEach(LateCall::release);
        Stage.awaitUntil(() -> stage.status().timedOutCalls().isEmpty());

        assertThat(stage.reloader.close(Stage.HOUR))
                .isEqualTo(new CloseReport(report.outcome(), report.failures(), List.of()));
        stage.assertNothingLeft();
    }
}
