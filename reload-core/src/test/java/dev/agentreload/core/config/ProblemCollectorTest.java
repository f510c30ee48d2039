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
        for (int line = 1; line <= ProblemCollector.MOST_OF_A_SEVERITY + 7; line++) {
            problems.add(ConfigProblem.warning(ConfigPath.root(), at(line), "odd", ""));
        }
        addErrors(1);

        assertThat(problems.hasErrors()).isTrue();
        assertThat(problems.inSourceOrder())
                .contains(ConfigProblem.error(ConfigPath.root(), at(1), "bad", ""))
                .endsWith(ConfigProblem.warning(
                        ConfigPath.root(), SourcePosition.of("config.json"), "7 more warnings", ""));
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
            problems.add(ConfigProblem.error(ConfigPath.root(), at(line), "bad", ""));
        }
    }

    private static SourcePosition at(int line) {
        return new SourcePosition("config.json", line, 1);
    }
}
