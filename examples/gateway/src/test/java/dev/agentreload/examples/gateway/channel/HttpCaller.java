package dev.agentreload.examples.gateway.channel;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Calls the HTTP channel as programs do.
 *
 * @param address where it listens
 * @param token what is presented; empty for none
 */
public record HttpCaller(URI address, String token) {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    /** Returns status and body of the answer. */
    public String post(String path, String body) throws IOException, InterruptedException {
        return postAs("application/json", path, body);
    }

    String postAs(String type, String path, String body) throws IOException, InterruptedException {
        return shown(CLIENT.send(posting(type, path, body), BodyHandlers.ofString()));
    }

    CompletableFuture<String> postLater(String path, String body) {
        return CLIENT.sendAsync(posting("application/json", path, body), BodyHandlers.ofString())
                .thenApply(HttpCaller::shown);
    }

    private HttpRequest posting(String type, String path, String body) {
        return request(path)
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    /** Returns status and body of the answer. */
    public String get(String path) throws IOException, InterruptedException {
        return shown(CLIENT.send(request(path).GET().build(), BodyHandlers.ofString()));
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address.resolve(path)).timeout(TIMEOUT);
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private static String shown(HttpResponse<String> response) {
        return response.statusCode() + " " + response.body();
    }
}
