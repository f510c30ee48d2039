// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.config.ConfigDocument;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Has a call time out in one transaction and come back later in it or in each phase of a later one. What must hold: an exclusive participant has
 * one form and one call at a time; results, status and reports are true; what was built is closed once; when all calls are back, a
 * good reload is applied and the close is clean.
 */
class LateCallsTest {

    private static final ConfigDocument ONE = Stage.all(1);
    private static final ConfigDocument TWO = Stage.all(2);
    private static final ConfigDocument THREE = Stage.all(3);
    private static final ConfigDocument FOUR = Stage.all(4);
    private static final ConfigDocument FIVE = Stage.all(5);

    private static final String BEFORE = "before";
    private static final String AFTER = "after";

    /**
     * A call that times out.
     *
     * @param before how often the step goes well first
     * @param occasion what must fail for the step to be reached, or empty
     * @param result that of the transaction in which it times out
     */
    private record Late(String step, int before, String occasion, ReloadResult.Kind result) {

        String participant() {
            return step.substring(0, 1);
        }

        boolean isExclusive() {
            return participant().equals("b");
        }

        /** Whether the transaction in which it times out discards something afterwards. */
        boolean isBeforeDiscards() {
            return !step.endsWith(".validate") && !occasion.equals("e.commit");
        }

        /** Returns the ways in which it comes back that make a difference. */
        List<LateCall.Ending> endings() {
            return isExclusive() ? List.of(LateCall.Ending.values()) : List.of(LateCall.Ending.RETURNS);
        }

        /** Returns why the participant cannot be called, and what that makes fail. */
        String blocks(String phase) {
            String call = occasion.isEmpty() ? step.substring(2) : "restore";
            return phase + " of [b] failed: IllegalStateException: its " + call + " that timed out has not returned";
        }

        @Override
        public String toString() {
            return step + (occasion.isEmpty() ? "" : " after " + occasion + " fails");
        }
    }

    private static final List<Late> EXCLUSIVE = List.of(
            new Late("b.validate", 0, "", ReloadResult.Kind.ROLLED_BACK),
            new Late("b.stop", 0, "", ReloadResult.Kind.RESTORE_FAILED),
            new Late("b.start", 0, "", ReloadResult.Kind.RESTORE_FAILED),
            new Late("b.stop", 1, "e.commit", ReloadResult.Kind.RESTORE_FAILED),
            new Late("b.start", 1, "e.commit", ReloadResult.Kind.RESTORE_FAILED));

    private static final List<Late> SWAP = List.of(
            new Late("c.validate", 0, "", ReloadResult.Kind.ROLLED_BACK),
            new Late("c.prepare", 0, "", ReloadResult.Kind.ROLLED_BACK),
            new Late("c.verify", 0, "", ReloadResult.Kind.ROLLED_BACK),
            new Late("c.discard", 0, "d.start", ReloadResult.Kind.ROLLED_BACK));

    /** What comes after the transaction in which the call timed out. */
    private enum Later {
        NOTHING("a.discard"),
        RELOAD("a.validate", "a.prepare", "a.verify", "d.stop", "d.start", "a.commit"),
        FAILING_RELOAD("a.validate", "a.prepare", "a.verify", "d.stop", "d.start", "a.commit", "a.rollback"),
        ROLLBACK("a.validate", "a.prepare", "a.verify", "d.stop", "d.start", "a.commit"),
        DRY_RUN("a.validate", "a.prepare", "a.verify", "a.discard"),
        FAILING_DRY_RUN("a.validate", "a.prepare", "a.verify", "a.discard"),
        CLOSE("d.stop", "e.retireAll", "a.retireAll"),
        SECOND_CLOSE();

        private final ImmutableList<String> steps;

        Later(String... steps) {
            this.steps = ImmutableList.copyOf(steps);
        }

        boolean isClose() {
            return this == CLOSE || this == SECOND_CLOSE;
        }

        boolean isDryRun() {
            return this == DRY_RUN || this == FAILING_DRY_RUN;
        }

        /** Nothing comes after the validation while the participant cannot be called. */
        List<String> moments(Late late) {
            if (this == NOTHING) {
                return late.isBeforeDiscards() ? steps : List.of();
            }
            List<String> moments = new ArrayList<>(List.of(BEFORE, AFTER));
            moments.addAll(late.isExclusive() && !isClose() ? List.of("a.validate") : steps);
            return moments;
        }
    }

    private record Case(Late late, LateCall.Ending ending, Later later, String moment) {

        @Override
        public String toString() {
            return late + " times out and " + ending + " at " + moment + (later == Later.NOTHING ? "" : " of " + later);
        }

