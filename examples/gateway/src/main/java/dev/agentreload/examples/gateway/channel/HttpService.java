package dev.agentreload.examples.gateway.channel;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.agentreload.core.config.JsonText;
import dev.agentreload.core.participant.Deadline;
import dev.agentreload.examples.gateway.chat.Failures;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** One running HTTP server. <em>Safe for use by multiple threads.</em> */
final class HttpService {

    private static final Logger LOG = System.getLogger(HttpService.class.getName());

    /** What is left of the deadline when requests are cut, so that the port is free in time. */
    private static final Duration MARGIN = Duration.ofSeconds(1);

    private static final int BACKLOG = 0; // the platform's own

    private final HttpServer server;
    private final HttpSettings settings;
    private final HttpApi api;
    private final CompletableFuture<Void> stopping = new CompletableFuture<>();
    private int underWay;

    private HttpService(HttpServer server, HttpSettings settings, HttpApi api) {
        this.server = server;
        this.settings = settings;
        this.api = api;
    }

    static HttpService start(HttpSettings settings, HttpApi api, Executor executor) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(settings.host(), settings.port()), BACKLOG);
        HttpService service = new HttpService(server, settings, api);
        server.setExecutor(executor);
        server.createContext("/", service::handle);
        server.start();
        return service;
    }

    URI address() {
        String host = settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host();
        return URI.create("http://" + host + ":" + server.getAddress().getPort());
    }

    /** Takes no more requests, waits for those that are under way, and cuts what is left shortly before the deadline. */
    void stop(Deadline deadline) throws InterruptedException {
        stopping.complete(null);
        try {
            drain(deadline);
        } finally {
            server.stop(0);
        }
    }

    private synchronized void drain(Deadline deadline) throws InterruptedException {
        long millis = millisLeft(deadline);
        while (underWay > 0 && millis > 0) {
            wait(millis);
            millis = millisLeft(deadline);
        }
        if (underWay > 0) {
            LOG.log(Level.WARNING, "the HTTP channel stops with {0} requests unanswered", underWay);
        }
    }

    private static long millisLeft(Deadline deadline) {
        return deadline.remaining().minus(MARGIN).toMillis();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) { // which waits for the rest of a body that was not read
            answer(exchange);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try {
            send(exchange, begin() ? reply(exchange) : HttpReply.refused(503, "this channel stops"));
        } finally {
            end();
        }
    }

    private HttpReply reply(HttpExchange exchange) throws IOException {
        try {
            return api.answer(HttpCall.of(exchange, settings.token(), stopping));
        } catch (RuntimeException | Error e) {
            Failures.rethrowIfFatal(e);
            LOG.log(Level.WARNING, "a request failed: {0}", e.getClass().getName());
            return HttpReply.refused(500, "internal error");
        }
    }

    private static void send(HttpExchange exchange, HttpReply reply) throws IOException {
        byte[] body = JsonText.compact(reply.body()).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        if (reply.status() == HttpURLConnection.HTTP_UNAUTHORIZED) {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
        }
        exchange.sendResponseHeaders(reply.status(), body.length);
        exchange.getResponseBody().write(body);
        exchange.getResponseBody().flush();
    }

    private synchronized boolean begin() {
        underWay++;
        return !stopping.isDone();
    }

    private synchronized void end() {
        underWay--;
        notifyAll();
    }
}
