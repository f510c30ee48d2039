// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.config.JsonText;
import dev.agentreload.core.config.ProblemCollector;
import dev.agentreload.core.participant.Prepared;
import dev.agentreload.core.participant.ReloadContext;
import dev.agentreload.core.participant.ReloadParticipant;
import dev.agentreload.core.participant.RetiredResources;
import dev.agentreload.core.plan.ReloadAction;
import dev.agentreload.core.plan.ReloadRule;
import dev.agentreload.core.source.ConfigSource;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Pins the forms for programs, field by field, and the lines of the log. */
class ReportMapsTest {

    private static final String ONE = "{a: {n: 1, token: 'sentinel'}}";
    private static final String TWO = "{a: {n: 2, token: 'sentinel'}}";

    private static final ConfigSource BROKEN =
            ConfigSource.of("test.json", () -> ConfigReader.standard().read("test.json", "{a: "));

    @Test
    void applied_hasRevisionPlanAndActions() {
        try (Stage stage = new Stage().started(ONE)) {
            ReloadResult result = stage.reload(TWO);

            assertThat(result.toMap())
                    .containsEntry("result", "applied")
                    .containsEntry("inEffect", true)
                    .containsEntry("summary", result.summary())
                    .containsEntry("revision", 2L)
                    .containsEntry("pending", List.of())
                    .containsEntry("warnings", List.of());
            assertThat(result.toMap().keySet())
                    .containsExactly("result", "inEffect", "summary", "revision", "pending", "plan", "warnings");
            assertThat(result.orThrow()).isSameAs(result);
        }
    }

    @Test
    void invalid_hasItsProblems() {
        try (Stage stage = new Stage().started(ONE)) {
            ReloadResult result = stage.reloader.reload(ReloadRequest.manual(BROKEN, "tester"));

            assertThat(result.isInEffect()).isFalse();
            assertThat(JsonText.compact(result.toMap())).startsWith("""
                    {"result":"invalid","inEffect":false,"summary":"invalid: \
                    """).endsWith("\"warnings\":[]}");
            assertThat(result.toMap().keySet())
                    .containsExactly("result", "inEffect", "summary", "problems", "warnings");
        }
    }

    @Test
    void rolledBack_hasTheStepAndThrowsItsCause() {
        try (Stage stage = new Stage().started(ONE)) {
            stage.script.fail("a.verify", new IOException("no route for sentinel"));

            ReloadResult result = stage.reload(TWO);

            assertThat(result.toMap())
                    .containsEntry("result", "rolled-back")
                    .containsEntry(
                            "failure",
                            Map.of(
                                    "participant", "a",
                                    "phase", "verify",
                                    "cause", "IOException: no route for ***"))
                    .containsEntry("outages", List.of());
            ReloadFailedException failure = catchThrowableOfType(ReloadFailedException.class, result::orThrow);
            assertThat(failure)
                    .hasMessage("rolled back: verify of [a] failed: IOException: no route for ***")
                    .hasCause(((ReloadResult.RolledBack) result).cause());
            assertThat(failure.result()).isSameAs(result);
        }
    }

    @Test
    void historyEntry_hasItsDocumentsAndTimes() {
        try (Stage stage = new Stage().started(ONE)) {
            stage.reload(TWO);

            Map<String, Object> entry =
                    stage.status().lastResult().orElseThrow().toMap();

            assertThat(entry.keySet())
                    .containsExactly(
                            "sequence",
                            "at",
                            "actor",
                            "operation",
                            "requested",
                            "effective",
                            "durationMillis",
                            "phaseMillis",
                            "notes",
                            "outcome");
            assertThat(entry)
                    .containsEntry("sequence", 2L)
                    .containsEntry("actor", "tester")
                    .containsEntry("operation", "reload")
                    .containsEntry("notes", List.of());
            assertThat(entry.get("requested")).isEqualTo(entry.get("effective"));
        }
    }

