// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.command;

import static java.util.Objects.requireNonNull;

import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.agents.routing.Route;
import dev.agentreload.agents.routing.RouteRequest;
import dev.agentreload.agents.routing.Router;
import dev.agentreload.agents.routing.SessionKey;

/**
 * A message that may be a command. <em>Immutable.</em>
 *
 * @param text the message as it was written
 * @param caller the sender
 * @param route the agent that answers messages there, and why
 * @param session the session of the message
 */
public record CommandRequest(String text, CommandCaller caller, Route route, SessionKey session) {

    /** Rejects nulls. */
    public CommandRequest {
        requireNonNull(text, "text");
        requireNonNull(caller, "caller");
        requireNonNull(route, "route");
        requireNonNull(session, "session");
    }

    /** Returns the request for a message that this router routes, such as the one of {@code registry.snapshot()}. */
    public static CommandRequest of(String text, CommandCaller caller, Router router, RouteRequest origin) {
        Route route = router.route(origin);
        return new CommandRequest(text, caller, route, router.sessionKeys().keyFor(route.agentId(), origin));
    }

    /** Returns the agent to which the message is routed. */
    public AgentId agent() {
        return route.agentId();
    }

    /** Returns this request with another text. */
    public CommandRequest withText(String other) {
        return new CommandRequest(other, caller, route, session);
    }
}
