// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.assertions;

import static dev.agentreload.testkit.assertions.ReloadAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentreload.core.apply.Outage;
import dev.agentreload.core.apply.ReloadPhase;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.apply.ReloaderState;
import dev.agentreload.core.apply.StepFailure;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.SourcePosition;
import dev.agentreload.core.plan.ReloadPlan;
import dev.agentreload.core.plan.ReloadPlanner;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ReloadResultAssertTest {

    private static final ConfigPath GATEWAY = ConfigPath.parse("gateway");
    private static final ConfigProblem PROBLEM =
            ConfigProblem.error(GATEWAY, SourcePosition.of("c.json"), "no port", "expected one");
    private static final StepFailure FAILURE = failure("hooks", ReloadPhase.PREPARE);
    private static final Outage OUTAGE = new Outage("cron", Duration.ofSeconds(3));
    private static final ReloadPlan HOT = plan("{cron: 1}", "{cron: 2}");

    private static final ReloadResult APPLIED = new ReloadResult.Applied(
            2, Optional.of(HOT), List.of(GATEWAY), List.of(PROBLEM.withSeverity(ConfigProblem.Severity.WARNING)));
    private static final ReloadResult STARTED = new ReloadResult.Applied(1, Optional.empty(), List.of(), List.of());
    private static final ReloadResult UNCHANGED = new ReloadResult.Unchanged(2, List.of());
    private static final ReloadResult INVALID = new ReloadResult.Invalid(List.of(PROBLEM));
    private static final ReloadResult RESTART =
            new ReloadResult.RestartRequired(plan("{gateway: 1}", "{gateway: 2, cron: 1}"), List.of(), List.of());
    private static final ReloadResult ROLLED_BACK = new ReloadResult.RolledBack(FAILURE, List.of(OUTAGE), List.of());
    private static final ReloadResult NOT_RESTORED = new ReloadResult.RestoreFailed(
            FAILURE, List.of(failure("cron", ReloadPhase.RESTORE)), List.of(OUTAGE), List.of());
    private static final ReloadResult BUSY = new ReloadResult.Busy(ReloadResult.Busy.Reason.TRANSACTION_RUNNING);

    @Test
    void assertions_thatHold_pass() {
        assertThat(APPLIED)
                .isApplied()
                .hasRevision(2)
                .hasPending("gateway")
                .hasWarnings("no port at gateway (c.json); expected one")
                .hasSummary("applied revision 2: " + HOT + ", pending restart: 1, warnings: 1")
                .plan()
                .isHot();
        assertThat(STARTED).isApplied().hasRevision(1).hasPending().hasWarnings();
        assertThat(UNCHANGED).isUnchanged().hasRevision(2).hasPending();
        assertThat(INVALID)
                .isInvalid()
                .hasProblems("no port at gateway (c.json); expected one")
                .hasProblemsAt("gateway");
        assertThat(RESTART)
                .requiresRestart()
                .requiresRestartFor("gateway")
                .plan()
                .requiresRestart();
        assertThat(new ReloadResult.RestartRequired(HOT, List.of(), List.of()))
                .as("asked for by the mode")
                .requiresRestartFor("cron");
        assertThat(ROLLED_BACK)
                .isRolledBack()
                .isRolledBackBy("hooks")
                .inPhase(ReloadPhase.PREPARE)
                .hasOutagesOf("cron")
                .cause()
                .isSameAs(FAILURE.cause());
        assertThat(NOT_RESTORED)
                .isRestoreFailed()
                .failedToRestore("cron")
                .inPhase(ReloadPhase.PREPARE)
                .hasOutagesOf("cron")
                .cause()
                .hasMessage("planned");
        assertThat(new ReloadResult.Stale(ReloadResult.Stale.Mismatch.OTHER_BASE, HOT))
                .isStale();
        assertThat(new ReloadResult.Superseded()).isSuperseded();
        assertThat(BUSY).isBusyBecause(ReloadResult.Busy.Reason.TRANSACTION_RUNNING);
        assertThat(new ReloadResult.StillRunning()).isStillRunning();
        assertThat(new ReloadResult.NotStarted(ReloaderState.NEW)).isNotStarted();
        assertThat(new ReloadResult.Disabled()).isDisabled();
    }

    @TestFactory
    Stream<DynamicTest> assertions_thatDoNotHold_sayWhatWasExpected() {
        return Stream.of(
                failing("that is applied", INVALID, ReloadResultAssert::isApplied),
                failing("that is unchanged", BUSY, ReloadResultAssert::isUnchanged),
                failing("that is invalid", UNCHANGED, ReloadResultAssert::isInvalid),
                failing("that is restart required", UNCHANGED, ReloadResultAssert::requiresRestart),
                failing("that requires a restart for [cron]", RESTART, result -> result.requiresRestartFor("cron")),
                failing("that is rolled back", BUSY, ReloadResultAssert::isRolledBack),
                failing("that was rolled back by [cron]", ROLLED_BACK, result -> result.isRolledBackBy("cron")),
                failing("that is restore failed", ROLLED_BACK, ReloadResultAssert::isRestoreFailed),
                failing("that failed to restore [hooks]", NOT_RESTORED, result -> result.failedToRestore("hooks")),
                failing("that is stale", BUSY, ReloadResultAssert::isStale),
                failing("that is superseded", BUSY, ReloadResultAssert::isSuperseded),
                failing(
                        "that is busy because of INSIDE_HOST_CODE",
                        BUSY,
                        result -> result.isBusyBecause(ReloadResult.Busy.Reason.INSIDE_HOST_CODE)),
                failing("that is still running", BUSY, ReloadResultAssert::isStillRunning),
                failing("that is not started", BUSY, ReloadResultAssert::isNotStarted),
                failing("that is disabled", BUSY, ReloadResultAssert::isDisabled),
                failing("at revision 3", UNCHANGED, result -> result.hasRevision(3)),
                failing("at revision 0", BUSY, result -> result.hasRevision(0)),
                failing("with pending changes at [cron]", UNCHANGED, result -> result.hasPending("cron")),
                failing("with pending changes at []", BUSY, ReloadResultAssert::hasPending),
                failing("with exactly the problems [no port]", INVALID, result -> result.hasProblems("no port")),
                failing("with problems at exactly [cron]", INVALID, result -> result.hasProblemsAt("cron")),
                failing("with exactly the warnings [no port]", STARTED, result -> result.hasWarnings("no port")),
                failing("that failed in verify", ROLLED_BACK, result -> result.inPhase(ReloadPhase.VERIFY)),
                failing("that failed in verify", BUSY, result -> result.inPhase(ReloadPhase.VERIFY)),
                failing("with outages of []", ROLLED_BACK, ReloadResultAssert::hasOutagesOf),
                failing("with outages of []", BUSY, ReloadResultAssert::hasOutagesOf),
                failing("with the summary [busy]", BUSY, result -> result.hasSummary("busy")),
                failing("of a step that failed", BUSY, ReloadResultAssert::cause),
                failing("with a plan", STARTED, ReloadResultAssert::plan));
    }

    private static DynamicTest failing(
            String expectation, ReloadResult result, Consumer<ReloadResultAssert> assertion) {
        return DynamicTest.dynamicTest(
                expectation,
                () -> assertThatThrownBy(() -> assertion.accept(assertThat(result)))
                        .isInstanceOf(AssertionError.class)
                        .hasMessageStartingWith(String.format(
                                "%nExpecting a result %s, but it is:%n%n%s", expectation, result.summary())));
    }

    @Test
    void failure_ofWhatASummaryOnlyCounts_isReportedToo() {
        assertThatThrownBy(() -> assertThat(APPLIED).isUnchanged())
                .hasMessage(String.format(
                        "%nExpecting a result that is unchanged, but it is:%n%n"
                                + "applied revision 2: %s, pending restart: 1, warnings: 1%n"
                                + "  pending: [gateway]%n"
                                + "  warning: no port at gateway (c.json); expected one",
                        HOT));
        assertThatThrownBy(() -> assertThat(NOT_RESTORED).isApplied())
                .hasMessage(String.format("%nExpecting a result that is applied, but it is:%n%n"
                        + "restore failed: restore of [cron] failed: IOException: planned,"
                        + " after prepare of [hooks] failed: IOException: planned%n"
                        + "  outages: [cron]"));
    }

    private static StepFailure failure(String participant, ReloadPhase phase) {
        return new StepFailure(participant, phase, new IOException("planned"));
    }

    private static ReloadPlan plan(String before, String after) {
        return ReloadPlanner.plan(ConfigDocument.parse("before", before), ConfigDocument.parse("after", after));
    }
}
