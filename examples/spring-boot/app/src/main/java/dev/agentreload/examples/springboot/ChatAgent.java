// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.springboot;

import dev.agentreload.agents.routing.AgentId;
import java.util.Optional;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import reactor.core.publisher.Flux;

/** An agent of this host: a model of a provider. */
record ChatAgent(AgentId id, OpenAiChatModel client, String model) {

    String answer(String message) {
        return textOf(client.call(prompt(message)));
    }

    Flux<String> stream(String message) {
        return client.stream(prompt(message)).map(ChatAgent::textOf);
    }

    private Prompt prompt(String message) {
        return new Prompt(message, OpenAiChatOptions.builder().model(model).build());
    }

    private static String textOf(ChatResponse response) {
        return Optional.ofNullable(response.getResult())
                .map(result -> result.getOutput().getText())
                .orElse("");
    }
}
