package dev.agentreload.agents;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Sets;
import dev.agentreload.agents.config.ResolvedAgent;
import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.core.lease.LeaseFactory;
import dev.agentreload.core.lease.Leased;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot with the live agents in it, which it holds open until it is retired and its last turn has ended.
 * <em>Immutable.</em>
 */
final class Generation<A> {

    private final AgentSnapshot<A> snapshot;
    private final ImmutableMap<AgentId, BuiltAgent<A>> agents;
    private final Leased<AgentSnapshot<A>> leased;

    Generation(AgentSnapshot<A> snapshot, ImmutableMap<AgentId, BuiltAgent<A>> agents, LeaseFactory leases) {
        this.snapshot = snapshot;
        this.agents = agents;
        this.leased = leases.create("agents of revision " + snapshot.revision(), snapshot, value -> release());
    }

    AgentSnapshot<A> snapshot() {
        return snapshot;
    }

    Leased<AgentSnapshot<A>> leased() {
        return leased;
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

    /** Returns the live agent that is called so here. */
    BuiltAgent<A> require(AgentId id) {
        return requireNonNull(agents.get(id), "no such agent");
    }

    /** Lets go of all agents, the last first; those that no other generation has are closed on this thread. */
    private void release() {
        BuiltAgent.releaseAll(agents.values().asList().reverse());
    }

    /** Releases all agents of a generation that was never visible: what was made for it, in this order, is closed on this thread. */
    void discard(ImmutableList<BuiltAgent<A>> built) {
        Set<BuiltAgent<A>> made = Sets.newIdentityHashSet();
        made.addAll(built);
        BuiltAgent.releaseAll(ImmutableList.<BuiltAgent<A>>builder()
                .addAll(built.reverse())
                .addAll(agents.values().stream()
                        .filter(agent -> !made.contains(agent))
                        .iterator())
                .build());
    }
}
