// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.provider;

import dev.agentreload.models.ModelRef;

/** Answers for the models of one provider. Called by many threads at a time. */
public interface ChatProvider {

    /**
     * Returns what the model answers.
     *
     * @throws InterruptedException if the asking thread was interrupted, since the turn was stopped or has taken too long
     * @throws RuntimeException if it does not; the message may quote anything and must not be shown
     */
    String answer(ModelRef model, Prompt prompt) throws InterruptedException;
}
