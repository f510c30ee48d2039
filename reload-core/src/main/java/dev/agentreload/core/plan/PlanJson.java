package dev.agentreload.core.plan;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.config.ConfigPath;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

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
        map.put("restartReasons", paths(plan.restartReasons()));
        map.put("hotReasons", paths(plan.hotReasons()));
        map.put("noopPaths", paths(plan.noopPaths()));
        map.put("changes", plan.changes().stream().map(PlanJson::change).toList());
        return map;
    }

    private static List<String> paths(List<ConfigPath> paths) {
        return paths.stream().map(ConfigPath::toString).collect(ImmutableList.toImmutableList());
    }

    private static Map<String, Object> change(PlannedChange change) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("path", change.path().toString());
        map.put("kind", change.change().kind().name().toLowerCase(Locale.ROOT));
        map.put("verdict", change.verdict().name().toLowerCase(Locale.ROOT));
        map.put("rule", change.rule().map(ReloadRule::id).orElse(null));
        map.put("actions", change.actions().stream().map(ReloadAction::id).toList());
        return map;
    }
}
