// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.channel;

import dev.agentreload.core.lease.Lease;
import dev.agentreload.core.lease.LeaseFactory;
import dev.agentreload.core.lease.Leased;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.util.JavalinException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;

/**
 * One bound address. It is bound when it is made and answers when it is {@linkplain #open opened}. Each request has a lease of it,
 * so a server that was replaced is closed when its last answer is out. After {@link #handOver} it takes
 * connections a moment longer: some callers have learned its address and not yet used it. <em>Safe for use by multiple
 * threads.</em>
 */
final class HttpServer implements AutoCloseable {

    private static final long STRAGGLERS_MILLIS = 5_000;

    private final HttpLimits limits;
    private final Javalin javalin;
    private final Leased<HttpServer> leased;

    /** Says when the server is replaced. It is a field since what a lease reports lives no longer than the lease. */
    private final Lease<HttpServer> own;

    /** What came in after another server took over, which has no leases any more; the bound port is one party itself. */
    private final Phaser late = new Phaser(1) {
        @Override
        protected boolean onAdvance(int phase, int parties) {
            own.close();
            return true;
        }
    };

    /** Settings and certificate change with one write. */
    private volatile Served served;

    private volatile boolean open;
    private volatile Duration handover = Duration.ZERO;

    /** What one request holds, until it is answered. */
    static final class Entry {

        private final Optional<Lease<HttpServer>> lease;
        private final AtomicReference<Runnable> leave;

        private Entry(Optional<Lease<HttpServer>> lease, Runnable leave) {
            this.lease = lease;
            this.leave = new AtomicReference<>(leave);
        }

        /** Returns the lease of the server; empty if another one has taken over. */
        Optional<Lease<HttpServer>> lease() {
            return lease;
        }

        /** Says that the request is answered. Once counts. */
        void leave() {
            leave.getAndSet(() -> {}).run();
        }
    }

    private HttpServer(
            HttpSettings settings,
            HttpLimits limits,
            Consumer<JavalinConfig> routes,
            LeaseFactory leases,
            boolean sharesPort)
            throws IOException {
        this.served = Served.of(settings);
        this.limits = limits;
        this.leased = leases.create("http " + settings.host() + ":" + settings.port(), this);
        this.own = leased.acquire();
        this.javalin = Javalin.create(config -> {
            new HttpTransport(() -> served, limits, sharesPort).configure(config.jetty);
            configure(config);
            routes.accept(config);
        });
    }

    /**
     * Binds the address.
     *
     * @param routes what is answered
     * @throws IOException if it cannot be bound
     */
    static HttpServer bind(
            HttpSettings settings, HttpLimits limits, Consumer<JavalinConfig> routes, LeaseFactory leases)
            throws IOException {
        HttpServer server = new HttpServer(settings, limits, routes, leases, false);
        server.start();
        return server;
    }

    /**
     * Binds another address with the port of this server, which stays. Only while that is done may the two share the port: later,
     * a second program that takes it by mistake is still refused.
     *
     * @throws IOException if it cannot be bound, also if the system {@linkplain #canSharePort lets no two sockets share a port}
     */
    HttpServer bindBeside(HttpSettings beside, Consumer<JavalinConfig> routes, LeaseFactory leases) throws IOException {
        HttpServer server = new HttpServer(beside, limits, routes, leases, true);
        sharePort(true);
        try {
            server.start();
            server.sharePort(false);
        } finally {
            sharePort(false);
        }
        return server;
    }

    private void start() throws IOException {
        try {
            javalin.start();
        } catch (JavalinException e) {
            javalin.stop();
            throw new IOException(reason(e));
        }
        own.onRetired(this::closePort);
    }

    /** Returns whether another address can be bound with the same port. */
    boolean canSharePort() {
        return socket().supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT);
    }

    private void sharePort(boolean shared) throws IOException {
        socket().setOption(StandardSocketOptions.SO_REUSEPORT, shared);
    }

    private ServerSocketChannel socket() {
        return (ServerSocketChannel) bound().getTransport();
    }

    private ServerConnector bound() {
        return (ServerConnector) javalin.jettyServer().server().getConnectors()[0];
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
        config.jetty.modifyServer(server -> {
            server.setStopTimeout(STRAGGLERS_MILLIS);
            server.setHandler(new GracefulHandler(new RequestGate(this)));
        });
    }

    /** Says that another server takes over. */
    void handOver() {
        handover = limits.handover();
    }

    private void closePort() {
        ServerConnector connector = bound();
        connector
                .getScheduler()
                .schedule(
                        () -> {
                            connector.close();
                            late.arriveAndDeregister();
                        },
                        handover.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    URI address() {
        HttpSettings settings = settings();
        String host = settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host();
        return URI.create(settings.scheme() + "://" + host + ":" + javalin.port());
    }

    Leased<HttpServer> leased() {
        return leased;
    }

    /** Returns whether these settings mean the address that is bound, perhaps by another name. */
    boolean isBoundTo(HttpSettings requested) {
        return requested.isSameAddress(settings())
                || (hasPortOf(requested)
                        && new InetSocketAddress(requested.host(), requested.port())
                                .equals(socket().socket().getLocalSocketAddress()));
    }

    /** Returns whether these settings need no other server. */
    boolean canStayFor(HttpSettings requested) {
        return isBoundTo(requested) && requested.scheme().equals(settings().scheme());
    }

    /** Returns whether these settings mean the port that is bound, with TLS if it has none or the other way round. */
    boolean speaksOtherwise(HttpSettings requested) {
        return hasPortOf(requested) && !requested.scheme().equals(settings().scheme());
    }

    /** Returns whether these settings mean the port that is bound. */
    boolean hasPortOf(HttpSettings requested) {
        return requested.port() == javalin.port();
    }

    /** Lets a request in. */
    Entry enter() {
        Optional<Lease<HttpServer>> lease = leased.tryAcquire();
        if (lease.isPresent()) {
            return new Entry(lease, lease.get()::close);
        }
        late.register();
        return new Entry(lease, late::arriveAndDeregister);
    }

    /** Answers from now on. */
    void open() {
        open = true;
    }

    boolean isOpen() {
        return open;
    }

    HttpSettings settings() {
        return served.settings();
    }

    /** Returns what the server goes by. */
    Served served() {
        return served;
    }

    /**
     * Prepares to go by these settings, with the address as it is. Nothing changes yet.
     *
     * @throws IOException if this JVM cannot use the certificate
     */
    Served prepare(HttpSettings changed) throws IOException {
        return served.with(changed);
    }

    /** Holds requests and new connections to these settings from now on. */
    void serve(Served changed) {
        served = changed;
    }

    HttpLimits limits() {
        return limits;
    }

    @Override
    public void close() {
        javalin.stop();
    }
}
