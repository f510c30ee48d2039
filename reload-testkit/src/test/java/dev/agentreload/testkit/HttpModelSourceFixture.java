// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.models.DiscoveryException;
import dev.agentreload.models.DiscoveryRequest;
import dev.agentreload.models.Model;
import dev.agentreload.models.ModelSource;
import dev.agentreload.models.ProviderDefinition;
import dev.agentreload.models.http.HttpModelSource;
import dev.agentreload.testkit.server.StubModelServer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;

/** Sources that ask a server of the test. */
abstract class HttpModelSourceFixture {

    static final Duration LONG = Duration.ofMinutes(1);
    final ExecutorService threads = Executors.newCachedThreadPool();
    final HttpClient client = HttpClient.newBuilder().executor(threads).build();
    final StubModelServer server = StubModelServer.start(threads);

    final HttpModelSource openAi = HttpModelSource.openAiCompatible(
                    client, HostRuntime.of(Runnable::run).withTicker(() -> 0))
            .build();

    final HttpModelSource ollama = HttpModelSource.ollama(
                    client, HostRuntime.of(Runnable::run).withTicker(() -> 0))
            .build();

    @AfterEach
    void stop() {
        server.close();
        threads.shutdownNow();
    }

    static ProviderDefinition.Builder at(String endpoint) {
        return ProviderDefinition.builder("any").kind("openai").endpoint(endpoint);
    }

    /** Has a secret wherever there can be one. */
    ProviderDefinition secretive() {
        return at(server.endpoint() + "/path-sentinel/v1?key=query-sentinel")
                .credential("credential-sentinel")
                .header("X-Key", "header-sentinel")
                .build();
    }

    String who() {
        return "provider [any] at [" + server.host() + "] ";
    }

    static Optional<List<String>> discover(ModelSource source, ProviderDefinition definition) throws Exception {
        return source.discover(request(definition, LONG))
                .map(models ->
                        models.stream().map(Model::ref).map(Object::toString).toList());
    }

    static String failure(ModelSource source, ProviderDefinition definition) {
        return failure(source, definition, LONG);
    }

    /** Returns the message, which shows no secret and has no cause that could. */
    static String failure(ModelSource source, ProviderDefinition definition, Duration timeout) {
        DiscoveryException failure =
                catchThrowableOfType(DiscoveryException.class, () -> source.discover(request(definition, timeout)));
        assertThat(failure).isNotNull().hasNoCause();
        assertThat(failure.toString()).doesNotContain("sentinel");
        return String.valueOf(failure.getMessage());
    }

    static DiscoveryRequest request(ProviderDefinition definition, Duration timeout) {
        return new DiscoveryRequest("any", definition, List.of(), timeout);
    }

    HttpModelSourceFixture() throws IOException {}
}
