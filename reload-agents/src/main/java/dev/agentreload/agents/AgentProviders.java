// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableMap;
import dev.agentreload.agents.config.ResolvedAgent;
import dev.agentreload.core.runtime.CallbackFailures;
import dev.agentreload.models.ModelTarget;
import dev.agentreload.models.ProviderDefinition;
import dev.agentreload.models.provider.ProviderLease;
import dev.agentreload.models.provider.ProviderNotBuiltException;
import dev.agentreload.models.provider.ProviderPool;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The live providers behind all models of one agent. They are open as long as the agent is. <em>Safe for use by multiple
 * threads.</em>
 *
 * @param <P> the host's type of provider
 */
public final class AgentProviders<P> {

    private final ImmutableMap<ProviderDefinition, ProviderLease<P>> leases;

    private AgentProviders(Map<ProviderDefinition, ProviderLease<P>> leases) {
        this.leases = ImmutableMap.copyOf(leases);
    }

    /**
     * Takes a lease of each provider that the agent uses, in the order in which its models name them.
     *
     * @throws ProviderNotBuiltException if one of them is not to be had; then none is taken
     */
    static <P> AgentProviders<P> acquire(ProviderPool<P> pool, ResolvedAgent agent) throws ProviderNotBuiltException {
        Map<ProviderDefinition, ProviderLease<P>> taken = new LinkedHashMap<>();
        boolean complete = false;
        try {
            for (ModelTarget target : agent.targets()) {
                if (!taken.containsKey(target.provider())) {
                    taken.put(target.provider(), pool.acquire(target.provider()));
                }
            }
            AgentProviders<P> providers = new AgentProviders<>(taken);
            complete = true;
            return providers;
        } finally {
            if (!complete) {
                releaseAll(taken.values());
            }
        }
    }

    /**
     * Returns the provider that calls to this target go through.
     *
     * @throws IllegalArgumentException if it belongs to no model of the agent
     * @throws IllegalStateException if the agent is closed
     */
    public P provider(ModelTarget target) {
        return provider(target.provider());
    }

    /**
     * Returns the provider with this definition.
     *
     * @throws IllegalArgumentException if no model of the agent has it
     * @throws IllegalStateException if the agent is closed
     */
    public P provider(ProviderDefinition definition) {
        requireNonNull(definition, "definition");
        ProviderLease<P> lease = leases.get(definition);
        checkArgument(lease != null, "provider [%s] is behind no model of this agent", definition.id());
        return lease.value();
    }

    /** Returns what the providers were made from, in the order in which the agent's models name them. */
    public Set<ProviderDefinition> definitions() {
        return leases.keySet();
    }

    /** Lets all of them go, the last first, and closes on this thread those that have no other user. */
    void release() {
        releaseAll(leases.values());
    }

    /** Whatever happens to one: rethrows afterwards what a virtual machine cannot survive, as a pool throws nothing else. */
    private static <P> void releaseAll(Iterable<ProviderLease<P>> leases) {
        Deque<ProviderLease<P>> lastFirst = new ArrayDeque<>();
        leases.forEach(lastFirst::push);
        CallbackFailures.forEach(lastFirst, ProviderLease::closeInline);
    }

    /** Returns the ids of the providers, never the providers. */
    @Override
    public String toString() {
        return "AgentProviders"
                + leases.keySet().stream().map(ProviderDefinition::id).toList();
    }
}
