// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.springboot;

import dev.agentreload.agents.ProvidedAgentFactory;
import dev.agentreload.core.config.Secret;
import dev.agentreload.models.provider.ProviderFactory;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** A chat service: the starter has the reloader, and the host says how its providers and agents are made. */
@SpringBootApplication(proxyBeanMethods = false)
public class ChatApplication {

    /** Starts the service. */
    public static void main(String[] args) {
        SpringApplication.run(ChatApplication.class, args);
    }

    /** One client per provider definition, shared by its agents. */
    @Bean
    ProviderFactory<OpenAiChatModel> providers() {
        return definition -> OpenAiChatModel.builder()
                .options(OpenAiChatOptions.builder()
                        .baseUrl(definition.endpoint().orElse("https://api.openai.com/v1"))
                        .apiKey(definition.credential().map(Secret::value).orElse("none"))
                        .build())
                .build();
    }

    @Bean
    ProvidedAgentFactory<ChatAgent, OpenAiChatModel> agents() {
        return (agent, providers) -> new ChatAgent(
                agent.id(),
                providers.provider(agent.model().target(0)),
                agent.model().ref().model());
    }
}
