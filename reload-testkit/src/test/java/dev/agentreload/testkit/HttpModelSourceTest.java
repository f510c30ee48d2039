// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.models.DiscoveryException;
import dev.agentreload.models.DiscoveryRequest;
import dev.agentreload.models.Model;
import dev.agentreload.models.ModelSource;
import dev.agentreload.models.ProviderDefinition;
import dev.agentreload.models.http.HttpModelSource;
import dev.agentreload.testkit.server.StubModelServer;
import dev.agentreload.testkit.server.StubModelServer.Credential;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpModelSourceTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(50);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient client = HttpClient.newBuilder().executor(threads).build();
    private final StubModelServer server = StubModelServer.start(threads);
    private final HttpModelSource openAi = HttpModelSource.openAiCompatible(
                    client, HostRuntime.of(Runnable::run).withTicker(() -> 0))
            .build();
    private final HttpModelSource ollama = HttpModelSource.ollama(
                    client, HostRuntime.of(Runnable::run).withTicker(() -> 0))
            .build();

    HttpModelSourceTest() throws IOException {}

    @AfterEach
    void stop() {
        server.close();
        threads.shutdownNow();
    }

    @Test
    void openAi_provider_isAskedWithCredentialAndHeaders() throws Exception {
        server.list("gpt-5", "openai/gpt-oss-20b");
        server.requireCredential("key");
        ProviderDefinition definition = at(server.endpoint() + "/v1")
                .credential("key")
                .credential("reserve")
                .header("X-Team", "blue")
                .build();

        assertThat(discover(openAi, definition)).hasValue(List.of("any/gpt-5", "any/openai/gpt-oss-20b"));
        assertThat(server.requests()).singleElement().satisfies(request -> {
            assertThat(request).hasToString("/v1/models, credential REQUIRED");
            assertThat(request.hasHeader("X-Team", "blue")).isTrue();
            assertThat(request.hasHeader("Accept", "application/json")).isTrue();
        });
    }

    @Test
    void openAi_headerOfTheDefinition_standsInForTheCredential() throws Exception {
        server.list("m");
        server.requireCredential("right");
        ProviderDefinition definition = at(server.endpoint())
                .credential("wrong")
                .header("authorization", "Bearer right")
                .build();

        assertThat(discover(openAi, definition)).hasValue(List.of("any/m"));
    }

    @Test
    void openAi_providerWithoutCredential_isAskedWithoutOne() throws Exception {
        server.list("m");

        discover(openAi, at(server.endpoint()).build());

        assertThat(server.requests())
                .extracting(StubModelServer.Request::credential)
                .containsExactly(Credential.NONE);
    }

    @Test
    void openAi_endpointWithQuery_keepsIt() throws Exception {
        server.listInPages(1, "m", "n");

        discover(openAi, at(server.endpoint() + "/openai?api-version=2026-01").build());

        assertThat(server.requests()).hasSize(2).allSatisfy(request -> {
            assertThat(request.path()).isEqualTo("/openai/v1/models");
            assertThat(request.hasParameter("api-version", "2026-01")).isTrue();
        });
    }

    @Test
    void ollama_provider_isAskedForItsTags() throws Exception {
        server.list("llama3.2:latest", "hf.co/team/model:Q4");
        server.requireCredential("key");
        ProviderDefinition definition = ProviderDefinition.builder("any")
                .kind("ollama")
                .endpoint(server.endpoint() + "/v1")
                .credential("key")
                .build();

        assertThat(discover(ollama, definition)).hasValue(List.of("any/llama3.2:latest", "any/hf.co/team/model:Q4"));
        assertThat(server.requests()).extracting(StubModelServer.Request::path).containsExactly("/api/tags");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"openai", "OpenAI", "openai-completions", "openrouter", "groq", "deepseek", "lmstudio", "vllm"})
    void openAi_kindsThatSpeakIt_areAsked(String kind) throws Exception {
        server.list("m");

        assertThat(discover(openAi, at(server.endpoint()).kind(kind).build())).isPresent();
    }

    @Test
    void provider_ofAnotherKindOrWithoutAnEndpoint_isNotAsked() throws Exception {
        assertThat(discover(openAi, at(server.endpoint()).kind("anthropic").build()))
                .isEmpty();
        assertThat(discover(ollama, at(server.endpoint()).kind("openai").build()))
                .isEmpty();
        assertThat(discover(openAi, ProviderDefinition.of("openai"))).isEmpty();
        assertThat(discover(
                        openAi,
                        ProviderDefinition.builder("groq").credential("key").build()))
                .isEmpty();
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void kinds_thatTheHostAdds_areAsked() throws Exception {
        server.list("m");
        HttpModelSource wider = HttpModelSource.openAiCompatible(
                        client, HostRuntime.of(Runnable::run).withTicker(() -> 0))
                .kind("In-House")
                .kind("deepseek", server.endpoint() + "/v1")
                .build();

        assertThat(discover(wider, at(server.endpoint()).kind("in-house").build()))
                .isPresent();
        assertThat(discover(wider, ProviderDefinition.of("deepseek"))).isPresent();
        assertThat(discover(wider, ProviderDefinition.of("in-house"))).isEmpty();
        assertThat(wider.kinds()).contains("in-house", "deepseek", "openai");
    }

    @Test
    void models_listedTwice_countOnce() throws Exception {
        server.list("n", "m", "n");

        assertThat(discover(openAi, at(server.endpoint()).build())).hasValue(List.of("any/n", "any/m"));
    }

    @Test
    void pages_areOneList() throws Exception {
        server.listInPages(2, "a", "b/b", "c&c", "d", "e");
        server.requireCredential("key");

        assertThat(discover(openAi, at(server.endpoint()).credential("key").build()))
                .hasValue(List.of("any/a", "any/b/b", "any/c&c", "any/d", "any/e"));
        assertThat(server.requests()).hasSize(3);
    }

    @Test
    void pagesWithoutACursor_goOnAfterTheLastModel() throws Exception {
        server.send("{\"data\":[{\"id\":\"m\"}],\"has_more\":true}");

        assertThat(failure(openAi, at(server.endpoint()).build()))
                .isEqualTo(who() + "begins its list again; expected the next page");
        assertThat(server.requests().get(1).hasParameter("after", "m")).isTrue();
    }

    @Test
    void page_thatBreaksOff_failsAll() {
        server.listInPages(1, "a", "b", "c");
        server.breakOffAfter("a");

        assertThat(failure(openAi, at(server.endpoint()).build())).isEqualTo(who() + "could not be asked: IOException");
        assertThat(server.requests()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {203, 302, 404, 429, 500})
    void status_otherThan200_isAFailure(int status) {
        server.fail(status);

        assertThat(failure(openAi, secretive())).isEqualTo(who() + "answered with status " + status + "; expected 200");
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void status_ofACredentialThatIsNotAccepted_saysSo(int status) {
        server.fail(status);

        assertThat(failure(openAi, secretive()))
                .isEqualTo(who() + "is not authorised: it answered with status " + status
                        + "; expected a key that it accepts");
    }

    @ParameterizedTest
    @CsvSource({
        "120, PT2M",
        "0, PT0S",
        "86400, PT1H",
        "'Thu, 01 Jan 1970 00:01:30 GMT', PT1M30S",
        "'Wed, 31 Dec 1969 00:00:00 GMT', PT0S"
    })
    void retryAfter_inSecondsOrAsADate_isThePause(String header, Duration pause) {
        server.fail(429, header);

        DiscoveryException failure = catchThrowableOfType(
                DiscoveryException.class, () -> atTheEpoch().discover(request(secretive(), LONG)));

        assertThat(failure.retryAfter()).hasValue(pause);
        assertThat(failure)
                .hasMessageStartingWith(who() + "answered with status 429 and asked not to be called for PT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-1", "1.5", "9999999999"})
    void retryAfter_thatIsNeither_isIgnored(String header) {
        server.fail(503, header);

        DiscoveryException failure =
                catchThrowableOfType(DiscoveryException.class, () -> openAi.discover(request(secretive(), LONG)));

        assertThat(failure.retryAfter()).isEmpty();
        assertThat(failure).hasMessage(who() + "answered with status 503; expected 200");
    }

    private HttpModelSource atTheEpoch() {
        HostRuntime runtime = HostRuntime.of(Runnable::run).withTicker(() -> 0).withClock(() -> Instant.EPOCH);
        return HttpModelSource.openAiCompatible(client, runtime).build();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sentinel",
                "[{\"id\":\"sentinel\"}]",
                "{}",
                "{\"data\":null}",
                "{\"data\":{\"id\":\"sentinel\"}}",
                "{\"data\":[\"sentinel\"]}",
                "{\"data\":[{\"id\":\"sentinel\"},{\"id\":7}]}",
                "{\"data\":[{\"id\":\"sentinel\"},{\"name\":\"m\"}]}",
                "{\"data\":[],\"has_more\":true}",
                "{\"data\":[{\"id\":\"sentinel\"}]} sentinel",
                "{\"data\":[{\"id\":\"sentinel\"}"
            })
    void body_thatIsNoList_isAFailure(String body) {
        server.send(body);

        assertThat(failure(openAi, secretive()))
                .isEqualTo(who() + "answered with status 200 and no list of models;"
                        + " expected an object with a list [data] of models with an [id]");
    }

    @Test
    void body_thatIsNoListOfOllamas_isAFailure() {
        server.send("{\"data\":[{\"id\":\"m\"}]}");

        assertThat(failure(ollama, at(server.endpoint()).kind("ollama").build()))
                .isEqualTo(who() + "answered with status 200 and no list of models;"
                        + " expected an object with a list [models] of models with a [name]");
    }

    @Test
    void emptyList_isAFailure() {
        server.list();

        assertThat(failure(openAi, at(server.endpoint()).build()))
                .isEqualTo(who() + "answered with status 200 and lists no model");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", " sentinel", "sentinel ", "sentinel\n", "sen\ttinel", "sentinel\u0000", "\u001b[31m"})
    void model_thatNoConfigurationCouldName_isAFailure(String id) {
        server.list("good", id);

        assertThat(failure(openAi, at(server.endpoint()).build()))
                .isEqualTo(who() + "lists a model without a usable name");
    }

    @Test
    void body_withoutEnd_isReadUpToTheLimit() {
        server.sendForever(200);
        HttpModelSource modest = HttpModelSource.openAiCompatible(
                        client, HostRuntime.of(Runnable::run).withTicker(() -> 0))
                .responseLimit(10_000)
                .build();

        assertThat(failure(modest, at(server.endpoint()).build())).isEqualTo(who() + "sent more than [10000] bytes");
    }

    @Test
    void limit_holdsForAllPagesTogether() throws Exception {
        server.listInPages(1, "a", "b", "c");
        HttpModelSource modest = HttpModelSource.openAiCompatible(
                        client, HostRuntime.of(Runnable::run).withTicker(() -> 0))
                .responseLimit(200)
                .build();

        assertThat(failure(modest, at(server.endpoint()).build())).isEqualTo(who() + "sent more than [200] bytes");
        server.listInPages(1, "a");
        assertThat(discover(modest, at(server.endpoint()).build())).isPresent();
    }

    @Test
    void bodyOfAFailure_isNotReadAtAll() {
        server.sendForever(500);

        assertThat(failure(openAi, at(server.endpoint()).build()))
                .isEqualTo(who() + "answered with status 500; expected 200");
    }

    @ParameterizedTest
    @CsvSource({"50, 60000", "60000, 50"})
    void server_thatSendsNothing_isGivenUpAfterTheSmallerTimeout(long own, long most) {
        CountDownLatch gate = server.hold();

        assertThat(failure(
                        openAi,
                        at(server.endpoint()).timeout(Duration.ofMillis(own)).build(),
                        Duration.ofMillis(most)))
                .isEqualTo(who() + "did not answer within PT0.05S");
        gate.countDown();
    }

    @Test
    void server_thatStopsHalfway_isGivenUpAfterTheTimeout() {
        server.list("a", "b");
        CountDownLatch gate = server.holdHalfway();

        assertThat(failure(openAi, at(server.endpoint()).build(), SHORT))
                .isEqualTo(who() + "did not answer within PT0.05S");
        gate.countDown();
    }

    @Test
    void interrupt_endsTheCallAndIsKept() throws Exception {
        server.hold();
        CompletableFuture<Boolean> kept = new CompletableFuture<>();
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Thread asking = new Thread(() -> {
            thrown.complete(catchThrowableOfType(
                    DiscoveryException.class,
                    () -> discover(openAi, at(server.endpoint()).build())));
            kept.complete(Thread.currentThread().isInterrupted());
        });
        asking.start();
        server.awaitRequest();

        asking.interrupt();

        assertThat(thrown.get(10, TimeUnit.SECONDS)).hasMessage(who() + "was not asked to the end: interrupted");
        assertThat(kept.get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void redirect_isNotFollowed() throws Exception {
        try (StubModelServer other = StubModelServer.start(threads)) {
            other.list("m");
            server.redirect(other.endpoint() + "/v1/models");

            assertThat(failure(openAi, secretive())).isEqualTo(who() + "answered with status 302; expected 200");
            assertThat(other.requests()).isEmpty();
        }
    }

    @Test
    void redirect_onTheSameHost_isNotFollowed() {
        server.redirect(server.endpoint() + "/v2/models");

        assertThat(failure(openAi, secretive())).isEqualTo(who() + "answered with status 302; expected 200");
        assertThat(server.requests()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = HttpClient.Redirect.class,
            names = {"ALWAYS", "NORMAL"})
    void client_thatFollowsRedirects_isRefused(HttpClient.Redirect policy) {
        HttpClient following = HttpClient.newBuilder()
                .executor(threads)
                .followRedirects(policy)
                .build();
        String message = "a client that follows redirects [" + policy
                + "] would send credentials to other hosts; expected [NEVER]";

        assertThatThrownBy(() -> HttpModelSource.openAiCompatible(
                        following, HostRuntime.of(Runnable::run).withTicker(() -> 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> HttpModelSource.ollama(
                        following, HostRuntime.of(Runnable::run).withTicker(() -> 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void server_thatIsNotThere_isAFailure() {
        server.close();

        assertThat(failure(openAi, secretive())).isEqualTo(who() + "could not be asked: ConnectException");
    }

    @Test
    void client_thatCannotWork_isAFailure() {
        HttpClient closed = HttpClient.newBuilder()
                .executor(task -> {
                    throw new RejectedExecutionException("shut down");
                })
                .build();

        assertThat(failure(
                        HttpModelSource.openAiCompatible(
                                        closed, HostRuntime.of(Runnable::run).withTicker(() -> 0))
                                .build(),
                        at(server.endpoint()).build()))
                .isEqualTo(who() + "could not be asked: RejectedExecutionException");
    }

    @ParameterizedTest
    @CsvSource({
        "X-Team, 'sentinel\nX-Other: sentinel'",
        "Host, sentinel.example.com",
        "X Team, sentinel",
    })
    void header_thatCannotBeSent_isAFailure(String name, String value) {
        assertThat(failure(openAi, at(server.endpoint()).header(name, value).build()))
                .isEqualTo(who() + "was not asked: the client does not send header [" + name + "] as it is configured");
        assertThat(server.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"sentinel", "file:///sentinel", "https://sentinel:sentinel@localhost/v1", "https://local host/"})
    void endpoint_thatCannotBeAsked_isAFailure(String endpoint) {
        assertThat(failure(openAi, at(endpoint).build()))
                .isEqualTo("the endpoint of provider [any] cannot be asked;"
                        + " expected an http or https address without a user");
    }

    @Test
    void limit_ofNothing_isRefused() {
        assertThatThrownBy(() -> HttpModelSource.ollama(
                                client, HostRuntime.of(Runnable::run).withTicker(() -> 0))
                        .responseLimit(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a response limit must be positive, not 0");
    }

    private static ProviderDefinition.Builder at(String endpoint) {
        return ProviderDefinition.builder("any").kind("openai").endpoint(endpoint);
    }

    /** Has a secret wherever there can be one. */
    private ProviderDefinition secretive() {
        return at(server.endpoint() + "/path-sentinel/v1?key=query-sentinel")
                .credential("credential-sentinel")
                .header("X-Key", "header-sentinel")
                .build();
    }

    private String who() {
        return "provider [any] at [" + server.host() + "] ";
    }

    private static Optional<List<String>> discover(ModelSource source, ProviderDefinition definition) throws Exception {
        return source.discover(request(definition, LONG))
                .map(models ->
                        models.stream().map(Model::ref).map(Object::toString).toList());
    }

    private static String failure(ModelSource source, ProviderDefinition definition) {
        return failure(source, definition, LONG);
    }

    /** Returns the message, which shows no secret and has no cause that could. */
    private static String failure(ModelSource source, ProviderDefinition definition, Duration timeout) {
        DiscoveryException failure =
                catchThrowableOfType(DiscoveryException.class, () -> source.discover(request(definition, timeout)));
        assertThat(failure).isNotNull().hasNoCause();
        assertThat(failure.toString()).doesNotContain("sentinel");
        return String.valueOf(failure.getMessage());
    }

    private static DiscoveryRequest request(ProviderDefinition definition, Duration timeout) {
        return new DiscoveryRequest("any", definition, List.of(), timeout);
    }
}
