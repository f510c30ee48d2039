// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.engine.transaction;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.SourcePosition;
import dev.agentreload.core.plan.PlannedChange;
import dev.agentreload.core.plan.ReloadPlan;
import dev.agentreload.core.plan.ReloadRule;
import dev.agentreload.core.plan.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Warns of sections that take effect when they are read, and that no component says it reads: an edit of them is applied, and
 * nothing happens. <em>Immutable.</em>
 */
final class UnreadSections {

    /** Sections that no component has to read, or that the reloader reads. */
    private static final ImmutableSet<ConfigPath> NOT_TO_BE_READ = ImmutableSet.of(
            ConfigPath.of("meta"),
            ConfigPath.of("wizard"),
            ConfigPath.of("version"),
            ConfigPath.of("build_info"),
            ConfigPath.of("gateway", "reload"));

    private final ImmutableSet<ConfigPath> read;

    UnreadSections(Set<ConfigPath> read) {
        this.read = ImmutableSet.<ConfigPath>builder()
                .addAll(NOT_TO_BE_READ)
                .addAll(read)
                .build();
    }

    List<ConfigProblem> warnings(ReloadPlan plan) {
        Map<String, ConfigProblem> byRule = new LinkedHashMap<>();
        for (PlannedChange change : plan.changes()) {
            if (change.verdict() == Verdict.NONE && !isRead(change.path())) {
                change.rule()
                        .filter(UnreadSections::isReadyMade)
                        .ifPresent(rule -> byRule.computeIfAbsent(rule.id(), id -> warning(rule, change)));
            }
        }
        return ImmutableList.copyOf(byRule.values());
    }

    /** A host that adds a rule of its own knows who reads the section. */
    private static boolean isReadyMade(ReloadRule rule) {
        return !rule.source().isEmpty() && rule.pattern().wildcards() == 0;
    }

    private boolean isRead(ConfigPath path) {
        return read.stream().anyMatch(section -> path.startsWith(section) || section.startsWith(path));
    }

    private static ConfigProblem warning(ReloadRule rule, PlannedChange change) {
        SourcePosition position = Optional.ofNullable(change.change().after())
                .or(() -> Optional.ofNullable(change.change().before()))
                .map(ConfigNode::position)
                .orElseThrow();
        return ConfigProblem.warning(
                change.path(),
                position,
                "no component says that it reads [" + rule.id() + "], so the change may do nothing",
                "");
    }
}
