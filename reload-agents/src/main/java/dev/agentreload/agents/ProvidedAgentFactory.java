// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents;

import dev.agentreload.agents.config.ResolvedAgent;

/**
 * Builds a host's own agents on top of providers that they share. Hosts implement it:
 *
 * <pre>{@code
 * ProviderPool<ApiClient> pool = ProviderPool.builder(ApiClient::new, runtime).build();
 * AgentRegistry<Assistant> registry = AgentRegistry.builder(
 *         pool,
 *         (agent, providers) -> {
 *             ModelTarget target = agent.model().target(0);
 *             return new Assistant(providers.provider(target), target.ref().model());
 *         },
 *         runtime).build();
 * }</pre>
 *
 * <p>Before an agent is built, each provider behind its models is leased from the pool. After the agent was closed they are
 * released. A provider therefore lives as long as any agent that uses it, and survives reloads that do not change its definition. A
 * provider that was created for a reload that failed is closed with it, on the thread that closes its agents.
 *
 * <p>Both methods are called where those of an {@link AgentFactory} are: on the host's executor and under no lock, {@link
 * #create} for several agents at once.
 *
 * @param <A> the host's type of agent
 * @param <P> the host's type of provider
 */
@FunctionalInterface
public interface ProvidedAgentFactory<A, P> {

    /**
     * Builds an agent. It must not be visible to others yet, nor take anything away from the agent it may replace: the reload can
     * still fail.
     *
     * @param agent its definition
     * @param providers the providers of its models; the agent may use them until it is closed, and closes none of them
     * @return the agent, neither null nor one that was returned before and is not closed yet
     * @throws Exception if it cannot be built. The reload then fails and changes nothing. Its result has the exception, with the
     *     secrets of the configuration masked
     */
    A create(ResolvedAgent agent, AgentProviders<P> providers) throws Exception;

    /**
     * Closes an agent that is no longer used; called once for each, before its providers are released. Closes what is {@link AutoCloseable} by default.
     *
     * @throws Exception if it could not be closed. It is not tried again; the failure is logged, and everything else continues
     */
    default void close(A agent) throws Exception {
        if (agent instanceof AutoCloseable closeable) {
            closeable.close();
        }
    }
}
