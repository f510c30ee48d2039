// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentreload.testkit.server.StubModelServer.Credential;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StubModelServerTest {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient client = HttpClient.newBuilder().executor(threads).build();
    private final StubModelServer server = StubModelServer.start(threads);

    StubModelServerTest() throws IOException {}

    @AfterEach
    void stop() {
        server.close();
        threads.shutdownNow();
    }

    @Test
    void paths_ofLists_areAnsweredInTheirShape() throws Exception {
        server.list("m");

        assertThat(get("/any/models").body())
                .isEqualTo("{\"object\":\"list\",\"data\":[{\"id\":\"m\",\"owned_by\":\"stub\",\"size\":1}]}");
        assertThat(get("/api/tags").body())
                .isEqualTo("{\"models\":[{\"name\":\"m\",\"owned_by\":\"stub\",\"size\":1}]}");
        assertThat(get("/v1/chat").statusCode()).isEqualTo(404);
    }

    @Test
    void requests_areKeptWithoutCredentials() throws Exception {
        server.requireCredential("secret");

        assertThat(get("/v1/models?a=b&c", "Authorization", "Bearer secret").statusCode())
                .isEqualTo(200);
        assertThat(get("/v1/models", "Authorization", "Bearer other-secret").statusCode())
                .isEqualTo(401);
        assertThat(get("/v1/models").statusCode()).isEqualTo(401);

        assertThat(server.requests())
                .extracting(StubModelServer.Request::credential)
                .containsExactly(Credential.REQUIRED, Credential.OTHER, Credential.NONE);
        assertThat(server.requests().toString()).doesNotContain("secret");
        assertThat(server.requests().get(0).hasParameter("a", "b")).isTrue();
        assertThat(server.requests().get(0).hasParameter("c", "")).isTrue();
        assertThat(server.requests().get(0).hasParameter("d", "")).isFalse();
    }

    @Test
    void heldRequest_isAnsweredWhenTheLatchOpens() throws Exception {
        server.list("m");
        CountDownLatch gate = server.holdHalfway();
        CompletableFuture<HttpResponse<String>> response =
                client.sendAsync(request("/v1/models"), BodyHandlers.ofString());
        server.awaitRequest();
        assertThat(response).isNotDone();

        gate.countDown();

        assertThat(response.get(10, TimeUnit.SECONDS).body()).endsWith("]}");
    }

    @Test
    void close_letsGoOfHeldRequests() throws Exception {
        server.hold();
        CompletableFuture<HttpResponse<String>> response =
                client.sendAsync(request("/v1/models"), BodyHandlers.ofString());
        server.awaitRequest();

        server.close();
        server.close();

        response.handle((answered, failure) -> "done").get(10, TimeUnit.SECONDS);
        threads.shutdown();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void pageOfNoSize_isRefused() {
        assertThatThrownBy(() -> server.listInPages(0, "m"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a page has room for at least one model, not for 0");
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        return client.send(request(path, headers), BodyHandlers.ofString());
    }

    private HttpRequest request(String path, String... headers) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(server.endpoint() + path));
        return (headers.length == 0 ? builder : builder.headers(headers)).build();
    }
}
