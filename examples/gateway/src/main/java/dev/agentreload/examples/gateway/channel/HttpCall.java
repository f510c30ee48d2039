package dev.agentreload.examples.gateway.channel;

import com.sun.net.httpserver.HttpExchange;
import dev.agentreload.models.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A request whose head was read, and what the channel adds.
 *
 * @param method the HTTP method
 * @param path the path, without a query
 * @param contentType what the body claims to be, in small letters
 * @param body reads the body, which a caller without the token may never send
 * @param access what the caller may do
 * @param stopping completes when the channel is to stop
 */
record HttpCall(
        String method, String path, String contentType, Body body, Access access, CompletableFuture<Void> stopping) {

    private static final int MAX_BODY = 64 * 1024;
    private static final String SCHEME = "bearer ";

    /** What a caller may do. */
    enum Access {
        /** Everything: the token is right. */
        FULL,
        /** Write messages, in nobody else's name, and ask for the status: the channel has no token. */
        MESSAGES,
        /** Nothing: there is a token, and not this one. */
        NONE,
        /** Nothing: the channel has no token, and the request was sent by a page of another site. */
        FOREIGN
    }

    /** What follows the head. */
    @FunctionalInterface
    interface Body {

        /** Waits for the body and returns it; empty if it is too large. */
        Optional<String> read() throws IOException;
    }

    static HttpCall of(HttpExchange exchange, Optional<Secret> token, CompletableFuture<Void> stopping) {
        return new HttpCall(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath(),
                header(exchange, "Content-Type").toLowerCase(Locale.ROOT),
                () -> body(exchange.getRequestBody()),
                token.map(expected -> access(header(exchange, "Authorization"), expected))
                        .orElseGet(() -> access(header(exchange, "Host"), header(exchange, "Origin"))),
                stopping);
    }

    private static String header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
    }

    private static Optional<String> body(InputStream input) throws IOException {
        byte[] bytes = input.readNBytes(MAX_BODY + 1);
        return bytes.length > MAX_BODY ? Optional.empty() : Optional.of(new String(bytes, StandardCharsets.UTF_8));
    }

    private static Access access(String authorization, Secret token) {
        String given = authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)
                ? authorization.substring(SCHEME.length()).strip()
                : "";
        return isSame(given, token.value()) ? Access.FULL : Access.NONE;
    }

    /** A name in the domain of another site can be made to mean this machine, and its pages then send that name. */
    private static Access access(String host, String origin) {
        String name = host.replaceFirst(":\\d+$", "").replaceAll("^\\[|]$", "").toLowerCase(Locale.ROOT);
        boolean ownPage = origin.isEmpty() || origin.equalsIgnoreCase("http://" + host);
        return ownPage && HttpSettings.isLoopback(name) ? Access.MESSAGES : Access.FOREIGN;
    }

    /** Takes as long for a wrong token whose beginning is right as for any other. */
    private static boolean isSame(String given, String expected) {
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
    }
}
