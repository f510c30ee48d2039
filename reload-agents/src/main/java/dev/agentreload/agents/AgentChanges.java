// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Sets;
import dev.agentreload.agents.routing.AgentId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The changes that a generation makes to the agents. <em>Immutable.</em>
 *
 * @param built the agents that were made, new or in place of others, in the order of the configuration
 * @param kept the agents that are the same instances as before, in the order of the configuration
 * @param removed the agents that are gone, in the order of the earlier configuration
 */
public record AgentChanges(List<AgentId> built, List<AgentId> kept, List<AgentId> removed) {

    /** Copies the lists. */
    public AgentChanges {
        built = ImmutableList.copyOf(built);
        kept = ImmutableList.copyOf(kept);
        removed = ImmutableList.copyOf(removed);
    }

    static <A> AgentChanges of(List<BuiltAgent<A>> agents, List<BuiltAgent<A>> made, List<AgentId> removed) {
        Set<BuiltAgent<A>> news = Sets.newIdentityHashSet();
        news.addAll(made);
        List<AgentId> built = new ArrayList<>(made.size());
        List<AgentId> kept = new ArrayList<>(agents.size());
        for (BuiltAgent<A> agent : agents) {
            (news.contains(agent) ? built : kept).add(agent.id());
        }
        return new AgentChanges(built, kept, removed);
    }
}
