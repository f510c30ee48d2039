package dev.agentreload.examples.gateway.chat;

import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.models.ModelRef;

/**
 * An agent that answers with what it was told.
 *
 * @param id who it is
 * @param model the model it would ask
 */
public record EchoAgent(AgentId id, ModelRef model) {

    /** Returns this agent with another model. */
    EchoAgent withModel(ModelRef other) {
        return new EchoAgent(id, other);
    }

    /** Returns the answer to the message with this number in its session. */
    String answer(String text, long number) {
        return id + " (" + model + ") to message " + number + ": " + text;
    }
}
