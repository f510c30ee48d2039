// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents;

import static java.util.Objects.requireNonNull;

import dev.agentreload.agents.routing.AgentId;

/** An agent could not be built. Its cause is what the factory threw, or why there was no agent. */
public final class AgentNotBuiltException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String agent;

    AgentNotBuiltException(AgentId agent, Throwable cause) {
        super("agent [" + agent + "] could not be made", requireNonNull(cause, "cause"));
        this.agent = agent.value();
    }

    /** Returns the agent. */
    public AgentId agent() {
        return new AgentId(agent);
    }
}