        /** Whether the participant cannot be called in the later transaction, as the call is still running. */
        boolean isBlocking() {
            return late.isExclusive() && moment.equals(AFTER);
        }

        /** Whether the participant cannot be stopped when it is closed. */
        boolean isBlockingClose() {
            return late.isExclusive()
                    && (later == Later.SECOND_CLOSE || !Set.of(BEFORE, "d.stop").contains(moment));
        }
    }

    private static Stream<Case> cases(List<Late> lates) {
        return lates.stream()
                .flatMap(late -> Stream.of(Later.values())
                        .flatMap(later -> later.moments(late).stream()
                                .flatMap(moment ->
                                        late.endings().stream().map(ending -> new Case(late, ending, later, moment)))));
    }

    @TestFactory
    Stream<DynamicTest> callOfAnExclusiveParticipant_comesBackLater_oneFormRunsAndAllIsTrue() {
        return cases(EXCLUSIVE).map(LateCallsTest::test);
    }

    @TestFactory
    Stream<DynamicTest> callOfASwapParticipant_comesBackLater_blocksNothingAndAllIsClosed() {
        return cases(SWAP).map(LateCallsTest::test);
    }

    @Test
    void validateOfAnExclusiveParticipant_hasNotComeBack_blocksOnlyWhatConcernsIt() {
        ExecutorService threads = Executors.newCachedThreadPool();
        try (Stage stage = new Stage(builder -> builder, new LateCall.Handover(threads)).started(ONE)) {
            LateCall call = new LateCall(
                    stage.ticker,
                    LateCall.Ending.RETURNS,
                    ReloadDeadlines.standard().cleanUp());
            stage.script.at("b.validate", call);
            assertThat(stage.reload(TWO).kind()).isEqualTo(ReloadResult.Kind.ROLLED_BACK);

            assertThat(stage.reload(ONE).kind()).isEqualTo(ReloadResult.Kind.UNCHANGED);
            assertThat(stage.reload("{a: 2, b: 1, c: 1, d: 1, e: 1}").kind()).isEqualTo(ReloadResult.Kind.APPLIED);
            assertThat(stage.reload(TWO).kind()).isEqualTo(ReloadResult.Kind.ROLLED_BACK);

            call.release();
            Stage.awaitUntil(() -> stage.status().timedOutCalls().isEmpty());
            assertThat(stage.reload(TWO).kind()).isEqualTo(ReloadResult.Kind.APPLIED);
        } finally {
            threads.shutdownNow();
        }
    }

    /** The timeout of the class is not that of dynamic tests. */
    private static DynamicTest test(Case one) {
        return DynamicTest.dynamicTest(
                one.toString(), () -> assertTimeoutPreemptively(Duration.ofMinutes(2), () -> run(one)));
    }

