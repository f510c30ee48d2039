// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.agents.session.SessionMessage;
import dev.agentreload.agents.session.SessionRole;
import dev.agentreload.models.ModelRef;
import dev.agentreload.models.ProviderDefinition;
import dev.agentreload.testkit.server.StubModelServer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChatProvidersTest {

    private static final Prompt PROMPT = new Prompt(
            AgentId.MAIN,
            Optional.of("be brief"),
            List.of(
                    SessionMessage.of(SessionRole.USER, "hello", Instant.EPOCH),
                    SessionMessage.of(SessionRole.ASSISTANT, "hi", Instant.EPOCH),
                    SessionMessage.of(SessionRole.USER, "how are you?", Instant.EPOCH)),
            Optional.empty());

    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(1);
    private final ChatProviders factory = new ChatProviders(new ModelTransport(HttpClient.newHttpClient(), scheduler));
    private StubModelServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = StubModelServer.start(executor);
    }

    @AfterEach
    void stopServer() {
        server.close();
        executor.shutdownNow();
        scheduler.shutdownNow();
    }

    @Test
    void echo_asked_repeatsTheMessage() throws Exception {
        ChatProvider echo = factory.create(ProviderDefinition.of("echo"));

        assertThat(echo.answer(ModelRef.parse("echo/small"), PROMPT))
                .isEqualTo("main (echo/small) to message 2: how are you?");
    }

    @Test
    void openAi_asked_sendsTheConversationAndTheKey() throws Exception {
        server.requireCredential("s3cr3t");
        server.send("{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"fine\"}}]}");
        ChatProvider openAi = factory.create(ProviderDefinition.builder("groq")
                .kind("openai")
                .endpoint(server.endpoint() + "/v1")
                .credential("s3cr3t")
                .build());

        assertThat(openAi.answer(ModelRef.parse("groq/llama"), PROMPT)).isEqualTo("fine");

        assertThat(server.requests())
                .extracting(StubModelServer.Request::path, StubModelServer.Request::credential)
                .containsExactly(tuple("/v1/chat/completions", StubModelServer.Credential.REQUIRED));
    }

    @Test
    void ollama_asked_answers() throws Exception {
        server.send("{\"message\":{\"role\":\"assistant\",\"content\":\"fine\"},\"done\":true}");
        ChatProvider ollama = factory.create(
                ProviderDefinition.builder("ollama").endpoint(server.endpoint()).build());

        assertThat(ollama.answer(ModelRef.parse("ollama/qwen"), PROMPT)).isEqualTo("fine");
        assertThat(server.requests()).extracting(StubModelServer.Request::path).containsExactly("/api/chat");
    }

    @Test
    void anthropic_asked_answers() throws Exception {
        server.send(
                "{\"id\":\"1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"large\",\"stop_reason\":\"end_turn\","
                        + "\"content\":[{\"type\":\"text\",\"text\":\"fine\"}],\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}");
        ChatProvider anthropic = factory.create(ProviderDefinition.builder("anthropic")
                .kind("anthropic-messages")
                .endpoint(server.endpoint())
                .credential("s3cr3t")
                .build());

        assertThat(anthropic.answer(ModelRef.parse("anthropic/large"), PROMPT)).isEqualTo("fine");
        assertThat(server.requests()).extracting(StubModelServer.Request::path).containsExactly("/v1/messages");
    }

    @Test
    void gemini_asked_answers() throws Exception {
        server.send("{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\"fine\"}]},"
                + "\"finishReason\":\"STOP\"}],"
                + "\"usageMetadata\":{\"promptTokenCount\":1,\"candidatesTokenCount\":1,\"totalTokenCount\":2}}");
        ChatProvider gemini = factory.create(ProviderDefinition.builder("google")
                .kind("google-generative-ai")
                .endpoint(server.endpoint() + "/v1beta")
                .credential("s3cr3t")
                .build());

        assertThat(gemini.answer(ModelRef.parse("google/gemini-x"), PROMPT)).isEqualTo("fine");
        assertThat(server.requests())
                .extracting(StubModelServer.Request::path)
                .containsExactly("/v1beta/models/gemini-x:generateContent");
    }

    @Test
    void server_thatFails_isAskedOnce() throws Exception {
        server.fail(500);
        ChatProvider ollama = factory.create(
                ProviderDefinition.builder("ollama").endpoint(server.endpoint()).build());

        assertThatThrownBy(() -> ollama.answer(ModelRef.parse("ollama/qwen"), PROMPT))
                .isInstanceOf(RuntimeException.class);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void kind_thatThisGatewayDoesNotSpeak_failsWhenItIsAsked() throws Exception {
        ChatProvider work = factory.create(
                ProviderDefinition.builder("work").kind("carrier-pigeon").build());

        assertThatThrownBy(() -> work.answer(ModelRef.parse("work/m"), PROMPT))
                .hasMessage("was not asked: this gateway does not speak [carrier-pigeon]");
    }
}
