package dev.agentreload.examples.gateway.provider;

import dev.agentreload.agents.session.SessionMessage;
import dev.agentreload.agents.session.SessionRole;
import dev.agentreload.models.ModelRef;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks a server through LangChain4j. Each request names its model, so one client serves all models of the provider; it has no
 * close, and the JDK's client below it ends when nobody refers to it any more.
 */
final class LangChainProvider implements ChatProvider {

    private final ChatModel server;

    LangChainProvider(ChatModel server) {
        this.server = server;
    }

    @Override
    public String answer(ModelRef model, Prompt prompt) {
        ChatRequest request = ChatRequest.builder()
                .modelName(model.model())
                .messages(messages(prompt))
                .build();
        String text = server.chat(request).aiMessage().text();
        return text == null ? "" : text;
    }

    private static List<ChatMessage> messages(Prompt prompt) {
        List<ChatMessage> messages = new ArrayList<>();
        prompt.system().map(SystemMessage::from).ifPresent(messages::add);
        prompt.history().stream().map(LangChainProvider::message).forEach(messages::add);
        return messages;
    }

    private static ChatMessage message(SessionMessage message) {
        return message.role() == SessionRole.USER ? UserMessage.from(message.text()) : AiMessage.from(message.text());
    }
}
