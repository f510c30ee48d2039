package dev.agentreload.agents;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.agentreload.agents.routing.AgentId;
import java.util.List;
import java.util.Set;

/**
 * What became of the agents when a generation was made. <em>Immutable.</em>
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

    static AgentChanges between(Set<AgentId> before, Set<AgentId> after, List<? extends BuiltAgent<?>> made) {
        Set<AgentId> built = made.stream().map(BuiltAgent::id).collect(ImmutableSet.toImmutableSet());
        return new AgentChanges(
                after.stream().filter(built::contains).toList(),
                after.stream().filter(id -> !built.contains(id)).toList(),
                before.stream().filter(id -> !after.contains(id)).toList());
    }
}
