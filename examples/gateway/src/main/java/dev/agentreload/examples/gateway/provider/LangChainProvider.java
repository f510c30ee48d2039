// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.provider;

import dev.agentreload.agents.session.SessionMessage;
import dev.agentreload.agents.session.SessionRole;
import dev.agentreload.models.ModelRef;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/**
 * Asks a server through LangChain4j. Each request names its model, so one pair of clients serves all models of the provider. They
 * hold nothing but settings: the connections are those of the {@link ModelTransport}.
 */
final class LangChainProvider implements ChatProvider {

    private final ChatModel whole;
    private final StreamingChatModel streaming;

    LangChainProvider(ChatModel whole, StreamingChatModel streaming) {
        this.whole = whole;
        this.streaming = streaming;
    }

    @Override
    public String answer(ModelRef model, Prompt prompt) throws InterruptedException {
        ChatRequest request = ChatRequest.builder()
                .modelName(model.model())
                .messages(messages(prompt))
                .build();
        try {
            ChatResponse response = prompt.follower().isPresent()
                    ? stream(request, prompt.follower().get())
                    : whole.chat(request);
            String text = response.aiMessage().text();
            if (text == null || text.isBlank()) {
                throw new EmptyAnswerException();
            }
            return text;
        } catch (RuntimeException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            throw e;
        }
    }

    private ChatResponse stream(ChatRequest request, Consumer<String> pieces) throws InterruptedException {
        CompletableFuture<ChatResponse> response = new CompletableFuture<>();
        streaming.chat(request, new StreamingChatResponseHandler() {
            @Override
            public void onPartialResponse(String piece) {
                pieces.accept(piece);
            }

            @Override
            public void onCompleteResponse(ChatResponse complete) {
                response.complete(complete);
            }

            @Override
            public void onError(Throwable failure) {
                response.completeExceptionally(failure);
            }
        });
        try {
            return response.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e);
        }
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

    /** Says that a server answered with nothing, which must not be kept as an answer. */
    private static final class EmptyAnswerException extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }
}
