package dev.agentreload.agents;

import dev.agentreload.agents.config.ResolvedAgent;
import dev.agentreload.models.provider.ProviderPool;

/**
 * Makes a host's own agents on top of providers that they share. Hosts implement it and hand it to a {@link PooledAgentFactory}.
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
     * Makes an agent. It must not become visible to anybody, nor take anything away from the agent it may replace: the
     * reload that asks for it can still fail.
     *
     * @param agent what to make
     * @param providers what is behind its models; the agent may use them until it is closed, and closes none of them
     * @return the agent, neither null nor one that was returned before and is not closed yet
     * @throws Exception if it cannot be made. The reload fails then and leaves everything as it was. The exception is handed
     *     to who asked for the reload and must hold no secret
     */
    A create(ResolvedAgent agent, AgentProviders<P> providers) throws Exception;

    /**
     * Closes an agent that nobody uses any more; called once for each, before its providers go back to the {@link
     * ProviderPool}. Closes what is {@link AutoCloseable} by default.
     *
     * @throws Exception if it could not be closed. It is not tried again; the failure is logged, and everything else goes on
     */
    default void close(A agent) throws Exception {
        if (agent instanceof AutoCloseable closeable) {
            closeable.close();
        }
    }
}
