package dev.agentreload.agents;

import dev.agentreload.agents.config.ResolvedAgent;

/**
 * Makes a host's own agents. Hosts implement it.
 *
 * <p>Both methods are called on the host's executor and under no lock, {@link #create} for several agents at once.
 *
 * @param <A> the host's type of agent
 */
@FunctionalInterface
public interface AgentFactory<A> {

    /**
     * Makes an agent. It must not become visible to anybody, nor take anything away from the agent it may replace: the
     * reload that asks for it can still fail.
     *
     * @param agent what to make
     * @return the agent, not null; the registry closes it exactly once, whatever becomes of the reload
     * @throws Exception if it cannot be made. The reload fails then and leaves everything as it was. The exception is handed
     *     to who asked for the reload and must hold no secret
     */
    A create(ResolvedAgent agent) throws Exception;

    /**
     * Closes an agent that nobody uses any more; called once for each. Closes what is {@link AutoCloseable} by default.
     *
     * @throws Exception if it could not be closed. It is not tried again; the failure is logged, and everything else goes on
     */
    default void close(A agent) throws Exception {
        if (agent instanceof AutoCloseable closeable) {
            closeable.close();
        }
    }
}
