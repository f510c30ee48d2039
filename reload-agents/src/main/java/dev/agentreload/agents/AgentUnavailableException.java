// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents;

import static java.util.Objects.requireNonNull;

import dev.agentreload.agents.routing.AgentId;

/** Says that an agent is configured but could not be built, in a host that {@linkplain AgentRegistry.Builder#allowUnavailableAtStart starts without it}. */
public final class AgentUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String agent;
    private final String reason;

    AgentUnavailableException(AgentId agent, String reason) {
        super("agent [" + agent + "] is unavailable: " + reason);
        this.agent = agent.value();
        this.reason = requireNonNull(reason, "reason");
    }

    /** Returns the agent. */
    public AgentId agent() {
        return new AgentId(agent);
    }

    /** Returns why it could not be built, with the secrets of the configuration masked. */
    public String reason() {
        return reason;
    }
}
