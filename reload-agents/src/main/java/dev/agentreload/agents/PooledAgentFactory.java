// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents;

import static java.util.Objects.requireNonNull;

import dev.agentreload.agents.config.ResolvedAgent;
import dev.agentreload.models.provider.ProviderPool;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/** Builds agents with leases of the providers of a pool. <em>Safe for use by multiple threads.</em> */
final class PooledAgentFactory<A, P> implements AgentFactory<A> {

    private final ProviderPool<P> pool;
    private final ProvidedAgentFactory<A, P> factory;

    /** Guards what follows; no host code runs under it, as agents are compared by identity. */
    private final Object lock = new Object();

    private final IdentityHashMap<A, AgentProviders<P>> held = new IdentityHashMap<>();

    PooledAgentFactory(ProviderPool<P> pool, ProvidedAgentFactory<A, P> factory) {
        this.pool = requireNonNull(pool, "pool");
        this.factory = requireNonNull(factory, "factory");
    }

    /**
     * Leases the providers and builds the agent. If either fails, no provider is kept.
     *
     * @throws IllegalStateException if the host's factory returns an agent that is in use
     */
    @Override
    public A create(ResolvedAgent agent) throws Exception {
        requireNonNull(agent, "agent");
        AgentProviders<P> providers = AgentProviders.acquire(pool, agent);
        boolean kept = false;
        try {
            A made = requireNonNull(factory.create(agent, providers), "the factory returned no agent");
            keep(made, providers);
            kept = true;
            return made;
        } finally {
            if (!kept) {
                providers.release();
            }
        }
    }

    private void keep(A agent, AgentProviders<P> providers) {
        synchronized (lock) {
            if (held.putIfAbsent(agent, providers) != null) {
                throw new IllegalStateException("the factory returned an agent that is in use already");
            }
        }
    }

    /** Closes the agent and releases its providers, also if the close throws. Does nothing for an agent that is closed. */
    @Override
    public void close(A agent) throws Exception {
        requireNonNull(agent, "agent");
        @Nullable AgentProviders<P> providers;
        synchronized (lock) {
            providers = held.remove(agent);
        }
        if (providers == null) {
            return;
        }
        try {
            factory.close(agent);
        } finally {
            providers.release();
        }
    }
}
