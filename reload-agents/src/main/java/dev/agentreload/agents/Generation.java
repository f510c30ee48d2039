package dev.agentreload.agents;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import dev.agentreload.agents.routing.AgentId;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A snapshot with the live agents in it, which it holds open until it is closed itself. */
final class Generation<A> {

    private final AgentSnapshot<A> snapshot;
    private final ImmutableMap<AgentId, BuiltAgent<A>> agents;

    Generation(AgentSnapshot<A> snapshot, ImmutableMap<AgentId, BuiltAgent<A>> agents) {
        this.snapshot = snapshot;
        this.agents = agents;
    }

    static <A> Map<AgentId, A> values(Map<AgentId, BuiltAgent<A>> agents) {
        return Maps.transformValues(agents, BuiltAgent::agent);
    }

    AgentSnapshot<A> snapshot() {
        return snapshot;
    }

    /** Returns the live agent if it was made from the same. */
    Optional<BuiltAgent<A>> find(ResolvedAgent agent) {
        @Nullable BuiltAgent<A> built = agents.get(agent.id());
        return built != null
                        && snapshot.config()
                                .find(agent.id())
                                .filter(agent::equals)
                                .isPresent()
                ? Optional.of(built)
                : Optional.empty();
    }

    /** Lets go of all agents, the last first; those that no other generation has are closed on this thread. */
    void close() {
        BuiltAgent.releaseAll(agents.values().asList().reverse());
    }
}
