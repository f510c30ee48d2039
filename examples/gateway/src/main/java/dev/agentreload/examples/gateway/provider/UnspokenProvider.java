// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.provider;

import dev.agentreload.models.ModelRef;
import dev.agentreload.models.ProviderDefinition;

/** Stands for a provider whose wire protocol this gateway does not speak. Its models never answer. */
record UnspokenProvider(ProviderDefinition definition) implements ChatProvider {

    @Override
    public String answer(ModelRef model, Prompt prompt) {
        throw new ProviderFailure.UnspokenException(
                "was not asked: this gateway does not speak [" + definition.kind() + "]");
    }
}
