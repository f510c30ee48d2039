// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.plan;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.PathSegment;
import dev.agentreload.core.diff.Change;
import dev.agentreload.core.internal.tree.Navigation;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A change, or the part of one that a rule is about, and what it means. <em>Immutable.</em>
 *
 * @param change the change as the diff has it
 * @param path the part that the rule is about: the change's path, or a path below it when the change adds or removes more
 *     than one rule is about; without a rule the place that holds all parts that no rule matches
 * @param rule the rule that decided, or empty if none matches and the table's verdict for such paths holds
 * @param verdict what the change asks of a running program
 * @param actions what applies it
 * @param reason why it has this verdict: the rule's reason, or that no rule matches, with near matches; or why a reloader cannot
 *     apply it. May be empty
 */
public record PlannedChange(
        Change change,
        ConfigPath path,
        Optional<ReloadRule> rule,
        Verdict verdict,
        List<ReloadAction> actions,
        String reason) {

    /** Copies the list. */
    public PlannedChange {
        requireNonNull(change, "change");
        requireNonNull(path, "path");
        requireNonNull(rule, "rule");
        requireNonNull(verdict, "verdict");
        requireNonNull(reason, "reason");
        actions = ImmutableList.copyOf(actions);
    }

    /** Returns this planned change, made from another change, such as one at another index. */
    public PlannedChange withChange(Change other) {
        return new PlannedChange(other, path, rule, verdict, actions, reason);
    }

    /** Returns this planned change as one that needs a restart, with the reason. */
    PlannedChange withRestart(String because) {
        return new PlannedChange(change, path, rule, Verdict.RESTART, List.of(), because);
    }

    /** Returns the value at the path before the change; null if there was none. */
    @Nullable
    ConfigNode valueBefore() {
        return part(change.before());
    }

    /** Returns the value at the path after the change; null if there is none. */
    @Nullable
    ConfigNode valueAfter() {
        return part(change.after());
    }

    private @Nullable ConfigNode part(@Nullable ConfigNode node) {
        List<PathSegment> below = path.segments().subList(change.path().depth(), path.depth());
        return node == null || below.isEmpty() ? node : Navigation.find(node, ConfigPath.of(below));
    }
}
