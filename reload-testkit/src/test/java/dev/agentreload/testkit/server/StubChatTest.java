// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import dev.agentreload.testkit.fake.Gate;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.testkit.engine.EngineTestKit;

@Timeout(60)
class StubChatTest {

    private static final String OPENAI = "/v1/chat/completions";
    private static final String OLLAMA = "/api/chat";

    @RegisterExtension
    final StubModelServerExtension stub = StubModelServerExtension.lenient();

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient client = HttpClient.newBuilder().executor(threads).build();

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    @Test
    void openAi_plain_isOneCompletion() throws Exception {
        chat().always(StubAnswer.text("sunny"));

        HttpResponse<String> response = ask(OPENAI, body("weather?", "false"));

        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(response.body())
                .isEqualTo(
                        "{\"id\":\"chatcmpl-stub\",\"object\":\"chat.completion\",\"created\":0,\"model\":\"m\","
                                + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"sunny\"},"
                                + "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1,\"total_tokens\":2}}");
    }

    @Test
    void openAi_streamed_isEventsUntilDone() throws Exception {
        chat().always(StubAnswer.pieces("sun", "ny"));

        HttpResponse<String> response = ask(OPENAI, body("weather?", "true"));

        String begin =
                "data: {\"id\":\"chatcmpl-stub\",\"object\":\"chat.completion.chunk\",\"created\":0,\"model\":\"m\","
                        + "\"choices\":[{\"index\":0,\"delta\":";
        assertThat(response.headers().firstValue("Content-Type")).contains("text/event-stream");
        assertThat(response.body().split("\n\n"))
                .containsExactly(
                        begin + "{\"role\":\"assistant\",\"content\":\"sun\"},\"finish_reason\":null}]}",
                        begin + "{\"role\":\"assistant\",\"content\":\"ny\"},\"finish_reason\":null}]}",
                        begin + "{},\"finish_reason\":\"stop\"}]}",
                        "data: [DONE]");
    }

    @Test
    void ollama_plainAndStreamed_areLines() throws Exception {
        chat().always(StubAnswer.pieces("sun", "ny"));

        String plain = ask(OLLAMA, body("weather?", "false")).body();
        HttpResponse<String> streamed = ask(OLLAMA, "{\"model\":\"m\",\"messages\":[]}");

        assertThat(plain).isEqualTo(line("sunny", "true,\"done_reason\":\"stop\""));
        assertThat(streamed.headers().firstValue("Content-Type")).contains("application/x-ndjson");
        assertThat(streamed.body().lines())
                .containsExactly(line("sun", "false"), line("ny", "false"), line("", "true,\"done_reason\":\"stop\""));
    }

    private static String line(String content, String done) {
        return "{\"model\":\"m\",\"created_at\":\"2026-01-01T00:00:00Z\",\"message\":{\"role\":\"assistant\",\"content\":\""
                + content + "\"},\"done\":" + done + "}";
    }

    @Test
    void answers_scripted_comeInTheirOrder() throws Exception {
        chat().always(StubAnswer.text("anything"))
                .when("weather", StubAnswer.text("sunny"))
                .next(StubAnswer.status(503))
                .next(StubAnswer.body("no json"));

        assertThat(ask(OPENAI, body("weather?", "false")).statusCode()).isEqualTo(503);
        assertThat(ask(OPENAI, body("weather?", "false")).body()).isEqualTo("no json");
        assertThat(ask(OPENAI, body("the weather?", "false")).body()).contains("sunny");
        assertThat(ask(OPENAI, body("hello", "false")).body()).contains("anything");
    }

    @Test
    void requests_asked_areKept() throws Exception {
        chat().always(StubAnswer.text("fine"));

        ask(
                OPENAI,
                "{\"model\":\"m\",\"stream\":true,\"messages\":[{\"role\":\"system\",\"content\":\"be kind\"},"
                        + "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"how \"},{\"type\":\"text\",\"text\":\"are you?\"}]}]}");

        assertThat(chat().requests()).singleElement().satisfies(request -> {
            assertThat(request.model()).isEqualTo("m");
            assertThat(request.roles()).containsExactly("system", "user");
            assertThat(request.texts()).containsExactly("be kind", "how are you?");
            assertThat(request.lastText()).isEqualTo("how are you?");
            assertThat(request.isStreamed()).isTrue();
            assertThat(request).hasToString("chat with [m], 2 messages, streamed");
        });
    }