    private static void run(Case one) {
        ExecutorService threads = Executors.newCachedThreadPool();
        try (Stage stage = new Stage(builder -> builder, new LateCall.Handover(threads))) {
            Trial trial = new Trial(one, stage);
            try {
                trial.run();
            } finally {
                trial.call.release();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static final class Trial {

        private final Case one;
        private final Stage stage;
        private final LateCall call;

        Trial(Case one, Stage stage) {
            this.one = one;
            this.stage = stage;
            Duration graceTime =
                    one.late.isExclusive() ? ReloadDeadlines.standard().cleanUp() : Duration.ZERO;
            this.call = new LateCall(stage.ticker, one.ending, graceTime);
        }

        void run() {
            stage.started(ONE);
            assertThat(stage.reload(TWO).kind()).isEqualTo(ReloadResult.Kind.APPLIED);
            if (one.later == Later.NOTHING) {
                comeBackAtItsMoment();
            }
            timeOut();
            if (one.moment.equals(BEFORE) && one.later != Later.SECOND_CLOSE) {
                comeBack();
            }
            comeBackAtItsMoment();
            if (one.later.isClose()) {
                close();
            } else if (one.later == Later.NOTHING) {
                goOn(TWO);
            } else {
                ConfigDocument inForce = one.later.isDryRun() ? dryRun() : reload();
                check(inForce);
                goOn(inForce);
            }
        }

        private void timeOut() {
            if (!one.late.occasion.isEmpty()) {
                stage.script.fail(one.late.occasion, new IllegalStateException("occasion"));
            }
            for (int i = 0; i < one.late.before; i++) {
                stage.script.at(one.late.step, () -> {});
            }
            stage.script.at(one.late.step, call);
            ReloadResult result = stage.reload(THREE);
            assertThat(result.kind()).as(result.summary()).isEqualTo(one.late.result);
            assertThat(stage.status().timedOutCalls())
                    .extracting(ReloadStatus.TimedOutCall::participant)
                    .isEqualTo(one.later == Later.NOTHING ? List.of() : List.of(one.late.participant()));
            check(TWO);
        }

        private void comeBackAtItsMoment() {
            stage.script.watch(step -> {
                if (step.equals(one.moment)) {
                    comeBack();
                }
            });
        }

        private void comeBack() {
            call.release();
            Stage.awaitUntil(() -> stage.status().timedOutCalls().isEmpty());
        }

        private ConfigDocument reload() {
            if (one.later == Later.FAILING_RELOAD) {
                stage.script.fail("e.committed", new IllegalStateException("defect"));
            }
            ReloadResult result = one.later == Later.ROLLBACK ? stage.reloader.rollback("tester") : stage.reload(FOUR);
            stage.script.clear();
            boolean fails = one.isBlocking() || one.later == Later.FAILING_RELOAD;
            assertThat(result.kind())
                    .as(result.summary())
                    .isEqualTo(fails ? ReloadResult.Kind.ROLLED_BACK : ReloadResult.Kind.APPLIED);
            checkBlocked(result);
            if (fails) {
                return TWO;
            }
            return one.later == Later.ROLLBACK ? ONE : FOUR;
        }

        private ConfigDocument dryRun() {
            if (one.later == Later.FAILING_DRY_RUN) {
                stage.script.fail("e.verify", new IllegalStateException("defect"));
            }
            DryRunReport report = stage.reloader.dryRun(ReloadRequest.manual(Stage.source(FOUR), "tester"));
            stage.script.clear();
            boolean fails = one.isBlocking() || one.later == Later.FAILING_DRY_RUN;
            assertThat(report.blockedBy().map(ReloadResult::kind).isPresent()).isEqualTo(fails);
            report.blockedBy().ifPresent(this::checkBlocked);
            return TWO;
        }

        private void checkBlocked(ReloadResult result) {
            if (one.isBlocking()) {
                StepFailure failure = Stage.rolledBack(result).failure();
                assertThat(failure).hasToString(one.late.blocks("validate"));
            }
        }

        /** Everything was visible at once or not at all; a participant that is not named runs what is in force. */
        private void check(ConfigDocument inForce) {
            ReloadStatus status = stage.status();
            assertThat(stage.reloader.view().current().map(EffectiveConfig::document))
                    .contains(inForce);
            stage.swaps.forEach(
                    swap -> assertThat(swap.visible()).as(swap.name()).isEqualTo(inForce));
            for (FakeExclusive exclusive : stage.exclusives) {
                assertThat(exclusive.violations()).as(exclusive.name()).isEmpty();
                if (!status.degraded().contains(exclusive.name())) {
                    assertThat(exclusive.running()).as(exclusive.name()).isEqualTo(inForce);
                }
            }
            assertThat(status.degraded()).isSubsetOf("b");
            assertThat(status.running()).isEmpty();
        }

        /** While the call is still running a reload cannot call the participant; when it has returned, everything works again. */
        private void goOn(ConfigDocument inForce) {
            ConfigDocument now = inForce;
            if (one.moment.equals(AFTER)) {
                ReloadResult next = stage.reload(THREE);
                checkBlocked(next);
                now = one.isBlocking() ? inForce : THREE;
                check(now);
                comeBack();
            }
            check(now);
            assertThat(stage.status().timedOutCalls()).isEmpty();
            assertThat(stage.reload(FIVE).kind()).isEqualTo(ReloadResult.Kind.APPLIED);
            assertThat(stage.status().degraded()).isEmpty();
            stage.assertInForce(FIVE);
            assertThat(stage.reloader.close(Stage.HOUR).isClean()).isTrue();
            assertThat(stage.reloader.close(Stage.HOUR).isClean()).isTrue();
            stage.assertNothingLeft();
        }

        private void close() {
            boolean first = one.later == Later.CLOSE;
            CloseReport report = stage.reloader.close(first ? Stage.HOUR : Duration.ZERO);
            assertThat(report.outcome()).isEqualTo(CloseReport.Outcome.STOPPED);
            assertThat(report.failures())
                    .extracting(StepFailure::toString)
                    .isEqualTo(one.isBlockingClose() ? List.of(one.late.blocks("stop")) : List.of());
            if (one.moment.equals(BEFORE)) {
                comeBack();
            }
            assertThat(stage.reloader.close(Stage.HOUR)).isEqualTo(report);
            comeBack();
            assertThat(stage.reloader.close(Stage.HOUR)).isEqualTo(report);
            stage.assertNothingLeft();
            assertThat(stage.reload(FIVE)).isEqualTo(new ReloadResult.NotStarted(ReloaderState.CLOSED));
        }
    }
}
