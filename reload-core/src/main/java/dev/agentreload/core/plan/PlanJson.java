// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.plan;

import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.PathSegment;
import dev.agentreload.core.diff.Change;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The documented form of a plan. */
final class PlanJson {

    private PlanJson() {}

    static Map<String, Object> toMap(ReloadPlan plan) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("base", plan.base().contentId());
        map.put("target", plan.target().contentId());
        map.put("ruleTable", plan.ruleTableId());
        map.put("secretsChanged", plan.secretsChanged());
        map.put("noop", plan.isNoop());
        map.put("requiresRestart", plan.requiresRestart());
        map.put("actions", plan.actions().stream().map(ReloadAction::id).toList());
        List<String> paths =
                plan.changes().stream().map(change -> change.path().toString()).toList();
        map.put("restartReasons", paths(plan, Verdict.RESTART, paths));
        map.put("hotReasons", paths(plan, Verdict.HOT, paths));
        map.put("noopPaths", paths(plan, Verdict.NONE, paths));
        map.put(
                "changes",
                IntStream.range(0, paths.size())
                        .mapToObj(i -> change(plan.changes().get(i), paths.get(i)))
                        .toList());
        return map;
    }

    /** Returns the printed paths of the changes with this verdict, each once. */
    private static List<String> paths(ReloadPlan plan, Verdict verdict, List<String> paths) {
        return IntStream.range(0, paths.size())
                .filter(i -> plan.changes().get(i).verdict() == verdict)
                .mapToObj(paths::get)
                .distinct()
                .toList();
    }

    private static Map<String, Object> change(PlannedChange change, String path) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("path", path);
        map.put("kind", change.change().kind().name().toLowerCase(Locale.ROOT));
        map.put("verdict", change.verdict().name().toLowerCase(Locale.ROOT));
        map.put("rule", change.rule().map(ReloadRule::id).orElse(null));
        map.put("reason", change.reason());
        map.put("actions", change.actions().stream().map(ReloadAction::id).toList());
        values(change, map);
        return map;
    }

    /** The nodes are written with their secrets masked. */
    private static void values(PlannedChange planned, Map<String, Object> map) {
        Change change = planned.change();
        ConfigNode old = planned.valueBefore();
        ConfigNode current = planned.valueAfter();
        if (change instanceof Change.Reordered reordered) {
            map.put(
                    "order",
                    reordered.order().stream().map(PathSegment.Identity::value).toList());
        } else {
            map.put("old", old);
            map.put("new", current);
        }
        map.put("oldPosition", position(old));
        map.put("newPosition", position(current));
    }

    private static @Nullable String position(@Nullable ConfigNode node) {
        return node == null ? null : node.position().toString();
    }
}
