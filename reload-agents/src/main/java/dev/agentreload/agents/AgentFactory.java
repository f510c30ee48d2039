// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents;

import dev.agentreload.agents.config.ResolvedAgent;
import dev.agentreload.models.provider.ProviderPool;

/**
 * Builds a host's own agents. Hosts implement it.
 *
 * <p>Both methods are called on the host's executor and under no lock, {@link #create} for several agents at once.
 *
 * @param <A> the host's type of agent
 */
@FunctionalInterface
public interface AgentFactory<A> {

    /**
     * Returns a factory of agents that share the providers of a pool.
     *
     * @param pool creates and closes the providers; others may use it too
     * @param factory builds and closes the agents
     */
    static <A, P> AgentFactory<A> of(ProviderPool<P> pool, ProvidedAgentFactory<A, P> factory) {
        return new PooledAgentFactory<>(pool, factory);
    }

    /**
     * Builds an agent. It must not be visible to others yet, nor take anything away from the agent it may replace: the reload can
     * still fail.
     *
     * @param agent its definition
     * @return the agent, not null; the registry closes it exactly once, however the reload ends
     * @throws Exception if it cannot be built. The reload then fails and changes nothing. Its result has the exception, with the
     *     secrets of the configuration masked
     */
    A create(ResolvedAgent agent) throws Exception;

    /**
     * Closes an agent that is no longer used; called once for each. Closes what is {@link AutoCloseable} by default.
     *
     * @throws Exception if it could not be closed. It is not tried again; the failure is logged, and everything else continues
     */
    default void close(A agent) throws Exception {
        if (agent instanceof AutoCloseable closeable) {
            closeable.close();
        }
    }
}
