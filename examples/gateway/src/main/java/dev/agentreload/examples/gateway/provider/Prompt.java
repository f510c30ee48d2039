// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.provider;

import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.agents.session.SessionMessage;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a model is asked.
 *
 * @param agent who asks
 * @param system what the agent tells its model beforehand
 * @param history what was said in the conversation; the last message is the one to answer
 * @param follower receives the pieces of the answer while it is written, on the asking thread; empty if only the whole answer is needed
 */
public record Prompt(
        AgentId agent, Optional<String> system, List<SessionMessage> history, Optional<Consumer<String>> follower) {

    /** Copies the list. */
    public Prompt {
        history = List.copyOf(history);
    }

    /** Returns the same prompt, with a note whenever a piece is passed on. */
    public Prompt noticing(Runnable note) {
        return new Prompt(agent, system, history, follower.map(pieces -> piece -> {
            note.run();
            pieces.accept(piece);
        }));
    }

    /** Says whose it is, and nothing of what was said. */
    @Override
    public String toString() {
        return "Prompt[agent=" + agent + ", messages=" + history.size() + "]";
    }
}
