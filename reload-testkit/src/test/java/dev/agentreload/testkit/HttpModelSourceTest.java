// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.models.ProviderDefinition;
import dev.agentreload.models.http.HttpModelSource;
import dev.agentreload.testkit.server.StubModelServer;
import dev.agentreload.testkit.server.StubModelServer.Credential;
import java.io.IOException;
import java.net.http.HttpClient;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpModelSourceTest extends HttpModelSourceFixture {

    HttpModelSourceTest() throws IOException {}

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
    void openAi_headerOfTheDefinition_replacesTheCredential() throws Exception {
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

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", " sentinel", "sentinel ", "sentinel\n", "sen\ttinel", "sentinel\u0000", "\u001b[31m"})
    void model_thatNoConfigurationCouldName_isAFailure(String id) {
        server.list("good", id);

        assertThat(failure(openAi, at(server.endpoint()).build()))
                .isEqualTo(who() + "lists a model without a usable name");
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

    @ParameterizedTest
    @ValueSource(
            strings = {"sentinel", "file:///sentinel", "https://sentinel:sentinel@localhost/v1", "https://local host/"})
    void endpoint_thatCannotBeAsked_isAFailure(String endpoint) {
        assertThat(failure(openAi, at(endpoint).build()))
                .isEqualTo("the endpoint of provider [any] cannot be asked;"
                        + " expected an http or https address without a user");
    }
}
