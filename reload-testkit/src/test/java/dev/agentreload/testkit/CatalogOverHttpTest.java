// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.models.ModelCatalog;
import dev.agentreload.models.ModelList;
import dev.agentreload.models.ModelsConfig;
import dev.agentreload.models.http.HttpModelSource;
import dev.agentreload.testkit.fake.ManualTime;
import dev.agentreload.testkit.server.StubModelServer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Has a real catalog ask real servers. */
class CatalogOverHttpTest {

    private final ManualTime time = new ManualTime();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient client = HttpClient.newBuilder().executor(threads).build();
    private final StubModelServer openAi = StubModelServer.start(threads);
    private final StubModelServer ollama = StubModelServer.start(threads);
    private final ModelCatalog catalog = ModelCatalog.builder(
                    HostRuntime.of(threads).withTicker(time))
            .source(HttpModelSource.openAiCompatible(
                            client, HostRuntime.of(Runnable::run).withTicker(time))
                    .build())
            .source(HttpModelSource.ollama(client, HostRuntime.of(Runnable::run).withTicker(time))
                    .build())
            .timeout(Duration.ofMinutes(1))
            .build(config("right"));

    CatalogOverHttpTest() throws IOException {
        openAi.requireCredential("right");
        openAi.list("gpt-5", "gpt-5-mini");
        ollama.list("llama3");
    }

    @AfterEach
    void stop() {
        openAi.close();
        ollama.close();
        threads.shutdownNow();
    }

    @Test
    void catalog_knowsWhatIsConfiguredAndWhatServersSay() {
        assertThat(refs()).containsExactly("cloud/own", "cloud/gpt-5", "cloud/gpt-5-mini", "local/llama3");
        assertThat(catalog.find("best"))
                .hasValueSatisfying(model -> assertThat(model.ref()).hasToString("cloud/own"));
        assertThat(catalog.models().isStale()).isFalse();
        assertThat(openAi.requests()).hasSize(1);
        assertThat(ollama.requests()).hasSize(1);
    }

    @Test
    void invalidate_asksServersAgain() {
        catalog.models();
        openAi.list("gpt-6");

        assertThat(refs()).contains("cloud/gpt-5");
        catalog.invalidate();

        assertThat(refs()).containsExactly("cloud/own", "cloud/gpt-6", "local/llama3");
        assertThat(catalog.models().isStale()).isFalse();
    }

    @Test
    void provider_thatFails_keepsItsModelsMarkedAndHidesNoOthers() {
        catalog.models();
        openAi.listInPages(1, "gpt-6", "gpt-6-mini");
        openAi.breakOffAfter("gpt-6");
        ollama.list("llama4");
        catalog.invalidate();

        assertThat(refs()).containsExactly("cloud/own", "cloud/gpt-5", "cloud/gpt-5-mini", "local/llama4");
        assertThat(stale())
                .isEqualTo(
                        Map.of("cloud", "provider [cloud] at [" + openAi.host() + "] could not be asked: IOException"));
        openAi.list("gpt-6");
        time.advance(Duration.ofSeconds(5));
        assertThat(refs()).containsExactly("cloud/own", "cloud/gpt-5", "cloud/gpt-5-mini", "local/llama4");
        awaitFresh();
        assertThat(refs()).containsExactly("cloud/own", "cloud/gpt-6", "local/llama4");
        assertThat(catalog.models().isStale()).isFalse();
    }

    @Test
    void key_rotatedToAWrongOne_marksTheModelsWithTheReason() {
        catalog.models();

        catalog.reload(config("wrong"));

        assertThat(refs()).containsExactly("cloud/own", "cloud/gpt-5", "cloud/gpt-5-mini", "local/llama3");
        assertThat(stale())
                .isEqualTo(Map.of(
                        "cloud",
                        "provider [cloud] at [" + openAi.host()
                                + "] is not authorised: it answered with status 401; expected a key that it accepts"));
        catalog.reload(config("right"));
        assertThat(catalog.models().isStale()).isFalse();
        assertThat(openAi.requests())
                .extracting(StubModelServer.Request::credential)
                .containsExactly(
                        StubModelServer.Credential.REQUIRED,
                        StubModelServer.Credential.OTHER,
                        StubModelServer.Credential.REQUIRED);
    }

    private ModelsConfig config(String key) {
        return ModelsConfig.read(
                        ConfigDocument.parse("config.json", """
                        { models: { providers: {
                            cloud: { api: 'openai', baseUrl: '%s/v1', apiKey: '%s', models: [{ id: 'own', alias: 'best' }] },
                            local: { api: 'ollama', baseUrl: '%s' } } } }
                        """.formatted(openAi.endpoint(), key, ollama.endpoint())))
                .orThrow();
    }

    private List<String> refs() {
        return catalog.models().models().stream()
                .map(model -> model.ref().toString())
                .toList();
    }

    /** The known list is returned at once, and the answer of a retry comes to a later call. */
    private void awaitFresh() {
        long limit = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (catalog.models().isStale()) {
            if (System.nanoTime() - limit > 0) {
                throw new AssertionError("stale: " + stale());
            }
            Thread.onSpinWait();
        }
    }

    private Map<String, String> stale() {
        ModelList models = catalog.models();
        return models.staleProviders();
    }
}
