// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.laws;

import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.PathPattern;
import dev.agentreload.core.config.PathSegment;
import dev.agentreload.core.diff.Change;
import dev.agentreload.core.plan.ReloadAction;
import dev.agentreload.core.plan.ReloadRule;
import dev.agentreload.core.plan.RuleTable;
import dev.agentreload.core.plan.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says what a change means by asking every rule about every value below it. */
record ReferencePlanner(RuleTable rules) {

    private static final Optional<ReloadRule> NOTES =
            RuleTable.builder().build().find(ConfigPath.of("$schema"));

    /** What one rule, or none, says about a change. */
    record Decision(Optional<ReloadRule> rule, Verdict verdict, List<ReloadAction> actions) {}

    Set<Decision> decide(Change change) {
        Set<Decision> decisions = new LinkedHashSet<>();
        if (change.kind() == Change.Kind.REORDERED) {
            decisions.add(decide(change.path()));
        } else {
            decide(change.before(), change.path(), decisions);
            decide(change.after(), change.path(), decisions);
        }
        return decisions;
    }

    private void decide(@Nullable ConfigNode node, ConfigPath path, Set<Decision> decisions) {
        if (node != null) {
            Trees.leaves(node, path, rules.identities(), (leaf, value) -> decisions.add(decide(leaf)));
        }
    }

    private Decision decide(ConfigPath path) {
        return match(path)
                .map(rule -> new Decision(Optional.of(rule), rule.verdict(), actions(rule, path)))
                .orElseGet(() -> new Decision(Optional.empty(), rules.unmatched(), List.of()));
    }

    /**
     * Returns the rule with most segments, of several the one whose leftmost literal stands further to the left. Without a rule of the
     * table, keys at the root that begin with {@code $} or {@code _} are notes.
     */
    Optional<ReloadRule> match(ConfigPath path) {
        return rules.rules().stream()
                .filter(rule -> isAbout(rule.pattern(), path))
                .max(Comparator.<ReloadRule>comparingInt(rule -> rule.pattern().depth())
                        .thenComparing(rule -> literals(rule.pattern())))
                .or(() -> isNote(path) ? NOTES : Optional.empty());
    }

    private static boolean isNote(ConfigPath path) {
        return path.depth() > 0
                && path.segments().get(0) instanceof PathSegment.Key key
                && (key.name().startsWith("$") || key.name().startsWith("_"));
    }

    static boolean isAbout(PathPattern pattern, ConfigPath path) {
        return pattern.depth() <= path.depth()
                && pattern.matches(ConfigPath.of(path.segments().subList(0, pattern.depth())));
    }

    private static String literals(PathPattern pattern) {
        StringBuilder literals = new StringBuilder();
        for (int i = 0; i < pattern.depth(); i++) {
            literals.append(pattern.literal(i).isPresent() ? '1' : '0');
        }
        return literals.toString();
    }

    private static List<ReloadAction> actions(ReloadRule rule, ConfigPath path) {
        List<String> captures = new ArrayList<>();
        for (int i = 0; i < rule.pattern().depth(); i++) {
            PathSegment segment = path.segments().get(i);
            if (rule.pattern().literal(i).isEmpty()) {
                captures.add(segment.capture());
            }
        }
        return rule.actions().stream()
                .map(action -> action.instantiate(captures))
                .toList();
    }
}
