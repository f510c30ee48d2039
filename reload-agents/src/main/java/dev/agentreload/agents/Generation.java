// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents;

import static java.util.Objects.requireNonNull;

import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Maps;
import com.google.common.collect.Sets;
import dev.agentreload.agents.config.AgentsConfig;
import dev.agentreload.agents.config.ResolvedAgent;
import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.core.lease.LeaseFactory;
import dev.agentreload.core.lease.Leased;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * A snapshot with the live agents in it, which it holds open until it is retired and its last turn has ended.
 * <em>Immutable.</em>
 */
final class Generation<A> {

    private final AgentSnapshot<A> snapshot;

    /** The agents that could be built, in the order of the configuration. */
    private final ImmutableList<BuiltAgent<A>> agents;

    /** Made when a configuration has other agents than this, or another order. */
    private final Supplier<ImmutableMap<AgentId, BuiltAgent<A>>> table;

    private final Leased<AgentSnapshot<A>> leased;

    Generation(AgentSnapshot<A> snapshot, ImmutableList<BuiltAgent<A>> agents, LeaseFactory leases) {
        this.snapshot = snapshot;
        this.agents = agents;
        this.table = Suppliers.memoize(() -> Maps.uniqueIndex(agents, BuiltAgent::id));
        this.leased = leases.create("agents of revision " + snapshot.revision(), snapshot, value -> release());
    }

    AgentSnapshot<A> snapshot() {
        return snapshot;
    }

    Leased<AgentSnapshot<A>> leased() {
        return leased;
    }

    /** Returns the agents that no live agent was made from. */
    List<ResolvedAgent> missing(AgentsConfig config) {
        if (!isParallelTo(config)) {
            return config.agents().stream().filter(agent -> !isLive(agent)).toList();
        }
        List<ResolvedAgent> before = snapshot.config().agents();
        List<ResolvedAgent> after = config.agents();
        return IntStream.range(0, after.size())
                .filter(place -> !after.get(place).equals(before.get(place)))
                .mapToObj(after::get)
                .toList();
    }

    /** Returns the live agent that is called so here, and stands at this place of the configuration. */
    BuiltAgent<A> require(AgentsConfig config, AgentId id, int place) {
        return isParallelTo(config)
                ? agents.get(place)
                : requireNonNull(table.get().get(id), "no such agent");
    }

    /** Returns the agents that are not among the next ones, in their order here. */
    List<AgentId> removed(AgentsConfig config, List<BuiltAgent<A>> next) {
        if (isParallelTo(config) && next.size() == agents.size()) {
            return ImmutableList.of();
        }
        Set<AgentId> kept = next.stream().map(BuiltAgent::id).collect(ImmutableSet.toImmutableSet());
        return agents.stream()
                .map(BuiltAgent::id)
                .filter(id -> !kept.contains(id))
                .toList();
    }

    /** Returns whether the configuration has the agents that live here, in the same order: then no table is needed to find one. */
    @SuppressWarnings("ReferenceEquality") // equal sets are shared, and may be large
    private boolean isParallelTo(AgentsConfig config) {
        return config.ids() == snapshot.config().ids()
                && agents.size() == config.ids().size();
    }

    private boolean isLive(ResolvedAgent agent) {
        return table.get().containsKey(agent.id())
                && snapshot.config().find(agent.id()).filter(agent::equals).isPresent();
    }

    /** Releases all agents, the last first; those that no other generation has are closed on this thread. */
    private void release() {
        BuiltAgent.releaseAll(agents.reverse());
    }

    /** Releases all agents of a generation that was never visible: what was made for it, in this order, is closed on this thread. */
    void discard(ImmutableList<BuiltAgent<A>> built) {
        Set<BuiltAgent<A>> made = Sets.newIdentityHashSet();
        made.addAll(built);
        BuiltAgent.releaseAll(ImmutableList.<BuiltAgent<A>>builder()
                .addAll(built.reverse())
                .addAll(agents.stream().filter(agent -> !made.contains(agent)).iterator())
                .build());
    }
}