    @Test
    void status_saysWhatIsInForceAndWhetherTheSourceDiffers() {
        try (Stage stage = new Stage()) {
            assertThat(stage.status().toMap())
                    .containsEntry("state", "new")
                    .containsEntry("healthy", false)
                    .containsEntry("sourceDiffers", false)
                    .containsEntry("effective", null);
            stage.started(ONE);
            assertThat(stage.status().isHealthy()).isTrue();
            assertThat(stage.status().sourceDiffers()).isFalse();

            stage.reloader.reload(ReloadRequest.manual(BROKEN, "tester"));

            assertThat(stage.status().isHealthy()).isTrue();
            assertThat(stage.status().isLastInEffect()).isFalse();
            assertThat(stage.status().sourceDiffers()).isTrue();
            stage.reload(TWO);
            assertThat(stage.status().sourceDiffers()).isFalse();
            stage.reloader.rollback("tester");
            assertThat(stage.status().isLastInEffect()).isTrue();
            assertThat(stage.status().sourceDiffers()).isTrue();
            assertThat(stage.status().toMap().get("hold"))
                    .isEqualTo(Map.of(
                            "actor",
                            "tester",
                            "since",
                            stage.status().hold().orElseThrow().since().toString()));
            assertThat(stage.status().toMap().keySet())
                    .containsExactly(
                            "state",
                            "healthy",
                            "lastInEffect",
                            "sourceDiffers",
                            "hold",
                            "sequence",
                            "running",
                            "effective",
                            "desired",
                            "pendingRestart",
                            "blockedByRestart",
                            "lastResult",
                            "lastRejected",
                            "retired",
                            "closeFailures",
                            "degraded",
                            "timedOutCalls",
                            "listenerTroubles");
            assertThat(stage.status().toString())
                    .startsWith("{\"state\":\"running\"")
                    .doesNotContain("sentinel");
        }
    }

    @Test
    void dryRunAndCloseReport_haveTheirForms() {
        try (Stage stage = new Stage().started(ONE)) {
            assertThat(stage.reloader
                            .dryRun(ReloadRequest.manual(Stage.source(TWO), "tester"))
                            .toMap()
                            .keySet())
                    .containsExactly("blockedBy", "plan", "pending", "warnings", "notVerified");

            assertThat(JsonText.compact(stage.reloader.close(Stage.HOUR).toMap()))
                    .isEqualTo("{\"outcome\":\"stopped\",\"clean\":true,\"failures\":[],\"stillInUse\":[]}");
        }
    }

    @Test
    void logLine_namesActionsAndWarnings() {
        ReloadRule models = ReloadRule.hot("models", ReloadAction.RELOAD_MODELS, ReloadAction.RESTART_HEARTBEAT);
        UnaryOperator<Reloader.Builder> settings =
                builder -> builder.rules(Stage.rules().toBuilder().add(models).build())
                        .participant(new Warning(1))
                        .ignoring(ReloadAction.RESTART_HEARTBEAT);
        try (Stage stage = new Stage(settings).started(ONE)) {
            stage.reload("{a: {n: 1, token: 'sentinel'}, models: 1}");

            assertThat(stage.logger.lines())
                    .filteredOn(line -> line.contains("revision 2"))
                    .singleElement()
                    .asString()
                    .endsWith(
                            ", warnings: 1; actions: reload-models (model registry reloaded), restart-heartbeat (ignored)"
                                    + "; warnings: the value is odd at models (test.json:1:40)");
        }
    }

    @Test
    void summary_ofAWarningForSeveral_countsThemAll() {
        UnaryOperator<Reloader.Builder> settings = builder -> builder.rules(Stage.rules().toBuilder()
                        .add(ReloadRule.hot("models", ReloadAction.RELOAD_MODELS))
                        .build())
                .participant(new Warning(3));
        try (Stage stage = new Stage(settings).started(ONE)) {
            ReloadResult result = stage.reload("{a: {n: 1, token: 'sentinel'}, models: 1}");

            assertThat(result.warnings()).hasSize(1);
            assertThat(result.summary()).endsWith(", warnings: 3");
        }
    }

    /** Handles models, and warns of so many places below them, in one entry. */
    private static final class Warning implements ReloadParticipant {

        private final int places;

        Warning(int places) {
            this.places = places;
        }

        @Override
        public String name() {
            return "warning";
        }

        @Override
        public boolean handles(ReloadAction action) {
            return action.equals(ReloadAction.RELOAD_MODELS);
        }

        @Override
        public List<ConfigProblem> validate(ReloadContext context) {
            ProblemCollector problems = new ProblemCollector();
            context.target().find("models").ifPresent(node -> {
                ConfigPath path = ConfigPath.parse("models");
                for (int i = 0; i < places; i++) {
                    problems.add(ConfigProblem.warning(path, node.position(), "the value is odd", ""));
                    path = path.index(i);
                }
            });
            return problems.folded();
        }

        @Override
        public Prepared prepare(ReloadContext context) {
            return Prepared.unchanged();
        }

        @Override
        public void retireAll(RetiredResources retired) {}
    }

    @Test
    void stackTraceOfAFailedStep_isADebugLineAndMasked() {
        try (Stage stage = new Stage().started(ONE)) {
            stage.script.fail("a.verify", new IOException("no route for sentinel"));

            stage.reload(TWO);

            assertThat(stage.logger.lines())
                    .contains("DEBUG stack trace of verify of [a]")
                    .noneMatch(line -> line.contains("sentinel"));
        }
    }
}
