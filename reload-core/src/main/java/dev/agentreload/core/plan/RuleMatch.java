// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.plan;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Optional;

/**
 * A rule that decides about a path, with what its wildcards captured.
 *
 * @param fixedActions the rule's actions, unless they depend on what was captured
 */
record RuleMatch(ReloadRule rule, Optional<List<ReloadAction>> fixedActions, List<String> captures) {

    /** Returns the actions of a rule that says the same whatever its wildcards capture. */
    static Optional<List<ReloadAction>> fixedActions(ReloadRule rule) {
        return rule.actions().stream().allMatch(template -> template.fits(0))
                ? Optional.of(actions(rule, List.of()))
                : Optional.empty();
    }

    private static List<ReloadAction> actions(ReloadRule rule, List<String> captures) {
        return rule.actions().stream()
                .map(template -> template.instantiate(captures))
                .collect(ImmutableList.toImmutableList());
    }

    /** Returns the number of segments that the rule matched. */
    int depth() {
        return rule.pattern().depth();
    }

    List<ReloadAction> actions() {
        return fixedActions.orElseGet(() -> actions(rule, captures));
    }

    /** No two rules of a table have one id, which spares the hash of the whole rule. */
    @Override
    public int hashCode() {
        return 31 * rule.id().hashCode() + captures.hashCode();
    }
}
