package dev.agentreload.core.plan;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.diff.Change;
import java.util.List;
import java.util.Optional;

/**
 * A change, or the part of one that a rule is about, and what it means. <em>Immutable.</em>
 *
 * @param change the change as the diff has it
 * @param path the part that the rule is about: the change's path, or a path below it when the change adds or removes more
 *     than one rule is about; without a rule the place that holds all parts that no rule matches
 * @param rule the rule that decided, or empty if none matches and the table's verdict for such paths holds
 * @param verdict what the change asks of a running program
 * @param actions what takes it into effect
 */
public record PlannedChange(
        Change change, ConfigPath path, Optional<ReloadRule> rule, Verdict verdict, List<ReloadAction> actions) {

    /** Copies the list. */
    public PlannedChange {
        requireNonNull(change, "change");
        requireNonNull(path, "path");
        requireNonNull(rule, "rule");
        requireNonNull(verdict, "verdict");
        actions = ImmutableList.copyOf(actions);
    }
}