    @Test
    void answer_waiting_comesWhenTheGateOpens() throws Exception {
        Gate gate = Gate.create();
        chat().always(StubAnswer.text("fine").waitingAt(gate).dripping());
        CompletableFuture<HttpResponse<String>> response = send(OPENAI, body("hello", "false"));
        gate.awaitReached();
        assertThat(response).isNotDone();

        gate.open();

        assertThat(response.get(20, TimeUnit.SECONDS).body()).contains("fine");
    }

    @Test
    void answer_halting_sendsHalfBeforeTheGateOpens() throws Exception {
        Gate gate = Gate.create();
        chat().always(StubAnswer.pieces("one", "two").haltingAt(gate));
        CompletableFuture<HttpResponse<Stream<String>>> response =
                client.sendAsync(request(OLLAMA, body("hello", "true")), BodyHandlers.ofLines());

        assertThat(response.get(20, TimeUnit.SECONDS).body().limit(1)).containsExactly(line("one", "false"));
        gate.awaitReached();
        gate.open();
    }

    @Test
    void answer_breakingOff_isNeverComplete() {
        chat().always(StubAnswer.text("fine").breakingOff());

        assertThatThrownBy(() -> ask(OPENAI, body("hello", "true"))).isInstanceOf(IOException.class);
    }

    @Test
    void close_whileAnAnswerWaits_letsGoOfIt() throws Exception {
        Gate gate = Gate.uninterruptible();
        chat().always(StubAnswer.text("fine").waitingAt(gate));
        CompletableFuture<HttpResponse<String>> response = send(OPENAI, body("hello", "false"));
        gate.awaitReached();

        stub.server().close();

        response.handle((answered, failure) -> "done").get(20, TimeUnit.SECONDS);
        assertThat(gate).hasToString("Gate[open]");
    }

    @Test
    void chat_withoutAnAnswer_isUnmatched() throws Exception {
        assertThat(ask(OPENAI, body("hello", "false")).statusCode()).isEqualTo(404);
        assertThat(ask(OPENAI, "no json").statusCode()).isEqualTo(404);

        assertThatThrownBy(() -> stub.server().verifyNoUnmatched())
                .isInstanceOf(AssertionError.class)
                .hasMessage("the server has no answer to [POST /v1/chat/completions, POST /v1/chat/completions]");
        assertThat(chat().requests()).hasSize(1);
    }

    @Test
    void status_thatIsNoRefusal_isRefused() {
        assertThatThrownBy(() -> StubAnswer.status(200)).hasMessage("status [200] is no refusal; expected 400 to 599");
    }

    static class Strict {

        @RegisterExtension
        final StubModelServerExtension stub = StubModelServerExtension.strict();

        @Test
        void asksWhatHasNoAnswer() throws Exception {
            HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(stub.server().endpoint() + "/other"))
                                    .build(),
                            BodyHandlers.discarding());
        }

        @Test
        void asksForModels() throws Exception {
            HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(stub.server().endpoint() + "/v1/models"))
                                    .build(),
                            BodyHandlers.discarding());
        }
    }

    @Test
    void strictExtension_unmatchedRequest_failsTheTest() {
        EngineTestKit.engine("junit-jupiter")
                .selectors(DiscoverySelectors.selectClass(Strict.class))
                .execute()
                .testEvents()
                .assertStatistics(statistics -> statistics.started(2).succeeded(1))
                .failed()
                .assertEventsMatchExactly(finishedWithFailure(message("the server has no answer to [GET /other]")));
    }

    @Test
    void server_outsideOfATest_isRefused() {
        assertThatThrownBy(() -> StubModelServerExtension.strict().server())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("the server runs only during a test");
    }

    private StubChat chat() {
        return stub.server().chat();
    }

    private static String body(String text, String stream) {
        return "{\"model\":\"m\",\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
                .formatted(stream, text);
    }

    private HttpResponse<String> ask(String path, String body) throws Exception {
        return client.send(request(path, body), BodyHandlers.ofString());
    }

    private CompletableFuture<HttpResponse<String>> send(String path, String body) {
        return client.sendAsync(request(path, body), BodyHandlers.ofString());
    }

    private HttpRequest request(String path, String body) {
        return HttpRequest.newBuilder(URI.create(stub.server().endpoint() + path))
                .POST(BodyPublishers.ofString(body))
                .build();
    }
}
