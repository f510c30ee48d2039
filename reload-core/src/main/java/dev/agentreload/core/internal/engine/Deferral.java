// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.engine;

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
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Leaves out of a plan what needs a restart. A change is left out as a whole: if one path inside an added, removed, reordered or
 * replaced value needs a restart, all of the value waits. Pure.
 */
public final class Deferral {

    private static final int[] NONE = {};

    private Deferral() {}

    /**
     * Returns the plan of all changes that need no restart. It is made from the changes of the given plan, since finding them again
     * would double the time.
     *
     * @throws IllegalArgumentException if they cannot be applied without the others
     */
    static ReloadPlan withoutRestarts(ReloadPlan plan) {
        Set<Change> deferred = plan.changes().stream()
                .filter(planned -> planned.verdict() == Verdict.RESTART)
                .map(PlannedChange::change)
                .collect(ImmutableSet.toImmutableSet());
        Waiting waiting = new Waiting(deferred);
        List<PlannedChange> hot = plan.changes().stream()
                .filter(planned -> !deferred.contains(planned.change()) && !waiting.holdsBack(planned.change()))
                .map(planned -> with(planned, waiting.withoutGaps(planned.change())))
                .collect(ImmutableList.toImmutableList());
        return new ReloadPlan(plan.base(), effective(plan, deferred, hot), plan.ruleTableId(), hot);
    }

    /** Values that are only replaced are mostly few, and are put back; the way over all others takes several times as long. */
    private static ConfigDocument effective(ReloadPlan plan, Set<Change> deferred, List<PlannedChange> hot) {
        return deferred.stream().allMatch(Change.Replaced.class::isInstance)
                ? ConfigDiff.apply(plan.target(), reversed(deferred))
                : likeRequested(ConfigDiff.apply(plan.base(), changes(hot)), plan.target());
    }

    private static List<Change> changes(List<PlannedChange> planned) {
        return planned.stream().map(PlannedChange::change).distinct().collect(ImmutableList.toImmutableList());
    }

    private static PlannedChange with(PlannedChange planned, Change change) {
        return change.equals(planned.change()) ? planned : planned.withChange(change);
    }

    private static List<Change> reversed(Set<Change> replaced) {
        return replaced.stream()
                .map(Change.Replaced.class::cast)
                .map(change ->
                        new Change.Replaced(change.path(), /* before= */ change.after(), /* after= */ change.before()))
                .collect(ImmutableList.toImmutableList());
    }

    /** Makes the same content from the requested document, which can resolve its placeholders again. */
    private static ConfigDocument likeRequested(ConfigDocument effective, ConfigDocument requested) {
        return ConfigDiff.apply(
                requested,
                ConfigDiff.between(requested, effective, ListIdentities.none()).changes());
    }

    /** What waits, by the container in which it stands. */
    private static final class Waiting {

        /** The containers in which a value is added or removed later. */
        private final Set<ConfigPath> containers = new HashSet<>();

        /** The places of the values that are added later, in ascending order. */
        private final Map<ConfigPath, int[]> places = new HashMap<>();

        Waiting(Set<Change> deferred) {
            Map<ConfigPath, IntStream.Builder> indexes = new HashMap<>();
            for (Change change : deferred) {
                if (change.kind() != Change.Kind.REPLACED && !change.path().isRoot()) {
                    containers.add(change.path().parent());
                }
                if (change instanceof Change.Added added && !added.path().isRoot()) {
                    indexes.computeIfAbsent(added.path().parent(), container -> IntStream.builder())
                            .add(added.index());
                }
            }
            indexes.forEach((container, builder) ->
                    places.put(container, builder.build().sorted().toArray()));
        }

        /** The new order of a list is known only when all its elements are there, so it waits for those that wait. */
        boolean holdsBack(Change change) {
            return change.kind() == Change.Kind.REORDERED && containers.contains(change.path());
        }

        /** Siblings that wait leave no gap before a value that is added. */
        Change withoutGaps(Change change) {
            if (!(change instanceof Change.Added added) || added.path().isRoot()) {
                return change;
            }
            int[] waiting = places.getOrDefault(added.path().parent(), NONE);
            int found = Arrays.binarySearch(waiting, added.index());
            int before = found < 0 ? -found - 1 : found;
            return before == 0 ? added : new Change.Added(added.path(), added.after(), added.index() - before);
        }
    }
}
