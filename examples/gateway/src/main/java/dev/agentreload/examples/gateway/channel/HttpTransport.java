// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.channel;

import io.javalin.config.JettyConfig;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** How the bytes of a server's requests and answers go: its threads, its sockets, TLS, and how long and large a head may be. */
final class HttpTransport {

    private static final int HEAD = 16 * 1024;

    /** How long a connection without a request is kept when the server closes: all answers are out by then. */
    private static final long KEPT_ALIVE_MILLIS = 50;

    private final Supplier<Served> served;
    private final HttpLimits limits;
    private final boolean sharesPort;

    /**
     * Creates it.
     *
     * @param served returns what the server goes by when a connection begins
     * @param sharesPort whether another server may have the same port while this one is bound
     */
    HttpTransport(Supplier<Served> served, HttpLimits limits, boolean sharesPort) {
        this.served = served;
        this.limits = limits;
        this.sharesPort = sharesPort;
    }

    /** Has a server use it. */
    void configure(JettyConfig jetty) {
        jetty.threadPool = threads();
        jetty.modifyHttpConfiguration(HttpTransport::configure);
        jetty.addConnector(this::connector);
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
        ServerConnector connector = new ServerConnector(server, 1, 1, connections(http));
        connector.setHost(served.get().settings().host());
        connector.setPort(served.get().settings().port());
        connector.setReuseAddress(true);
        connector.setReusePort(sharesPort);
        connector.setIdleTimeout(limits.idle().toMillis());
        connector.setShutdownIdleTimeout(KEPT_ALIVE_MILLIS);
        connector.addBean(new HeadTimer(connector));
        return connector;
    }

    private ConnectionFactory[] connections(HttpConfiguration http) {
        return served.get().tls().isPresent()
                ? ServerTls.connections(http, () -> served.get().tls().orElseThrow())
                : new ConnectionFactory[] {new HttpConnectionFactory(http)};
    }

    /** A connection that has sent no whole head in time is closed, however slowly it keeps sending. */
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
}
