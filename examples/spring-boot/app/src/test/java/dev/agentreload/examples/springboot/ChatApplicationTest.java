// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.springboot;

import static dev.agentreload.testkit.assertions.ReloadAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agentreload.agents.AgentRegistry;
import dev.agentreload.core.apply.ReloadRequest;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.apply.Reloader;
import dev.agentreload.core.source.ConfigSource;
import dev.agentreload.models.provider.ProviderPool;
import dev.agentreload.testkit.fake.Gate;
import dev.agentreload.testkit.server.StubAnswer;
import dev.agentreload.testkit.server.StubChatRequest;
import dev.agentreload.testkit.server.StubModelServer;
import dev.agentreload.testkit.server.StubModelServerExtension;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** One application for all tests: each begins with the file of this example, and fails if it leaves something open. */
class ChatApplicationTest {

    @TempDir
    private static Path directory;

    private static ConfigurableApplicationContext context = new GenericApplicationContext();

    @RegisterExtension
    private final StubModelServerExtension stub = StubModelServerExtension.lenient();

    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeAll
    static void start() throws IOException {
        Files.copy(Path.of("agents.yaml"), file());
        context = SpringApplication.run(
                ChatApplication.class,
                "--server.port=0",
                "--spring.main.banner-mode=off",
                "--agent-reload.watch.enabled=false",
                "--agent-reload.config=" + file(),
                "--OPENAI_BASE_URL=http://localhost:1/v1",
                "--OPENAI_API_KEY=sk-test");
    }

    @AfterAll
    static void stop() {
        Reloader reloader = context.getBean(Reloader.class);
        ProviderPool<?> pool = context.getBean(ProviderPool.class);
        context.close();

        assertThat(pool.uses()).isEmpty();
        assertThat(reloader.close(Duration.ZERO).isClean()).isTrue();
    }

    @BeforeEach
    void talkToTheStub() throws IOException {
        Files.copy(Path.of("agents.yaml"), file(), StandardCopyOption.REPLACE_EXISTING);
        edit("${OPENAI_BASE_URL}", stub.server().endpoint() + "/v1");
        assertThat(reload()).isApplied();
    }

    /** What a reload replaced is closed on a thread of the host, and a turn ends after its last word was sent. */
    @AfterEach
    void nothingStaysOpen() {
        ProviderPool<?> pool = context.getBean(ProviderPool.class);
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(context.getBean(Reloader.class).view().status().retired())
                    .isEmpty();
            assertThat(context.getBean(AgentRegistry.class).status().openLeases())
                    .isZero();
            assertThat(pool.uses()).hasSize(1);
        });
    }

    @Test
    void chat_message_isAnsweredByTheModelOfTheFile() throws Exception {
        stub.server().chat().always(StubAnswer.text("hello"));

        assertThat(chat("hi").body()).isEqualTo("hello");
        assertThat(models()).containsExactly("gpt-5");
    }

    @Test
    void stream_message_comesInPieces() throws Exception {
        stub.server().chat().always(StubAnswer.pieces("hel", "lo"));

        assertThat(post("/chat/stream", "hi").body()).contains("data:hel", "data:lo");
    }

    @Test
    void reload_underARunningTurn_leavesItOnItsModel() throws Exception {
        Gate gate = Gate.create();
        stub.server().chat().next(StubAnswer.text("from the old one").waitingAt(gate));
        stub.server().chat().always(StubAnswer.text("from the new one"));
        CompletableFuture<HttpResponse<String>> turn =
                client.sendAsync(request("/chat", "hi"), HttpResponse.BodyHandlers.ofString());
        gate.awaitReached();

        edit("&usual openai/gpt-5 ", "&usual openai/gpt-5.4 ");
        assertThat(reload()).isApplied();
        assertThat(chat("and now").body()).isEqualTo("from the new one");
        gate.open();

        assertThat(turn.get().body()).isEqualTo("from the old one");
        assertThat(models()).containsExactly("gpt-5", "gpt-5.4");
    }

    @Test
    void reload_badEdit_isRefusedWithItsPositionAndChatContinues() throws Exception {
        stub.server().chat().always(StubAnswer.text("hello"));
        edit("&usual openai/gpt-5 ", "&usual opnai/gpt-5 ");

        ReloadResult result = reload();

        assertThat(result.summary())
                .contains("unknown provider [opnai]", "agents.yaml:14:21", "did you mean [openai]?");
        assertThat(chat("hi").body()).isEqualTo("hello");
    }

    @Test
    void reload_ownSection_isInForceForTheNextTurn() throws Exception {
        stub.server().chat().always(StubAnswer.text("hello"));
        edit("perMinute: 60", "perMinute: 0");

        assertThat(reload()).isApplied();

        assertThat(chat("hi").statusCode()).isEqualTo(429);
    }

    @Test
    void reload_exclusiveJob_isStoppedAndStarted() throws Exception {
        edit("everyMinutes: 60", "everyMinutes: 5");

        assertThat(reload()).isApplied();

        assertThat(context.getBean(DigestJob.class).everyMinutes()).hasValue(5);
    }

    @Test
    void reload_keyFileRotated_isInForceForTheNextTurn() throws Exception {
        Path key = Files.writeString(directory.resolve("openai.key"), "sk-one");
        edit("${OPENAI_API_KEY}", "${file:openai.key}");
        assertThat(reload()).isApplied();
        stub.server().chat().always(StubAnswer.text("hello"));
        stub.server().requireCredential("sk-two");

        Files.writeString(key, "sk-two");
        assertThat(reload()).isApplied();

        assertThat(chat("hi").body()).isEqualTo("hello");
        assertThat(stub.server().requests().get(0).credential()).isEqualTo(StubModelServer.Credential.REQUIRED);
    }

    private List<String> models() {
        return stub.server().chat().requests().stream()
                .map(StubChatRequest::model)
                .toList();
    }

    private static Path file() {
        return directory.resolve("agents.yaml");
    }

    private void edit(String before, String after) throws IOException {
        String text = Files.readString(file());
        assertThat(text).contains(before);
        Files.writeString(file(), text.replace(before, after));
    }

    private ReloadResult reload() {
        return context.getBean(Reloader.class)
                .reload(ReloadRequest.manual(context.getBean(ConfigSource.class), "test"), Duration.ofSeconds(30));
    }

    private HttpResponse<String> chat(String message) throws Exception {
        return post("/chat", message);
    }

    private HttpResponse<String> post(String path, String message) throws Exception {
        return client.send(request(path, message), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest request(String path, String message) {
        String port = context.getEnvironment().getProperty("local.server.port");
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString(message))
                .build();
    }
}
