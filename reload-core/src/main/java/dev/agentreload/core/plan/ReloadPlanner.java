// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.plan;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.diff.Change;
import dev.agentreload.core.diff.ConfigDiff;

/**
 * Says what an edit of a configuration means. Pure and total: it never throws for documents that were read, and asks no participant
 * else.
 */
public final class ReloadPlanner {

    private ReloadPlanner() {}

    /** Returns the plan by {@link RuleTable#defaults()}. */
    public static ReloadPlan plan(ConfigDocument base, ConfigDocument target) {
        return plan(base, target, RuleTable.defaults());
    }

    /** Returns the plan by a host's rules. */
    public static ReloadPlan plan(ConfigDocument base, ConfigDocument target, RuleTable rules) {
        ImmutableList.Builder<PlannedChange> changes = ImmutableList.builder();
        UnmatchedReasons reasons = new UnmatchedReasons(rules.trie());
        for (Change change :
                ConfigDiff.between(base, target, rules.identities()).changes()) {
            changes.addAll(new ChangeClassifier(rules, reasons, change).classify());
        }
        return new ReloadPlan(base, target, rules.id(), changes.build());
    }
}
