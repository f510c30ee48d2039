package dev.agentreload.examples.gateway;

import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.models.ModelRef;

/**
 * An agent that answers with what it was told.
 *
 * @param id who it is
 * @param model the model it would ask
 */
record EchoAgent(AgentId id, ModelRef model) {

    /** Returns the answer to the message with this number in its session. */
    String answer(String text, long number) {
        return id + " (" + model + ") to message " + number + ": " + text;
    }
}
