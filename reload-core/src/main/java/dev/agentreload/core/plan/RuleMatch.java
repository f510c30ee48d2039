package dev.agentreload.core.plan;

import java.util.List;

/** A rule that decides about a path, with what its wildcards captured and the number of segments it matched. */
record RuleMatch(ReloadRule rule, List<String> captures) {

    int depth() {
        return rule.pattern().depth();
    }

    List<ReloadAction> actions() {
        return rule.actions().stream()
                .map(template -> template.instantiate(captures))
                .toList();
    }
}
