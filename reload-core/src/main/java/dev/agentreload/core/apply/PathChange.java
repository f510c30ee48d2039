// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.apply;

import static java.util.Objects.requireNonNull;

import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.plan.PlannedChange;
import dev.agentreload.core.plan.ReloadRule;
import dev.agentreload.core.plan.ValueChange;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A decision that changed one value: when, by whom, from what to what, and which rules decided how it was applied.
 * <em>Immutable.</em>
 *
 * @param entry the decision; a new revision came into force
 * @param change what it did to the value
 */
public record PathChange(HistoryEntry entry, ValueChange change) {

    /** Rejects nulls. */
    public PathChange {
        requireNonNull(entry, "entry");
        requireNonNull(change, "change");
    }

    static Optional<PathChange> of(HistoryEntry entry, ConfigPath path) {
        return entry.result() instanceof ReloadResult.Applied applied
                ? applied.plan().flatMap(plan -> plan.changeAt(path)).map(change -> new PathChange(entry, change))
                : Optional.empty();
    }

    /** Returns the change in one line, without secrets. */
    @Override
    public String toString() {
        return "#" + entry.sequence() + " " + entry.actor() + ": " + change + " (" + rules() + ")";
    }

    private String rules() {
        return change.changes().stream()
                .map(PlannedChange::rule)
                .map(rule -> rule.map(ReloadRule::id).map(id -> "rule " + id).orElse("no rule"))
                .distinct()
                .collect(Collectors.joining(", "));
    }
}
