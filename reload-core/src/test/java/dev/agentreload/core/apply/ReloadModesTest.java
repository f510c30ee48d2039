// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.SourcePosition;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReloadModesTest {

    private static ConfigPath path(String text) {
        return ConfigPath.parse(text);
    }

    private static String modeInFile(String mode, String rest) {
        return "{gateway: {reload: {mode: '" + mode + "'}}, " + rest + "}";
    }

    @Test
    void automatic_modeOff_isDisabledAndCallsNoParticipant() {
        try (Stage stage = new Stage().started("{a: 1}")) {
            ReloadResult result = stage.automatic(modeInFile("off", "a: 2"));

            assertThat(result).isEqualTo(new ReloadResult.Disabled());
            assertThat(result.summary()).isEqualTo("reloading is off");
            assertThat(stage.script.takeSteps()).isEmpty();
        }
    }

    @Test
    void modeInFile_isReadInAnyLetterCase() {
        try (Stage stage = new Stage().started("{a: 1}")) {
            assertThat(stage.automatic(modeInFile("OFF", "a: 2"))).isEqualTo(new ReloadResult.Disabled());
        }
    }

    @Test
    void explicit_modeOffInFile_runsAsHybrid() {
        try (Stage stage = new Stage().started("{a: 1}")) {
            assertThat(stage.reload(modeInFile("off", "a: 2")).kind()).isEqualTo(ReloadResult.Kind.APPLIED);
        }
    }

    @Test
    void explicit_modeHotInFile_runsAsHybrid() {
        try (Stage stage = new Stage().started("{a: 1, port: 1}")) {
            assertThat(stage.reload(modeInFile("hot", "a: 2, port: 2")).kind())
                    .isEqualTo(ReloadResult.Kind.RESTART_REQUIRED);
        }
    }

    @Test
    void automatic_modeRestart_asksForARestartForAnythingButNone() {
        try (Stage stage = new Stage().started("{a: 1}")) {
            ReloadResult hot = stage.automatic(modeInFile("restart", "a: 2"));
            ReloadResult none = stage.automatic(modeInFile("restart", "a: 1"));

            assertThat(hot.summary()).isEqualTo("restart required for: a");
            assertThat(none.kind()).isEqualTo(ReloadResult.Kind.APPLIED);
        }
    }

    @Test
    void automatic_modeHybrid_appliesNothingIfOnePartNeedsARestart() {
        try (Stage stage = new Stage().started("{a: 1, port: 1}")) {
            ReloadResult result = stage.automatic("{a: 2, port: 2}");

            assertThat(result.summary()).isEqualTo("restart required for: port (the port is bound at the start)");
            assertThat(stage.swap("a").visible()).isEqualTo(Stage.document("{a: 1, port: 1}"));
            assertThat(stage.status().pendingRestart()).containsExactly(path("port"));
        }
    }

    @Test
    void automatic_modeHot_appliesWhatIsHotAndDefersTheRest() {
        try (Stage stage = new Stage().started("{a: 1, port: 1}")) {
            ReloadResult result = stage.automatic(modeInFile("hot", "a: 2, port: 2"));

            assertThat(result).isInstanceOfSatisfying(ReloadResult.Applied.class, applied -> {
                assertThat(applied.revision()).isEqualTo(2);
                assertThat(applied.pending()).containsExactly(path("port"));
            });
            assertThat(stage.swap("a").visible()).isEqualTo(Stage.document(modeInFile("hot", "a: 2, port: 1")));
            HistoryEntry entry = stage.status().lastResult().orElseThrow();
            assertThat(entry.requested()).contains(Stage.document(modeInFile("hot", "a: 2, port: 2")));
            assertThat(entry.effective()).contains(Stage.document(modeInFile("hot", "a: 2, port: 1")));
        }
    }

    @Test
    void automatic_nothingButPending_isUnchangedAndNamesIt() {
        try (Stage stage = new Stage().started("{a: 1, port: 1}")) {
            stage.automatic(modeInFile("hot", "a: 2, port: 2"));

            ReloadResult again = stage.automatic(modeInFile("hot", "a: 2, port: 3"));

            assertThat(again).isEqualTo(new ReloadResult.Unchanged(2, List.of(path("port"))));
            assertThat(stage.status().pendingRestart()).containsExactly(path("port"));
        }
    }

    @Test
    void pendingRestart_valueIsReverted_disappears() {
        try (Stage stage = new Stage().started("{a: 1, port: 1}")) {
            stage.automatic(modeInFile("hot", "a: 2, port: 2"));

            ReloadResult reverted = stage.automatic(modeInFile("hot", "a: 2, port: 1"));

            assertThat(reverted).isEqualTo(new ReloadResult.Unchanged(2, List.of()));
            assertThat(stage.status().pendingRestart()).isEmpty();
        }
    }

    @Test
    void mode_fixedByTheHost_outweighsTheFile() {
        try (Stage stage = new Stage(builder -> builder.mode(ReloadMode.HOT)).started("{a: 1, port: 1}")) {
            assertThat(stage.automatic(modeInFile("off", "a: 2, port: 2")).kind())
                    .isEqualTo(ReloadResult.Kind.APPLIED);
        }
    }

    @Test
    void explicit_namesAMode_runsInIt() {
        try (Stage stage = new Stage().started("{a: 1, port: 1}")) {
            ReloadRequest request = ReloadRequest.manual(Stage.source("{a: 2, port: 2}"), "tester");

            assertThat(stage.reloader.reload(request, Stage.HOUR).kind()).isEqualTo(ReloadResult.Kind.RESTART_REQUIRED);
            assertThat(stage.reloader
                            .reload(request.withMode(ReloadMode.HOT), Stage.HOUR)
                            .kind())
                    .isEqualTo(ReloadResult.Kind.APPLIED);
        }
    }

    @Test
    void mode_unknown_isInvalid() {
        try (Stage stage = new Stage().started("{a: 1}")) {
            assertThat(stage.automatic(modeInFile("hybird", "a: 2")).summary())
                    .isEqualTo("invalid: unknown reload mode [hybird] at gateway.reload.mode (test.json:1:27);"
                            + " expected one of [off, restart, hybrid, hot]");
            stage.swap("a")
                    .validateWith(document ->
                            List.of(ConfigProblem.error(path("a"), SourcePosition.of("test.json"), "bad", "")));
            assertThat(stage.automatic("{gateway: {reload: {mode: 7}}}").summary())
                    .isEqualTo("invalid: found a number at gateway.reload.mode (test.json:1:27);"
                            + " expected one of [off, restart, hybrid, hot]; bad at a (test.json)");
        }
    }

    @Test
    void noneOnly_publishesWithoutCallingAnybody() {
        try (Stage stage = new Stage().started("{a: 1, note: 1}")) {
            ReloadResult result = stage.reload("{a: 1, note: 2}");

            assertThat(result.kind()).isEqualTo(ReloadResult.Kind.APPLIED);
            assertThat(stage.script.takeSteps()).isEmpty();
            assertThat(stage.reloader.view().current())
                    .contains(new EffectiveConfig(2, Stage.document("{a: 1, note: 2}")));
        }
    }

    @Test
    void participants_withoutActionInThePlan_areNotCalled() {
        try (Stage stage = new Stage().started("{a: 1, b: 1, c: 1}")) {
            stage.reload("{a: 1, b: 1, c: 2}");

            assertThat(stage.script.takeSteps())
                    .containsExactly("c.validate", "c.prepare", "c.verify", "c.commit", "c.committed", "c.close");
        }
    }

    @Test
    void action_thatNoParticipantHandles_needsARestartWithTheReason() {
        try (Stage stage = new Stage().started("{a: 1}")) {
            assertThat(stage.reload("{a: 2, orphan: 1}").summary())
                    .isEqualTo("restart required for: orphan (no participant handles [act-orphan])");
            assertThat(stage.reloader
                            .view()
                            .plan(Stage.document("{a: 1, orphan: 1}"))
                            .explain())
                    .contains("restart: no participant handles [act-orphan]");
        }
    }

    @Test
    void action_thatTheHostIgnores_isHot() {
        try (Stage stage = new Stage(builder -> builder.ignoring(Stage.action("orphan"))).started("{a: 1}")) {
            assertThat(stage.reload("{a: 2, orphan: 1}").kind()).isEqualTo(ReloadResult.Kind.APPLIED);
        }
    }

    @Test
    void effectiveDocument_dependsOnWhatIsDeferred_needsARestartAndNamesTheDependency() {
        try (Stage stage = new Stage().started("{a: 1, port: 1}")) {
            stage.swap("a").validateWith(document -> needsPortTwo(document));

            ReloadResult result = stage.automatic(modeInFile("hot", "a: 2, port: 2"));

            assertThat(result.summary())
                    .isEqualTo("restart required for: port (the port is bound at the start);"
                            + " without it: needs port 2 at a (test.json)");
        }
    }

    private static List<ConfigProblem> needsPortTwo(ConfigDocument document) {
        String a = document.find("a").toString();
        String port = document.find("port").toString();
        return a.contains("2") && !port.contains("2")
                ? List.of(ConfigProblem.error(path("a"), SourcePosition.of("test.json"), "needs port 2", ""))
                : List.of();
    }

    @Test
    void requestedDocument_invalidByItself_isInvalidAndNotPending() {
        try (Stage stage = new Stage().started("{a: 1, port: 1}")) {
            stage.swap("a")
                    .validateWith(document ->
                            List.of(ConfigProblem.error(path("a"), SourcePosition.of("test.json"), "bad", "")));

            assertThat(stage.automatic(modeInFile("hot", "a: 2, port: 2")).summary())
                    .isEqualTo("invalid: bad at a (test.json)");
            assertThat(stage.automatic(modeInFile("hybrid", "a: 2, port: 2")).summary())
                    .isEqualTo("invalid: bad at a (test.json)");
            assertThat(stage.status().pendingRestart()).isEmpty();
        }
    }

    @Test
    void warnings_ofValidateAndPrepare_areInTheResult() {
        try (Stage stage = new Stage().started("{a: 1}")) {
            ConfigProblem warning =
                    ConfigProblem.warning(path("a"), SourcePosition.of("test.json"), "look at this", "");
            stage.swap("a").validateWith(document -> List.of(warning));

            assertThat(stage.reload("{a: 2}"))
                    .isInstanceOfSatisfying(
                            ReloadResult.Applied.class,
                            applied -> assertThat(applied.warnings()).containsExactly(warning));
        }
    }
}
