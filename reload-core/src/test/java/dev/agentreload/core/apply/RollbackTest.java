// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.bind.ConfigSection;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.config.PlaceholderResolver;
import dev.agentreload.core.config.ProblemCollector;
import dev.agentreload.core.plan.ReloadPlan;
import dev.agentreload.core.plan.ReloadPlanner;
import dev.agentreload.core.source.ConfigSource;
import dev.agentreload.core.source.EnvironmentResolver;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RollbackTest {

    private static ConfigSource source(String json, AtomicReference<@Nullable String> key) {
        return ConfigSource.of("test.json", () -> reader(key).read("test.json", json));
    }

    private static ConfigReader reader(AtomicReference<@Nullable String> key) {
        return ConfigReader.builder().placeholders(resolver(key)).build();
    }

    private static PlaceholderResolver resolver(AtomicReference<@Nullable String> key) {
        return placeholder -> {
            String value = key.get();
            return value == null
                    ? new PlaceholderResolver.Resolution.Missing("environment variable [KEY] is not set")
                    : new PlaceholderResolver.Resolution.Secret(value);
        };
    }

    private static ReloadResult reload(Stage stage, ConfigSource source) {
        return stage.reloader.reload(ReloadRequest.manual(source, "tester"), Stage.HOUR);
    }

    @Test
    void rollback_once_goesToTheDocumentBefore() {
        try (Stage stage = new Stage().started(Stage.all(1))) {
            stage.reload(Stage.all(2));

            ReloadResult result = stage.reloader.rollback("tester");

            assertThat(result.summary()).startsWith("applied revision 3: hot: 5 changes");
            stage.assertInForce(Stage.all(1));
            assertThat(stage.status().lastResult().orElseThrow().operation())
                    .isEqualTo(HistoryEntry.Operation.ROLLBACK);
        }
    }

    @Test
    void rollback_twice_returns() {
        try (Stage stage = new Stage().started(Stage.all(1))) {
            stage.reload(Stage.all(2));

            stage.reloader.rollback("tester");
            stage.reloader.rollback("tester");

            stage.assertInForce(Stage.all(2));
        }
    }

    @Test
    void rollbackTo_anyRevisionInHistory_goesThere() {
        try (Stage stage = new Stage().started(Stage.all(1))) {
            stage.reload(Stage.all(2));
            stage.reload(Stage.all(3));

            assertThat(stage.reloader.rollbackTo(1, "tester").kind()).isEqualTo(ReloadResult.Kind.APPLIED);

            stage.assertInForce(Stage.all(1));
        }
    }

    @Test
    void rollbackTo_unknownRevision_isInvalidAndNamesTheOthers() {
        try (Stage stage = new Stage().started(Stage.all(1))) {
            stage.reload(Stage.all(2));

            assertThat(stage.reloader.rollbackTo(7, "tester").summary())
                    .isEqualTo("invalid: no revision [7] at $ (history); expected one of [1, 2]");
        }
    }

    @Test
    void rollback_nothingBefore_isInvalid() {
        try (Stage stage = new Stage().started(Stage.all(1))) {
            assertThat(stage.reloader.rollback("tester").summary())
                    .isEqualTo(
                            "invalid: no configuration before this one at $ (history); revision [1] is the first that is kept");
        }
    }

    @Test
    void rollback_fails_keepsWhatIsInForce() {
        try (Stage stage = new Stage().started(Stage.all(1))) {
            stage.reload(Stage.all(2));
            stage.script.fail("c.verify", new IllegalStateException("gone"));

            assertThat(stage.reloader.rollback("tester").kind()).isEqualTo(ReloadResult.Kind.ROLLED_BACK);
            stage.assertInForce(Stage.all(2));
        }
    }

    @Test
    void rollback_keyWasRotated_hasYesterdaysConfigAndTodaysKey() {
        AtomicReference<@Nullable String> key = new AtomicReference<>("key-one");
        try (Stage stage = new Stage()) {
            stage.reloader.start(source("{a: 1, c: '${KEY}'}", key));
            reload(stage, source("{a: 2, c: '${KEY}'}", key));
            key.set("key-two");

            assertThat(stage.reloader.rollback("tester").kind()).isEqualTo(ReloadResult.Kind.APPLIED);

            assertThat(stage.swap("a").visible()).isEqualTo(Stage.document("{a: 1, c: 'key-two'}"));
        }
    }

    @Test
    void rollback_keyIsMissing_isInvalidForTheComponentThatReadsIt() {
        AtomicReference<@Nullable String> key = new AtomicReference<>("key-one");
        try (Stage stage = new Stage()) {
            stage.reloader.start(source("{a: 1, c: '${KEY}'}", key));
            reload(stage, source("{a: 2, c: '${KEY}'}", key));
            key.set(null);
            stage.swap("c").validateWith(document -> {
                ProblemCollector problems = new ProblemCollector();
                ConfigSection.of(document, problems).string("c");
                return problems.problems();
            });

            assertThat(stage.reloader.rollback("tester").summary())
                    .isEqualTo("invalid: environment variable [KEY] is not set at c (test.json:1:11)");
        }
    }

    @Test
    void reload_ofValuesWithoutAValue_isAnErrorWhereTheyAreReadAndAWarningElsewhere() {
        try (Stage stage = new Stage().started(Stage.all(1))) {
            String text = "{a: 1, b: 1, c: '${KEY}', d: 1, e: '${OTHER}', note: '${OTHER}'}";
            ConfigSource source = ConfigSource.of(
                    "test.json",
                    () -> ConfigReader.builder()
                            .placeholders(EnvironmentResolver.of(name -> null))
                            .build()
                            .read("test.json", text));

            assertThat(reload(stage, source).warnings())
                    .extracting(ConfigProblem::toString)
                    .containsExactly("environment variables [KEY], [OTHER] are not set at c (test.json:1:17);"
                            + " also used at e, note; an error as soon as a component reads it");

            stage.swap("c").validateWith(document -> {
                ProblemCollector problems = new ProblemCollector();
                ConfigSection.of(document, problems).string("c");
                return problems.problems();
            });
            ReloadResult refused = reload(
                    stage,
                    ConfigSource.of(
                            "test.json",
                            () -> ConfigReader.builder()
                                    .placeholders(EnvironmentResolver.of(name -> null))
                                    .build()
                                    .read(
                                            "test.json",
                                            text.replace("a: 1", "a: 2").replace("'${KEY}'", "'x${KEY}'"))));

            assertThat(((ReloadResult.Invalid) refused).problems())
                    .extracting(ConfigProblem::toString)
                    .containsExactly(
                            "environment variable [KEY] is not set at c (test.json:1:17)",
                            "environment variable [OTHER] is not set at e (test.json:1:37);"
                                    + " also used at note; an error as soon as a component reads it");
        }
    }

    @Test
    void reload_duplicateKey_warns() {
        try (Stage stage = new Stage().started(Stage.all(1))) {
            ReloadResult result = reload(
                    stage,
                    ConfigSource.of(
                            "test.json",
                            () -> ConfigReader.standard().read("test.json", "{a: 1, b: 1, c: 1, d: 1, e: 1, a: 2}")));

            assertThat(result.warnings())
                    .extracting(ConfigProblem::toString)
                    .containsExactly("duplicate key [a] at a (test.json:1:32); the last one counts,"
                            + " the first is at test.json:1:2");
        }
    }

    @Test
    void rollback_toARevisionWithDeferredChanges_goesToWhatWasInForceThen() {
        AtomicReference<@Nullable String> key = new AtomicReference<>("key-one");
        try (Stage stage = new Stage()) {
            stage.reloader.start(source("{a: 1, port: 1, c: '${KEY}'}", key));
            stage.reloader.reload(
                    ReloadRequest.manual(source("{a: 2, port: 2, c: '${KEY}'}", key), "tester")
                            .withMode(ReloadMode.HOT),
                    Stage.HOUR);
            reload(stage, source("{a: 3, port: 1, c: '${KEY}'}", key));
            key.set("key-two");

            ReloadResult result = stage.reloader.rollback("tester");

            assertThat(result.kind()).isEqualTo(ReloadResult.Kind.APPLIED);
            assertThat(stage.swap("a").visible()).isEqualTo(Stage.document("{a: 2, port: 1, c: 'key-two'}"));
            assertThat(stage.status().pendingRestart()).isEmpty();
        }
    }

    @Test
    void rollback_toDeferredChangesOnADocumentWithoutKeys_findsTodaysKey() {
        AtomicReference<@Nullable String> key = new AtomicReference<>("key-one");
        try (Stage stage = new Stage().started("{a: 1, port: 1}")) {
            stage.reloader.reload(
                    ReloadRequest.manual(source("{a: 1, port: 2, c: '${KEY}'}", key), "tester")
                            .withMode(ReloadMode.HOT),
                    Stage.HOUR);
            reload(stage, source("{a: 3, port: 1}", key));
            key.set("key-two");

            assertThat(stage.reloader.rollback("tester").kind()).isEqualTo(ReloadResult.Kind.APPLIED);

            assertThat(stage.swap("c").visible()).isEqualTo(Stage.document("{a: 1, port: 1, c: 'key-two'}"));
        }
    }

    @Test
    void rollback_documentCameInAPlan_hasTodaysKeyToo() {
        AtomicReference<@Nullable String> key = new AtomicReference<>("key-one");
        try (Stage stage = new Stage()) {
            stage.reloader.start(Stage.source("{a: 1}"));
            ConfigDocument planned =
                    reader(key).read("test.json", "{a: 2, c: '${KEY}'}").orThrow();
            stage.reloader.apply(stage.reloader.view().plan(planned), "tester");
            stage.reload("{a: 3}");
            key.set("key-two");

            stage.reloader.rollback("tester");

            assertThat(stage.swap("a").visible()).isEqualTo(Stage.document("{a: 2, c: 'key-two'}"));
        }
    }

    @Test
    void apply_planFits_carriesItOut() {
        try (Stage stage = new Stage().started(Stage.all(1))) {
            ReloadPlan plan = ReloadPlanner.plan(Stage.all(1), Stage.all(2), Stage.rules());

            ReloadResult result = stage.reloader.apply(plan, "tester");

            assertThat(result)
                    .isInstanceOfSatisfying(
                            ReloadResult.Applied.class,
                            applied -> assertThat(applied.plan()).contains(plan));
            stage.assertInForce(Stage.all(2));
        }
    }

    @Test
    void apply_planNeedsARestart_appliesNothing() {
        try (Stage stage = new Stage().started("{a: 1}")) {
            ReloadPlan plan = stage.reloader.view().plan(Stage.document("{a: 2, port: 1}"));

            assertThat(stage.reloader.apply(plan, "tester").kind()).isEqualTo(ReloadResult.Kind.RESTART_REQUIRED);
            assertThat(stage.reloader.apply(plan, "tester", ReloadMode.HOT).kind())
                    .isEqualTo(ReloadResult.Kind.APPLIED);
        }
    }
}
