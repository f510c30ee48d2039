// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.plan;

import dev.agentreload.core.config.PathPattern;
import dev.agentreload.core.diff.ListIdentities;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/** Finds patterns that no path can match, by what a table says about lists. */
final class UnreachableRules {

    private final ListIdentities identities;
    private final Set<PathPattern> lists;

    /**
     * Creates the check of a table.
     *
     * @param lists what is known to be a list, with or without identities
     */
    UnreachableRules(ListIdentities identities, Set<PathPattern> lists) {
        this.identities = identities;
        this.lists = lists;
    }

    void refuse(Collection<ReloadRule> rules) {
        for (ReloadRule rule : rules) {
            for (PathPattern list : lists) {
                if (goesBelow(rule.pattern(), list) && !identities.asMap().containsKey(list)) {
                    throw new IllegalArgumentException("rule [" + rule.id() + "] can never match: [" + list
                            + "] is a list that is compared as one unit; give its elements an identity first");
                }
            }
            identities.asMap().forEach((list, key) -> refuseLiteral(rule, list));
        }
    }

    private static void refuseLiteral(ReloadRule rule, PathPattern list) {
        if (goesBelow(rule.pattern(), list)
                && rule.pattern().literal(list.depth()).isPresent()) {
            throw new IllegalArgumentException("rule [" + rule.id() + "] can never match: [" + list
                    + "] is a list, whose elements are matched by *, not by ["
                    + rule.pattern().literal(list.depth()).get() + "]");
        }
    }

    private static boolean goesBelow(PathPattern pattern, PathPattern list) {
        if (pattern.depth() <= list.depth()) {
            return false;
        }
        for (int i = 0; i < list.depth(); i++) {
            Optional<String> expected = list.literal(i);
            if (expected.isPresent() && !expected.equals(pattern.literal(i))) {
                return false;
            }
        }
        return true;
    }
}
