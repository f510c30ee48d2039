package dev.agentreload.core.apply;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.diff.Change;
import dev.agentreload.core.diff.ConfigDiff;
import dev.agentreload.core.diff.ListIdentities;
import dev.agentreload.core.plan.PlannedChange;
import dev.agentreload.core.plan.ReloadPlan;
import dev.agentreload.core.plan.Verdict;
import java.util.List;
import java.util.Set;

/**
 * Leaves out of a plan what needs a restart. A change is left out as a whole: if one path inside an added, removed, reordered or
 * replaced value needs a restart, all of the value waits. Pure.
 */
final class Deferral {

    private Deferral() {}

    /**
     * Returns the document in force before with all changes that need no restart.
     *
     * @throws IllegalArgumentException if they cannot be applied without the others
     */
    static ConfigDocument effective(ReloadPlan plan) {
        Set<Change> deferred = plan.changes().stream()
                .filter(planned -> planned.verdict() == Verdict.RESTART)
                .map(PlannedChange::change)
                .collect(ImmutableSet.toImmutableSet());
        List<Change> all =
                plan.changes().stream().map(PlannedChange::change).distinct().collect(ImmutableList.toImmutableList());
        List<Change> hot = all.stream()
                .filter(change -> !deferred.contains(change) && !isReorderAround(change, deferred))
                .map(change -> withoutGaps(change, deferred))
                .collect(ImmutableList.toImmutableList());
        return likeWanted(ConfigDiff.apply(plan.base(), hot), plan.target());
    }

    /** Makes the same content from the wanted document, which knows how its placeholders are resolved once more. */
    private static ConfigDocument likeWanted(ConfigDocument effective, ConfigDocument wanted) {
        return ConfigDiff.apply(
                wanted,
                ConfigDiff.between(wanted, effective, ListIdentities.none()).changes());
    }

    /** The new order of a list is known only when all its elements are there, so it waits for those that wait. */
    private static boolean isReorderAround(Change change, Set<Change> deferred) {
        return change.kind() == Change.Kind.REORDERED
                && deferred.stream().anyMatch(other -> isElementOf(change.path(), other));
    }

    private static boolean isElementOf(ConfigPath list, Change change) {
        return change.kind() != Change.Kind.REPLACED
                && !change.path().isRoot()
                && change.path().parent().equals(list);
    }

    /** Siblings that wait leave no gap before a value that is added. */
    private static Change withoutGaps(Change change, Set<Change> deferred) {
        if (!(change instanceof Change.Added added) || added.path().isRoot()) {
            return change;
        }
        long waiting = deferred.stream()
                .filter(other -> other instanceof Change.Added before
                        && !before.path().isRoot()
                        && before.path().parent().equals(added.path().parent())
                        && before.index() < added.index())
                .count();
        return waiting == 0 ? added : new Change.Added(added.path(), added.after(), added.index() - (int) waiting);
    }
}
