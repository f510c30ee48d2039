// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents;

import dev.agentreload.agents.config.ResolvedAgent;

/**
 * Asks an agent that was just built the host's own questions, such as a golden prompt whose answer a judge accepts, before any
 * conversation reaches it. Hosts implement it and pass it to {@link AgentRegistry.Builder#probe}.
 *
 * <p>Called in the verify step of every reload and dry run, for each agent that was built or rebuilt, and for no agent that was kept.
 * Runs on the host's executor under no lock, for several agents at once. It is interrupted when the deadline of the step has passed,
 * and the agent may be closed then.
 *
 * @param <A> the host's type of agent
 */
@FunctionalInterface
public interface AgentProbe<A> {

    /**
     * Returns normally if the agent may serve.
     *
     * @param definition the agent's definition
     * @param agent the agent, which is not visible to readers yet
     * @throws Exception to refuse the reload. The result names the agent and has the exception, with the secrets of the configuration
     *     masked. Nothing is applied, and all agents that were built are closed
     */
    void check(ResolvedAgent definition, A agent) throws Exception;
}
