// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.plan;

import dev.agentreload.core.config.ConfigPath;
import java.util.HashMap;
import java.util.Map;

/** Says why paths of one plan have the verdict of unmatched paths, with near matches. <em>Not safe for use by multiple threads.</em> */
final class UnmatchedReasons {

    private static final String NO_RULE = "no rule matches it";

    private final RuleTrie trie;

    /** By the part of a path that no pattern has: what is below it has the same reason. */
    private final Map<ConfigPath, String> reasons = new HashMap<>();

    UnmatchedReasons(RuleTrie trie) {
        this.trie = trie;
    }

    String of(ConfigPath path) {
        int depth = trie.knownDepth(path);
        return depth == path.depth()
                ? NO_RULE
                : reasons.computeIfAbsent(ConfigPath.of(path.segments().subList(0, depth + 1)), this::reason);
    }

    private String reason(ConfigPath unknown) {
        String hint = trie.nearMatches(unknown);
        return hint.isEmpty() ? NO_RULE : NO_RULE + "; " + hint;
    }
}
