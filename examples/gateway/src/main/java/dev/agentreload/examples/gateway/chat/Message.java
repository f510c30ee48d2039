// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.chat;

import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.agents.routing.RouteRequest;
import java.util.Optional;

/**
 * Something for an agent to answer.
 *
 * @param from where it comes from
 * @param to the requested agent; empty, or one that does not exist, means the one it is routed to
 * @param text what is said
 */
public record Message(RouteRequest from, Optional<AgentId> to, String text) {

    /** Returns a message for the agent that it is routed to. */
    public static Message of(RouteRequest from, String text) {
        return new Message(from, Optional.empty(), text);
    }

    /** Says where it comes from and not what it says: people write to agents what must not be in a log. */
    @Override
    public String toString() {
        return "Message[from=" + from + ", to=" + to + "]";
    }
}
