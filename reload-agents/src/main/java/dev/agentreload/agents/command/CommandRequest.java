package dev.agentreload.agents.command;

import static java.util.Objects.requireNonNull;

import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.agents.routing.SessionKey;

/**
 * A message that may be a command. <em>Immutable.</em>
 *
 * @param text the message as it was written
 * @param caller who wrote it
 * @param agent the agent to which the message is routed
 * @param session the session it belongs to
 */
public record CommandRequest(String text, CommandCaller caller, AgentId agent, SessionKey session) {

    /** Rejects nulls. */
    public CommandRequest {
        requireNonNull(text, "text");
        requireNonNull(caller, "caller");
        requireNonNull(agent, "agent");
        requireNonNull(session, "session");
    }
}
