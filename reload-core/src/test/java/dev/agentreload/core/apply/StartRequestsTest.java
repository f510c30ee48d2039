// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.google.common.collect.Sets;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.SourcePosition;
import dev.agentreload.core.participant.ActionScope;
import dev.agentreload.core.participant.Deadline;
import dev.agentreload.core.participant.ExclusiveParticipant;
import dev.agentreload.core.participant.Participant;
import dev.agentreload.core.participant.Prepared;
import dev.agentreload.core.participant.ReloadContext;
import dev.agentreload.core.participant.ReloadParticipant;
import dev.agentreload.core.participant.RetiredResources;
import dev.agentreload.core.plan.ReloadAction;
import dev.agentreload.core.runtime.HostRuntime;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What a start answers when it comes twice, fails, or is misuse. */
class StartRequestsTest extends RequestsFixture {

    @Test
    void start_doneTwice_isMisuse() {
        try (Stage stage = new Stage().started("{a: 1}")) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> stage.reloader.start(Stage.source("{a: 2}")))
                    .withMessage("the reloader is started");
        }
    }

    @Test
    void start_anotherComesAsTheFirstEnds_isRefusedOrMisuseAndNoReload() throws Exception {
        for (int round = 0; round < 300; round++) {
            try (Stage stage = new Stage()) {
                Future<Set<String>> others = callers.submit(() -> startUntilMisuse(stage));

                String first = startOrMisuse(stage);

                assertThat(Sets.union(others.get(), Set.of(first)))
                        .contains("applied revision 1: started")
                        .isSubsetOf(
                                "applied revision 1: started",
                                "busy: another transaction is running",
                                "the reloader is started");
            }
        }
    }

    private static Set<String> startUntilMisuse(Stage stage) {
        Set<String> answers = new HashSet<>();
        while (!answers.contains("the reloader is started")) {
            answers.add(startOrMisuse(stage));
        }
        return answers;
    }

    private static String startOrMisuse(Stage stage) {
        try {
            return stage.reloader.start(Stage.source("{a: 1}")).summary();
        } catch (IllegalStateException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Test
    void start_fails_leavesNothingBuiltAndMayBeTriedAgain() {
        try (Stage stage = new Stage()) {
            stage.script.fail("e.verify", new IllegalStateException("not yet"));

            ReloadResult failed = stage.reloader.start(Stage.source(Stage.all(1)));

            assertThat(failed.summary()).isEqualTo("rolled back: verify of [e] failed: IllegalStateException: not yet");
            assertThat(stage.status().state()).isEqualTo(ReloaderState.NEW);
            stage.assertNothingLeft();
            stage.started(Stage.all(2));
            stage.assertInForce(Stage.all(2));
        }
    }

    @Test
    void start_modeIsUnknown_isInvalidWithAllElseThatIs() {
        try (Stage stage = new Stage()) {
            stage.swap("a")
                    .validateWith(document -> List.of(
                            ConfigProblem.error(ConfigPath.parse("a"), SourcePosition.of("test.json"), "bad", "")));

            assertThat(stage.reloader
                            .start(Stage.source("{gateway: {reload: {mode: 7}}}"))
                            .summary())
                    .isEqualTo("invalid: found a number at gateway.reload.mode (test.json:1:27);"
                            + " expected one of [off, restart, hybrid, hot]; bad at a (test.json)");
            stage.assertNothingLeft();
        }
    }

    @Test
    void participant_ofBothKinds_isRefused() {
        abstract class Both implements ReloadParticipant, ExclusiveParticipant {
            @Override
            public String name() {
                return "both";
            }

            @Override
            public boolean handles(ReloadAction action) {
                return true;
            }

            @Override
            public List<ConfigProblem> validate(ReloadContext context) {
                return List.of();
            }
        }
        Participant both = new Both() {
            @Override
            public Prepared prepare(ReloadContext context) {
                throw new AssertionError("not called");
            }

            @Override
            public void retireAll(RetiredResources retired) {}

            @Override
            public void stop(ActionScope scope, Deadline deadline) {}

            @Override
            public void start(ReloadContext context) {}
        };

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Reloader.builder(
                                HostRuntime.of(callers).withTicker(() -> 0).withClock(() -> Stage.NOW))
                        .participant(both))
                .withMessage("participant [both] is built beside the old as well as exclusive");
    }

    @Test
    void start_exclusiveFails_stopsThoseThatWereStarted() {
        try (Stage stage = new Stage()) {
            stage.script.fail("d.start", new IllegalStateException("port in use"));

            ReloadResult failed = stage.reloader.start(Stage.source(Stage.all(1)));

            assertThat(failed.kind()).isEqualTo(ReloadResult.Kind.ROLLED_BACK);
            stage.assertNothingLeft();
            stage.started(Stage.all(2));
        }
    }
}
