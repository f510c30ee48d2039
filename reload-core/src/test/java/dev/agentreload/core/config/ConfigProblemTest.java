// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigProblemTest {

    private static final ConfigPath PATH = ConfigPath.parse("bindings[2].agentId");
    private static final SourcePosition POSITION = new SourcePosition("config.json", 41, 18);

    @Test
    void toString_isTheLineForPeople() {
        assertThat(ConfigProblem.error(PATH, POSITION, "unknown agent [reviwer]", "did you mean [reviewer]?"))
                .hasToString("unknown agent [reviwer] at bindings[2].agentId (config.json:41:18); "
                        + "did you mean [reviewer]?");
        assertThat(ConfigProblem.warning(PATH, POSITION, "unknown agent [x]", ""))
                .hasToString("unknown agent [x] at bindings[2].agentId (config.json:41:18)");
    }

    /** Programs read these fields: a change here is a change for them. */
    @Test
    void toMap_hasExactlyTheseFieldsInThisOrder() {
        assertThat(JsonText.pretty(ConfigProblem.error(PATH, POSITION, "unknown agent [x]", "did you mean [y]?")
                        .toMap()))
                .isEqualTo("""
                        {
                          "severity" : "error",
                          "source" : "config.json",
                          "path" : "bindings[2].agentId",
                          "line" : 41,
                          "column" : 18,
                          "message" : "unknown agent [x]; did you mean [y]?"
                        }""");
    }

    @Test
    void toMap_sourceWithoutLines_hasZeros() {
        assertThat(JsonText.compact(
                        ConfigProblem.warning(ConfigPath.root(), SourcePosition.of("defaults"), "unused", "")
                                .toMap()))
                .isEqualTo("{\"severity\":\"warning\",\"source\":\"defaults\",\"path\":\"$\",\"line\":0,\"column\":0,"
                        + "\"message\":\"unused\"}");
    }

    @Test
    void severity_decidesWhetherItIsAnError() {
        ConfigProblem error = ConfigProblem.error(PATH, POSITION, "a", "b");
        ConfigProblem warning = error.withSeverity(ConfigProblem.Severity.WARNING);

        assertThat(error.isError()).isTrue();
        assertThat(warning.isError()).isFalse();
        assertThat(warning).isEqualTo(ConfigProblem.warning(PATH, POSITION, "a", "b"));
        assertThat(warning.withSeverity(ConfigProblem.Severity.ERROR)).isEqualTo(error);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "reviwer | reviewer, main, coder | did you mean [reviewer]?",
                "MAIN | main, coder | did you mean [main]?",
                "mian | main | did you mean [main]?",
                "gpt4 | gpt-4, gpt-4o, claude | did you mean [gpt-4] or [gpt-4o]?",
                "modl | model, models, mode | did you mean [mode] or [model] or [models]?",
                "abc | abd, abe, abf, abg | did you mean [abd] or [abe] or [abf]?",
                "x | y, z | ''",
                "agent | unrelated, words | ''"
            })
    void didYouMean_namesWhatResembles(String unknown, String known, String hint) {
        assertThat(ConfigProblem.didYouMean(unknown, Arrays.asList(known.split(", "))))
                .isEqualTo(hint.equals("''") ? "" : hint);
    }

    @Test
    void didYouMean_hostileNames_areNotCompared() {
        String longName = "a".repeat(100_000);
        List<String> many =
                IntStream.range(0, 50_000).mapToObj(i -> "name-" + i).toList();

        assertThat(ConfigProblem.didYouMean(longName, List.of(longName + "b"))).isEmpty();
        assertThat(ConfigProblem.didYouMean("name-49999x", many)).doesNotContain("[name-49999]");
    }

    @Test
    void collector_keepsTheOrderAndSortsByPlace() {
        ProblemCollector collector = new ProblemCollector();
        ConfigProblem late = ConfigProblem.warning(PATH, new SourcePosition("c", 2, 1), "late", "");
        ConfigProblem early = ConfigProblem.warning(PATH, new SourcePosition("c", 1, 9), "early", "");
        ConfigProblem first = ConfigProblem.warning(PATH, new SourcePosition("c", 1, 9), "first", "");
        collector.add(late);
        collector.addAll(List.of(early, first));

        assertThat(collector.problems()).containsExactly(late, early, first);
        assertThat(collector.inSourceOrder()).containsExactly(early, first, late);
        assertThat(collector.hasErrors()).isFalse();

        collector.add(ConfigProblem.error(PATH, POSITION, "bad", ""));
        assertThat(collector.hasErrors()).isTrue();
    }

    @Test
    void problem_showsCharactersThatWouldNotBeSeen() {
        ConfigProblem problem = ConfigProblem.warning(
                ConfigPath.of("a\u00a0"),
                POSITION,
                "unknown key [a\u00a0\u200b\ufeff\u2028] [\u201cq\u201d \ud83d\udc69\u200d\ud83d\udcbb]",
                "");

        assertThat(problem)
                .hasToString(
                        "unknown key [a\\u00A0\\u200B\\uFEFF\\u2028] [\u201cq\u201d \ud83d\udc69\u200d\ud83d\udcbb]"
                                + " at \"a\\u00A0\" (config.json:41:18)");
    }

    @Test
    void refused_isNotChangedByItsListAndThrowsEveryLine() {
        List<ConfigProblem> problems = new java.util.ArrayList<>();
        problems.add(ConfigProblem.error(PATH, POSITION, "one", ""));
        problems.add(ConfigProblem.error(PATH, POSITION, "two", "three"));
        ReadResult refused = new ReadResult.Refused(problems);
        problems.clear();

        assertThatThrownBy(refused::orThrow)
                .isInstanceOfSatisfying(
                        InvalidConfigException.class,
                        e -> assertThat(e.problems()).hasSize(2))
                .hasMessage("one at bindings[2].agentId (config.json:41:18)\n"
                        + "two at bindings[2].agentId (config.json:41:18); three");
    }
}
