// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.agentreload.core.diff.ConfigDiff;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The golden corpus: what an edit means, written down by hand in {@code src/test/resources/corpus}. */
class PlanCorpusTest {

    private static final int FEWEST_CASES = 60;

    /** What is decided about a change; values and positions are in the corpus of edits. */
    private static final List<String> DECISION = List.of("path", "kind", "verdict", "rule", "actions");

    @ParameterizedTest
    @MethodSource("cases")
    void plan_isExactlyTheExpectedOne(CorpusCase each) throws JsonProcessingException {
        ReloadPlan plan = ReloadPlanner.plan(each.before(), each.after(), each.rules());
        ObjectNode json = (ObjectNode) new ObjectMapper().readTree(plan.toJson());
        json.remove(List.of("base", "target", "ruleTable"));
        json.get("changes").forEach(change -> ((ObjectNode) change).retain(DECISION));

        assertThat(json.toPrettyString()).isEqualTo(each.expected());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void diff_appliedToBefore_givesAfter(CorpusCase each) {
        ConfigDiff diff =
                ConfigDiff.between(each.before(), each.after(), each.rules().identities());

        assertThat(ConfigDiff.apply(each.before(), diff.changes())).isEqualTo(each.after());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void diff_backwards_givesBefore(CorpusCase each) {
        ConfigDiff diff =
                ConfigDiff.between(each.after(), each.before(), each.rules().identities());

        assertThat(ConfigDiff.apply(each.after(), diff.changes())).isEqualTo(each.before());
    }

    @Test
    void corpus_hasEnoughCases() {
        assertThat(cases()).hasSizeGreaterThanOrEqualTo(FEWEST_CASES);
    }

    private static Stream<CorpusCase> cases() {
        return CorpusCase.all();
    }
}
