// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.apply;

import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.plan.PlannedChange;
import dev.agentreload.core.plan.ReloadPlan;
import dev.agentreload.core.plan.Verdict;
import java.util.List;
import java.util.stream.Collectors;

/** Parts of the lines that report the result of a request. */
final class ResultText {

    private static final int MOST_LISTED = 10;

    private ResultText() {}

    static String counted(String what, int count) {
        return count == 0 ? "" : what + ": " + count;
    }

    /** A line in a log or a status is no place for thousands; the result itself has them all. */
    static String listed(String what, List<?> items) {
        return items.isEmpty()
                ? ""
                : what + ": "
                        + items.stream()
                                .limit(MOST_LISTED)
                                .map(Object::toString)
                                .collect(Collectors.joining("; "))
                        + (items.size() > MOST_LISTED ? "; and " + (items.size() - MOST_LISTED) + " more" : "");
    }

    /** A plan in mode RESTART asks for a restart though no single path needs one. */
    static String because(ReloadPlan plan) {
        List<ConfigPath> reasons = plan.requiresRestart() ? plan.restartReasons() : plan.hotReasons();
        String actions = plan.changes().stream()
                .filter(change -> change.verdict() == Verdict.RESTART)
                .map(ResultText::reason)
                .distinct()
                .collect(Collectors.joining("; "));
        return listed(" for", reasons) + (actions.isEmpty() ? "" : " (" + actions + ")");
    }

    private static String reason(PlannedChange change) {
        return change.reason().isEmpty()
                ? change.rule().map(rule -> "rule " + rule.id()).orElse("no rule matches it")
                : change.reason();
    }

    static String changedSince(ReloadPlan between) {
        return listed(
                ": changed since it was made",
                between.changes().stream().map(PlannedChange::path).distinct().toList());
    }
}
