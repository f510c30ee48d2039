// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemCollectorTest {

    private final ProblemCollector problems = new ProblemCollector();

    @Test
    void problems_asManyAsAreKept_areAllThereIs() {
        addErrors(ProblemCollector.MOST_OF_A_SEVERITY);

        assertThat(problems.problems()).hasSize(ProblemCollector.MOST_OF_A_SEVERITY);
    }

    @Test
    void problems_tooManyErrors_endWithHowManyMore() {
        addErrors(ProblemCollector.MOST_OF_A_SEVERITY + 1);

        List<ConfigProblem> all = problems.problems();
        assertThat(all).hasSize(ProblemCollector.MOST_OF_A_SEVERITY + 1);
        assertThat(all.get(all.size() - 1)).hasToString("1 more error at $ (config.json)");
    }

    @Test
    void inSourceOrder_tooManyWarningsBeforeAnError_stillHasTheError() {
        addWarnings(ProblemCollector.MOST_OF_A_SEVERITY + 7);
        addErrors(1);

        assertThat(problems.hasErrors()).isTrue();
        assertThat(problems.inSourceOrder())
                .contains(ConfigProblem.error(ConfigPath.of("key1"), at(1), "bad", ""))
                .endsWith(new ConfigProblem(
                        ConfigProblem.Severity.WARNING,
                        ConfigPath.root(),
                        SourcePosition.of("config.json"),
                        "7 more warnings",
                        "",
                        7));
    }

    @Test
    void count_ofWhatWasCollectedTwiceAndFolded_isThatOfAllThereWere() {
        addErrors(ProblemCollector.MOST_OF_A_SEVERITY + 2_000);
        addWarnings(ProblemCollector.MOST_OF_A_SEVERITY + 500);
        ProblemCollector all = new ProblemCollector();
        all.add(ConfigProblem.warning(ConfigPath.of("first"), at(1), "first", ""));
        all.addAll(problems.folded());
        all.addAll(problems.folded());

        List<ConfigProblem> folded = all.folded();
        assertThat(ConfigProblem.count(all.problems(), ConfigProblem.Severity.ERROR))
                .isEqualTo(6_000);
        assertThat(ConfigProblem.count(all.problems(), ConfigProblem.Severity.WARNING))
                .isEqualTo(3_001);
        assertThat(folded)
                .hasSizeLessThanOrEqualTo(ProblemCollector.MOST_OF_A_SEVERITY + 4)
                .extracting(ConfigProblem::message)
                .endsWith("5000 more errors", "1000 more warnings");
    }

    @Test
    void add_ofTheRestOfAnotherCollectorAlone_isThatRest() {
        addErrors(ProblemCollector.MOST_OF_A_SEVERITY + 3);
        ConfigProblem rest = problems.problems().get(ProblemCollector.MOST_OF_A_SEVERITY);
        ProblemCollector other = new ProblemCollector();

        other.add(rest);

        assertThat(other.hasErrors()).isTrue();
        assertThat(other.problems()).containsExactly(rest);
    }

    @Test
    void withSeverity_ofAFoldedProblem_standsForAsMany() {
        addWarnings(3);

        assertThat(problems.folded())
                .singleElement()
                .satisfies(folded -> assertThat(folded.withSeverity(ConfigProblem.Severity.ERROR)
                                .within(ConfigPath.of("a"))
                                .occurrences())
                        .isEqualTo(3));
    }

    @Test
    void read_somethingWrongInEachOfManyLines_isReportedWithinBounds() {
        String content = "{" + "\"a\": 1,\n".repeat(5_000) + "}";

        ReadResult result = ConfigReader.standard().read("config.json", content);

        assertThat(result.problems())
                .hasSize(ProblemCollector.MOST_OF_A_SEVERITY + 1)
                .last()
                .hasToString("3999 more warnings at $ (config.json)");
    }

    private void addErrors(int count) {
        for (int line = 1; line <= count; line++) {
            problems.add(ConfigProblem.error(ConfigPath.of("key" + line), at(line), "bad", ""));
        }
    }

    private void addWarnings(int count) {
        for (int line = 1; line <= count; line++) {
            problems.add(ConfigProblem.warning(ConfigPath.of("key" + line), at(line), "odd", ""));
        }
    }

    private static SourcePosition at(int line) {
        return new SourcePosition("config.json", line, 1);
    }
}
