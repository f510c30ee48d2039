// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.routing;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * Who answers a message, and why. <em>Immutable.</em>
 *
 * @param agentId the agent that answers, which exists
 * @param matchedBy the tier in which it was found
 * @param binding the binding that claimed the message; empty if none did
 * @param missingAgent the agent in whose place this one answers, because there is no such agent: the one that the binding names, as
 *     the configuration spells it, or the one that the host named
 */
public record Route(AgentId agentId, MatchTier matchedBy, Optional<Binding> binding, Optional<String> missingAgent) {

    /** Rejects nulls. */
    public Route {
        requireNonNull(agentId, "agentId");
        requireNonNull(matchedBy, "matchedBy");
        requireNonNull(binding, "binding");
        requireNonNull(missingAgent, "missingAgent");
    }

    /** Returns agent, tier and binding: {@code main by binding.peer, bindings[2], in place of [reviwer]}. */
    @Override
    public String toString() {
        return agentId
                + " by "
                + matchedBy.id()
                + binding.map(found -> ", " + found.path()).orElse("")
                + missingAgent.map(missing -> ", in place of [" + missing + "]").orElse("");
    }
}
