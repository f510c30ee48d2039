// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.channel;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * Calls the HTTP channel as programs do.
 *
 * @param address where it listens
 * @param token what is presented; empty for none
 * @param client has the connections
 */
public record HttpCaller(URI address, String token, HttpClient client) {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    /** Creates a caller that shares its connections with others. */
    public HttpCaller(URI address, String token) {
        this(address, token, CLIENT);
    }

    /** Returns status and body of the answer. */
    public String post(String path, String body) throws IOException, InterruptedException {
        return shown(send(posting("application/json", path, body)));
    }

    String postAs(String type, String path, String body) throws IOException, InterruptedException {
        return shown(send(posting(type, path, body)));
    }

    CompletableFuture<String> postLater(String path, String body) {
        return client.sendAsync(posting("application/json", path, body), BodyHandlers.ofString())
                .thenApply(HttpCaller::shown);
    }

    /** Returns the events of an answer while it is written; to close them is to leave. */
    public Stream<String> stream(String body) throws IOException, InterruptedException {
        return client.send(
                        request("/messages")
                                .header("Content-Type", "application/json")
                                .header("Accept", "text/event-stream")
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofLines())
                .body();
    }

    /** Returns the events that an open page receives, until the server ends the stream. */
    Stream<String> events() throws IOException, InterruptedException {
        return client.send(
                        request("/events")
                                .header("Accept", "text/event-stream")
                                .GET()
                                .build(),
                        BodyHandlers.ofLines())
                .body();
    }

    /** Replaces the configuration, if this revision is in force. */
    public String put(String body, String revision) throws IOException, InterruptedException {
        HttpRequest.Builder request = request("/config").PUT(BodyPublishers.ofString(body));
        return shown(send(
                revision.isEmpty()
                        ? request.build()
                        : request.header("If-Match", revision).build()));
    }

    private HttpRequest posting(String type, String path, String body) {
        return request(path)
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    /** Returns status and body of the answer. */
    public String get(String path) throws IOException, InterruptedException {
        return shown(response(path));
    }

    HttpResponse<String> response(String path) throws IOException, InterruptedException {
        return send(request(path).GET().build());
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address.resolve(path)).timeout(TIMEOUT);
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    /** Waits until the port refuses connections: a server that a reload replaced is closed after the reload. */
    public void awaitRefusal() throws IOException {
        while (true) {
            try (Socket socket = new Socket(address.getHost(), address.getPort())) {
                socket.getOutputStream().flush();
            } catch (ConnectException e) {
                return;
            }
        }
    }

    private static String shown(HttpResponse<String> response) {
        return response.statusCode() + " " + response.body();
    }
}
