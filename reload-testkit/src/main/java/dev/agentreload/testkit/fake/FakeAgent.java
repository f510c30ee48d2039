// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.fake;

import dev.agentreload.agents.config.ResolvedAgent;
import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.models.ModelRef;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An agent that answers without a model, and refuses to once it is closed. Made by a {@link FakeAgentFactory}; two are equal
 * only if they are the same. <em>Safe for use by multiple threads.</em>
 */
public final class FakeAgent {

    private final ResolvedAgent made;
    private final @Nullable FakeProvider provider;
    private volatile boolean closed;

    FakeAgent(ResolvedAgent made, @Nullable FakeProvider provider) {
        this.made = made;
        this.provider = provider;
    }

    /** Returns the agent's id. */
    public AgentId id() {
        return made.id();
    }

    /** Returns the model it answers with. */
    public ModelRef model() {
        return made.model().ref();
    }

    /** Returns what it was made from. */
    public ResolvedAgent definition() {
        return made;
    }

    /** Returns the provider it answers through, if it was made with one. */
    public Optional<FakeProvider> provider() {
        return Optional.ofNullable(provider);
    }

    /**
     * Returns an answer that names who gave it: {@code coder (openai/gpt-4o): hello}.
     *
     * @throws IllegalStateException if this agent, or the provider it answers through, is closed
     */
    public String answer(String text) {
        if (closed) {
            throw new IllegalStateException("agent [" + id() + "] is closed");
        }
        return id() + " (" + model() + "): " + (provider == null ? text : provider.answer(text));
    }

    /** Returns whether the factory was asked to close it. */
    public boolean isClosed() {
        return closed;
    }

    void close() {
        closed = true;
    }

    /** Returns id, model and whether it is closed. */
    @Override
    public String toString() {
        return "FakeAgent[" + id() + ", " + model() + (closed ? ", closed]" : "]");
    }
}
