// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.routing;

import static java.util.Objects.requireNonNull;

import dev.agentreload.core.config.ConfigPath;
import java.util.Optional;

/**
 * A line of the configuration that gives messages to an agent. <em>Immutable.</em>
 *
 * @param path where it stands, such as {@code bindings[2]}
 * @param agent the agent as the configuration spells it, masked if that is a secret
 * @param agentId the agent's id, whether or not there is such an agent; empty if the spelling normalises to nothing
 * @param match which messages it claims
 */
public record Binding(ConfigPath path, String agent, Optional<AgentId> agentId, BindingMatch match) {

    /** Rejects nulls. */
    public Binding {
        requireNonNull(path, "path");
        requireNonNull(agent, "agent");
        requireNonNull(agentId, "agentId");
        requireNonNull(match, "match");
    }

    /** Returns path, tier and agent. */
    @Override
    public String toString() {
        return path + " (" + match + ") -> [" + agent + "]";
    }
}
