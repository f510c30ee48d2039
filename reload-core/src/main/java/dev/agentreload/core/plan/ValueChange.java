// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.plan;

import static java.util.Comparator.comparingInt;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigPath;
import java.util.List;
import java.util.Optional;

/**
 * What a plan does to the value at one path. <em>Immutable.</em>
 *
 * @param path the path that was asked for
 * @param before the value before; empty if there was none
 * @param after the value after; empty if there is none
 * @param changes the planned changes that do it: those below the path, or else the one that holds it; never empty
 */
public record ValueChange(
        ConfigPath path, Optional<ConfigNode> before, Optional<ConfigNode> after, List<PlannedChange> changes) {

    private static final int LONGEST = 200;

    /** Copies the list. */
    public ValueChange {
        requireNonNull(path, "path");
        requireNonNull(before, "before");
        requireNonNull(after, "after");
        changes = ImmutableList.copyOf(changes);
    }

    static Optional<ValueChange> of(ReloadPlan plan, ConfigPath path) {
        Optional<ConfigNode> before = plan.base().find(path);
        Optional<ConfigNode> after = plan.target().find(path);
        return before.equals(after)
                ? Optional.empty()
                : Optional.of(new ValueChange(path, before, after, changes(plan, path)));
    }

    private static List<PlannedChange> changes(ReloadPlan plan, ConfigPath path) {
        List<PlannedChange> below = plan.changes().stream()
                .filter(change -> change.path().startsWith(path))
                .collect(ImmutableList.toImmutableList());
        return below.isEmpty() ? holding(plan, path) : below;
    }

    /** Of the parts of one change, the deepest that holds the path is the one that decided about it. */
    private static List<PlannedChange> holding(ReloadPlan plan, ConfigPath path) {
        return plan.changes().stream()
                .filter(change -> path.startsWith(change.path()))
                .max(comparingInt(change -> change.path().segments().size()))
                .stream()
                .collect(ImmutableList.toImmutableList());
    }

    /** Returns the change of the value, without secrets, in at most {@value #LONGEST} characters. */
    @Override
    public String toString() {
        return ChangeText.of(before.orElse(null), after.orElse(null), LONGEST);
    }
}
