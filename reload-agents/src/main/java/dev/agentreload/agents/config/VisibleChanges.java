// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.config;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.core.config.ConfigDocument;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What people who talk to agents notice of an edit, which its paths do not say. */
public final class VisibleChanges {

    private static final int MOST_NAMED = 5;

    private VisibleChanges() {}

    /**
     * Returns a sentence for each: another default agent, ids that are gone, other models. Empty if one of the documents has no valid
     * agents. Pure.
     */
    public static List<String> between(ConfigDocument before, ConfigDocument after, AgentsPolicy policy) {
        ParsedAgents old = AgentsConfig.read(before, policy);
        ParsedAgents current = AgentsConfig.read(after, policy);
        return old instanceof ParsedAgents.Success left && current instanceof ParsedAgents.Success right
                ? between(left.orThrow(), right.orThrow())
                : ImmutableList.of();
    }

    /** Returns the same for agents that were read. */
    public static List<String> between(AgentsConfig before, AgentsConfig after) {
        ImmutableList.Builder<String> sentences = ImmutableList.builder();
        if (!before.defaultAgent().equals(after.defaultAgent())) {
            sentences.add("the default agent changes from [" + before.defaultAgent() + "] to [" + after.defaultAgent()
                    + "]: conversations without a binding move");
        }
        gone(Sets.difference(before.ids(), after.ids())).ifPresent(sentences::add);
        otherModels(before, after).ifPresent(sentences::add);
        return sentences.build();
    }

    private static Optional<String> gone(Set<AgentId> ids) {
        return switch (ids.size()) {
            case 0 -> Optional.empty();
            case 1 ->
                Optional.of("agent [" + ids.iterator().next() + "] is renamed or removed: its history stays behind");
            default -> Optional.of("agents " + named(ids) + " are renamed or removed: their histories stay behind");
        };
    }

    private static String named(Set<AgentId> ids) {
        return ids.stream().limit(MOST_NAMED).map(id -> "[" + id + "]").collect(Collectors.joining(", "))
                + (ids.size() > MOST_NAMED ? " and " + (ids.size() - MOST_NAMED) + " more" : "");
    }

    private static Optional<String> otherModels(AgentsConfig before, AgentsConfig after) {
        Set<AgentId> changed = after.agents().stream()
                .filter(agent -> before.find(agent.definition().id())
                        .filter(old -> !old.model().ref().equals(agent.model().ref()))
                        .isPresent())
                .map(agent -> agent.definition().id())
                .collect(ImmutableSet.toImmutableSet());
        return switch (changed.size()) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of("the model of agent " + named(changed) + " changes");
            default -> Optional.of("the model of " + changed.size() + " agents changes: " + named(changed));
        };
    }
}
