// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.lease.Lease;
import dev.agentreload.core.participant.Prepared;
import dev.agentreload.core.participant.ReloadContext;
import dev.agentreload.core.participant.ReloadParticipant;
import dev.agentreload.core.participant.RetiredResources;
import dev.agentreload.core.plan.ReloadAction;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What a reload would do, without doing it. */
class DryRunTest {

    @Test
    void dryRun_everythingWorks_leavesNoTraceAndSaysWhatWasNotVerified() {
        try (Stage stage = new Stage().started(Stage.all(1))) {
            DryRunReport report = stage.reloader.dryRun(ReloadRequest.manual(Stage.source(Stage.all(2)), "tester"));

            assertThat(report.blockedBy()).isEmpty();
            assertThat(report.plan()).contains(stage.reloader.view().plan(Stage.all(2)));
            assertThat(report.notVerified()).containsExactly("b", "d");
            assertThat(stage.script.takeSteps())
                    .containsExactlyElementsOf(
                            Stage.verifiedThen("e.close", "e.discard", "c.close", "c.discard", "a.close", "a.discard"));
            stage.assertInForce(Stage.all(1));
            assertThat(stage.reloader.view().history()).hasSize(1);
            assertThat(stage.reported).hasSize(1);
        }
    }

    @Test
    void dryRun_stepFails_saysHowAReloadWouldEnd() {
        try (Stage stage = new Stage().started(Stage.all(1))) {
            stage.script.fail("c.verify", new IllegalStateException("no answer"));

            DryRunReport report = stage.reloader.dryRun(ReloadRequest.manual(Stage.source(Stage.all(2)), "tester"));

            assertThat(report.blockedBy().orElseThrow().summary())
                    .isEqualTo("rolled back: verify of [c] failed: IllegalStateException: no answer");
            stage.assertInForce(Stage.all(1));
        }
    }

    @Test
    void dryRun_needsARestart_hasThePlan() {
        try (Stage stage = new Stage().started("{a: 1}")) {
            DryRunReport report =
                    stage.reloader.dryRun(ReloadRequest.manual(Stage.source("{a: 1, port: 1}"), "tester"));

            assertThat(report.blockedBy().orElseThrow().kind()).isEqualTo(ReloadResult.Kind.RESTART_REQUIRED);
            assertThat(report.plan().orElseThrow().requiresRestart()).isTrue();
        }
    }

    @Test
    void dryRun_discardFails_isInTheLogWithoutSecrets() {
        try (Stage stage = new Stage().started("{a: {token: '" + Fault.SECRET + "'}}")) {
            stage.script.fail("a.discard", new IllegalStateException("no " + Fault.SECRET));

            DryRunReport report = stage.reloader.dryRun(ReloadRequest.manual(Stage.source("{a: 2}"), "tester"));

            assertThat(report.blockedBy()).isEmpty();
            assertThat(stage.logger.lines()).contains("WARNING discard of [a] failed: IllegalStateException: no ***");
        }
    }

    @Test
    void dryRun_modeIsUnknown_isInvalidWithAllElseThatIs() {
        try (Stage stage = new Stage().started("{a: 1}")) {
            DryRunReport report = stage.reloader.dryRun(
                    ReloadRequest.manual(Stage.source("{gateway: {reload: {mode: 'warm'}}}"), "tester"));

            assertThat(report.blockedBy().orElseThrow().summary())
                    .isEqualTo("invalid: unknown reload mode [warm] at gateway.reload.mode (test.json:1:27);"
                            + " expected one of [off, restart, hybrid, hot]");
        }
    }

    @Test
    void dryRun_tooManyRetired_saysThatAReloadWouldBeRefused() {
        try (Stage stage = new Stage(builder -> builder.retirement(RetirementPolicy.refuse(1))).started("{a: 0}")) {
            Lease<Form> turn = Objects.requireNonNull(stage.swap("a").current()).acquire();
            stage.reload("{a: 1}");

            DryRunReport report = stage.reloader.dryRun(ReloadRequest.manual(Stage.source("{a: 2}"), "tester"));

            assertThat(report.blockedBy()).contains(new ReloadResult.Busy(ReloadResult.Busy.Reason.TOO_MANY_RETIRED));
            turn.close();
        }
    }

    @Test
    void dryRun_oldestWouldBeForced_forcesNothing() {
        try (Stage stage =
                new Stage(builder -> builder.retirement(RetirementPolicy.forceOldest(1))).started("{a: 0}")) {
            Lease<Form> turn = Objects.requireNonNull(stage.swap("a").current()).acquire();
            stage.reload("{a: 1}");

            DryRunReport report = stage.reloader.dryRun(ReloadRequest.manual(Stage.source("{a: 2}"), "tester"));

            assertThat(report.blockedBy()).isEmpty();
            assertThat(turn.value().closes()).isZero();
            turn.close();
        }
    }

    @Test
    void dryRun_partCannotSayWhatItHandles_saysThatAReloadWouldFail() {
        ReloadParticipant broken = new ReloadParticipant() {
            private int asked;

            @Override
            public String name() {
                return "broken";
            }

            @Override
            public boolean handles(ReloadAction action) {
                throw new IllegalStateException("asked " + ++asked);
            }

            @Override
            public Prepared prepare(ReloadContext context) {
                return Prepared.unchanged();
            }

            @Override
            public void retireAll(RetiredResources retired) {}
        };
        try (Stage stage = new Stage(builder -> builder.participant(broken)).started("{x: 1}")) {
            DryRunReport report = stage.reloader.dryRun(ReloadRequest.manual(Stage.source("{orphan: 2}"), "tester"));

            assertThat(report.blockedBy().orElseThrow().summary())
                    .isEqualTo("rolled back: plan of [reloader] failed: IllegalStateException: asked 1");
            assertThat(stage.reload("{orphan: 2}").summary())
                    .isEqualTo("rolled back: plan of [reloader] failed: IllegalStateException: asked 2");
            assertThat(report.notVerified()).isEqualTo(List.of());
        }
    }
}
