package dev.agentreload.examples.gateway.provider;

import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.agents.session.SessionMessage;
import java.util.List;
import java.util.Optional;

/**
 * What a model is asked.
 *
 * @param agent who asks
 * @param system what the agent tells its model beforehand
 * @param history what was said in the conversation; the last message is the one to answer
 */
public record Prompt(AgentId agent, Optional<String> system, List<SessionMessage> history) {

    /** Copies the list. */
    public Prompt {
        history = List.copyOf(history);
    }

    /** Says whose it is, and nothing of what was said. */
    @Override
    public String toString() {
        return "Prompt[agent=" + agent + ", messages=" + history.size() + "]";
    }
}
