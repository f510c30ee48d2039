// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.springboot;

import dev.agentreload.models.ProviderDefinition;
import dev.agentreload.models.provider.ProviderFactory;
import dev.agentreload.testkit.contract.ProviderFactoryContract;
import org.springframework.ai.openai.OpenAiChatModel;

class ProvidersContractTest extends ProviderFactoryContract<OpenAiChatModel> {

    @Override
    protected ProviderFactory<OpenAiChatModel> createFactory() {
        return new ChatApplication().providers();
    }

    @Override
    protected ProviderDefinition definition() {
        return ProviderDefinition.builder("openai").credential("sk-sentinel").build();
    }
}
