package dev.agentreload.examples.gateway.channel;

import dev.agentreload.core.lease.Lease;
import dev.agentreload.core.lease.LeaseFactory;
import dev.agentreload.core.lease.Leased;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.util.JavalinException;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * One bound port. It is bound when it is made and answers when it is {@linkplain #open opened}. Each request has a lease of it, so
 * a server that was replaced takes no more connections, and is closed when its last answer is out. <em>Safe for use by multiple
 * threads.</em>
 */
final class HttpServer implements AutoCloseable {

    private static final int HEAD = 16 * 1024;
    private static final long STRAGGLERS_MILLIS = 5_000;

    private final HttpLimits limits;
    private final Javalin javalin;
    private final Leased<HttpServer> leased;

    /** Says when the server is replaced. It is a field since what a lease reports lives no longer than the lease. */
    private final Lease<HttpServer> own;

    private volatile HttpSettings settings;
    private volatile boolean open;

    private HttpServer(HttpSettings settings, HttpLimits limits, Consumer<JavalinConfig> routes, LeaseFactory leases) {
        this.settings = settings;
        this.limits = limits;
        this.leased = leases.create("http " + settings.host() + ":" + settings.port(), this);
        this.own = leased.acquire();
        this.javalin = Javalin.create(config -> {
            configure(config);
            routes.accept(config);
        });
    }

    /**
     * Binds the port.
     *
     * @param routes what is answered
     * @throws IOException if the port cannot be bound
     */
    static HttpServer bind(
            HttpSettings settings, HttpLimits limits, Consumer<JavalinConfig> routes, LeaseFactory leases)
            throws IOException {
        HttpServer server = new HttpServer(settings, limits, routes, leases);
        try {
            server.javalin.start();
        } catch (JavalinException e) {
            server.javalin.stop();
            throw new IOException(reason(e));
        }
        server.closeConnectorWhenRetired();
        return server;
    }

    private static String reason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return Optional.ofNullable(root.getMessage()).orElse(root.getClass().getSimpleName());
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.http.defaultContentType = "application/json";
        config.http.prefer405over404 = true;
        config.jetty.threadPool = threads();
        config.jetty.modifyHttpConfiguration(HttpServer::configure);
        config.jetty.addConnector(this::connector);
        config.jetty.modifyServer(server -> {
            server.setStopTimeout(STRAGGLERS_MILLIS);
            server.setHandler(new GracefulHandler(new RequestGate(this)));
        });
    }

    private QueuedThreadPool threads() {
        QueuedThreadPool threads = new QueuedThreadPool(limits.threads(), 4, 30_000);
        threads.setName("http");
        threads.setReservedThreads(0);
        return threads;
    }

    private static void configure(HttpConfiguration http) {
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.setRequestHeaderSize(HEAD);
    }

    private ServerConnector connector(Server server, HttpConfiguration http) {
        ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(settings.host());
        connector.setPort(settings.port());
        connector.setReuseAddress(true);
        connector.setIdleTimeout(limits.idle().toMillis());
        connector.addBean(new HeadTimer(connector));
        return connector;
    }

    /** A connection that has sent no whole head in time is closed, however slowly it goes on sending. */
    private final class HeadTimer implements Connection.Listener {

        private final ServerConnector connector;

        HeadTimer(ServerConnector connector) {
            this.connector = connector;
        }

        @Override
        public void onOpened(Connection connection) {
            connector
                    .getScheduler()
                    .schedule(
                            () -> {
                                if (connection.getMessagesIn() == 0) {
                                    connection.getEndPoint().close();
                                }
                            },
                            limits.request().toMillis(),
                            TimeUnit.MILLISECONDS);
        }
    }

    /** The headers that every answer has: no page may show, guess at or keep what is answered here. */
    static void harden(BiConsumer<String, String> headers) {
        headers.accept("X-Content-Type-Options", "nosniff");
        headers.accept("Referrer-Policy", "no-referrer");
        headers.accept("Cross-Origin-Opener-Policy", "same-origin");
        headers.accept("Cache-Control", "no-store");
        headers.accept(
                "Content-Security-Policy",
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
                        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
    }

    private void closeConnectorWhenRetired() {
        own.onRetired(() -> {
            for (var connector : javalin.jettyServer().server().getConnectors()) {
                if (connector instanceof ServerConnector network) {
                    network.close();
                }
            }
            own.close();
        });
    }

    URI address() {
        String host = settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host();
        return URI.create("http://" + host + ":" + javalin.port());
    }

    Leased<HttpServer> leased() {
        return leased;
    }

    /** Returns a lease for one request; empty if another server has taken over. */
    Optional<Lease<HttpServer>> enter() {
        return leased.tryAcquire();
    }

    /** Answers from now on. */
    void open() {
        open = true;
    }

    boolean isOpen() {
        return open;
    }

    HttpSettings settings() {
        return settings;
    }

    /** Changes what requests are held to from now on; the address stays. */
    void settings(HttpSettings changed) {
        settings = changed;
    }

    HttpLimits limits() {
        return limits;
    }

    @Override
    public void close() {
        javalin.stop();
    }
}
