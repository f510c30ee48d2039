// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.assertions;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.plan.PlannedChange;
import dev.agentreload.core.plan.ReloadPlanner;
import dev.agentreload.core.plan.ReloadRule;
import dev.agentreload.core.plan.RuleTable;
import dev.agentreload.core.plan.Verdict;
import java.util.List;
import org.assertj.core.api.AbstractAssert;

/** Assertions about the rules of a host. */
public final class RuleTableAssert extends AbstractAssert<RuleTableAssert, RuleTable> {

    RuleTableAssert(RuleTable actual) {
        super(actual, RuleTableAssert.class);
    }

    /**
     * Verifies that a rule decides about every key of a sample configuration, such as the one that a host ships: that nothing is left
     * to the verdict for unmatched paths.
     */
    public RuleTableAssert coversEveryKeyOf(String sample) {
        return coversEveryKeyOf(ConfigDocument.parse("config.json", sample));
    }

    /** Verifies the same for a document. */
    public RuleTableAssert coversEveryKeyOf(ConfigDocument sample) {
        isNotNull();
        ConfigDocument empty = ConfigDocument.parse(sample.source(), "{}");
        List<ConfigPath> uncovered = ReloadPlanner.plan(empty, sample, actual).changes().stream()
                .filter(change -> change.rule().isEmpty())
                .map(PlannedChange::path)
                .toList();
        if (!uncovered.isEmpty()) {
            throw failure("%nExpecting rules for every key, but there is none for:%n%n%s", uncovered);
        }
        return this;
    }

    /** Verifies that a rule decides so about this path. */
    public RuleTableAssert decides(String path, Verdict verdict) {
        isNotNull();
        return verify(
                actual.find(ConfigPath.parse(path))
                        .map(ReloadRule::verdict)
                        .filter(verdict::equals)
                        .isPresent(),
                "that says " + verdict + " of [" + path + "]");
    }

    /** Verifies that no rule decides about this path. */
    public RuleTableAssert leavesUnmatched(String path) {
        isNotNull();
        return verify(actual.find(ConfigPath.parse(path)).isEmpty(), "without a rule for [" + path + "]");
    }

    private RuleTableAssert verify(boolean holds, String expectation) {
        if (!holds) {
            throw failure("%nExpecting a table %s, but it is:%n%n%s", expectation, actual.rules());
        }
        return this;
    }
}
