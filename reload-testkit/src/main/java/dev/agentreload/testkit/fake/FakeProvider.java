// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.fake;

import dev.agentreload.models.ProviderDefinition;

/**
 * A live provider that answers without a model, and refuses to once it is closed. Made by a {@link FakeProviderFactory}; two are
 * equal only if they are the same. <em>Safe for use by multiple threads.</em>
 */
public final class FakeProvider {

    private final ProviderDefinition made;
    private volatile boolean closed;

    FakeProvider(ProviderDefinition made) {
        this.made = made;
    }

    /** Returns the provider's id. */
    public String id() {
        return made.id();
    }

    /** Returns what it was made from. */
    public ProviderDefinition definition() {
        return made;
    }

    /**
     * Returns the text as the answer.
     *
     * @throws IllegalStateException if this provider is closed
     */
    public String answer(String text) {
        if (closed) {
            throw new IllegalStateException("provider [" + id() + "] is closed");
        }
        return text;
    }

    /** Returns whether the factory was asked to close it. */
    public boolean isClosed() {
        return closed;
    }

    void close() {
        closed = true;
    }

    /** Returns the id and whether it is closed, and no secret. */
    @Override
    public String toString() {
        return "FakeProvider[" + id() + (closed ? ", closed]" : "]");
    }
}
