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
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
                    SessionMessage.of(SessionRole.USER, "how are you?", Instant.EPOCH)));

    private final ChatProviders factory = new ChatProviders();
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private StubModelServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = StubModelServer.start(executor);
    }

    @AfterEach
    void stopServer() {
        server.close();
        executor.shutdownNow();
    }

    @Test
    void echo_asked_answersWithWhatItWasTold() {
        ChatProvider echo = factory.create(ProviderDefinition.of("echo"));

        assertThat(echo.answer(ModelRef.parse("echo/small"), PROMPT))
                .isEqualTo("main (echo/small) to message 2: how are you?");
    }

    @Test
    void openAi_asked_sendsTheConversationAndTheKey() {
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
    void ollama_asked_answers() {
        server.send("{\"message\":{\"role\":\"assistant\",\"content\":\"fine\"},\"done\":true}");
        ChatProvider ollama = factory.create(
                ProviderDefinition.builder("ollama").endpoint(server.endpoint()).build());

        assertThat(ollama.answer(ModelRef.parse("ollama/qwen"), PROMPT)).isEqualTo("fine");
        assertThat(server.requests()).extracting(StubModelServer.Request::path).containsExactly("/api/chat");
    }

    @Test
    void server_thatFails_isAskedOnce() {
        server.fail(500);
        ChatProvider ollama = factory.create(
                ProviderDefinition.builder("ollama").endpoint(server.endpoint()).build());

        assertThatThrownBy(() -> ollama.answer(ModelRef.parse("ollama/qwen"), PROMPT))
                .isInstanceOf(RuntimeException.class);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void kind_thatThisGatewayDoesNotSpeak_failsWhenItIsAsked() {
        ChatProvider work = factory.create(
                ProviderDefinition.builder("work").kind("anthropic-messages").build());

        assertThatThrownBy(() -> work.answer(ModelRef.parse("work/m"), PROMPT))
                .hasMessage("provider [work] speaks [anthropic-messages], which this gateway does not");
    }
}
