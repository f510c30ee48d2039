// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.server;

import static java.util.Objects.requireNonNullElse;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A request to a {@link StubModelServer}, and ways to answer it. <em>Not safe for use by multiple threads.</em>
 *
 * @param http the exchange of the server
 */
record StubExchange(HttpExchange http) {

    static final int OK = 200;

    /** A response without a body; 0 would mean one of unknown length. */
    private static final int NO_BODY = -1;

    String path() {
        return http.getRequestURI().getRawPath();
    }

    String method() {
        return http.getRequestMethod();
    }

    String body() throws IOException {
        return new String(http.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    }

    ImmutableMap<String, String> parameters() {
        String query = requireNonNullElse(http.getRequestURI().getRawQuery(), "");
        ImmutableMap.Builder<String, String> parameters = ImmutableMap.builder();
        for (String parameter : Splitter.on('&').omitEmptyStrings().split(query)) {
            int end = parameter.indexOf('=');
            String name = end < 0 ? parameter : parameter.substring(0, end);
            String value = end < 0 ? "" : URLDecoder.decode(parameter.substring(end + 1), StandardCharsets.UTF_8);
            parameters.put(name, value);
        }
        return parameters.buildKeepingLast();
    }

    @Nullable
    String header(String name) {
        return http.getRequestHeaders().getFirst(name);
    }

    void redirect(int status, String location) throws IOException {
        http.getResponseHeaders().set("Location", location);
        send(status, "");
    }

    void sendRetryAfter(int status, String retryAfter) throws IOException {
        http.getResponseHeaders().set("Retry-After", retryAfter);
        send(status, "");
    }

    void send(int status, String text) throws IOException {
        byte[] body = bytes(text);
        http.getResponseHeaders().set("Content-Type", "application/json");
        http.sendResponseHeaders(status, body.length == 0 ? NO_BODY : body.length);
        http.getResponseBody().write(body);
    }

    void send(StubAnswer answer, StubChatRequest request) throws IOException {
        answer.delivery().awaitStart();
        byte[] body = bytes(answer.body(request));
        http.getResponseHeaders().set("Content-Type", answer.contentType(request));
        http.sendResponseHeaders(answer.status(), body.length == 0 ? NO_BODY : body.length);
        answer.delivery().send(http.getResponseBody(), body);
    }

    /** Sends half of it now, and the rest after what happens halfway; an exception there breaks the answer off. */
    void sendInHalves(String text, Halfway halfway) throws IOException {
        byte[] body = bytes(text);
        int half = body.length / 2;
        http.sendResponseHeaders(OK, body.length);
        OutputStream stream = http.getResponseBody();
        stream.write(body, 0, half);
        stream.flush();
        halfway.run();
        stream.write(body, half, body.length - half);
    }

    /** Sends it again and again until the other side hangs up. */
    void sendForever(int status, String beginning, String repeated) throws IOException {
        byte[] again = bytes(repeated);
        http.sendResponseHeaders(status, 0);
        OutputStream stream = http.getResponseBody();
        stream.write(bytes(beginning));
        while (!Thread.currentThread().isInterrupted()) {
            stream.write(again);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** What happens between the halves of an answer. */
    interface Halfway {
        void run() throws IOException;
    }
}
