// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.channel;

import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * TLS 1.2 and 1.3 with whichever certificate is in force when a connection begins. Each certificate has a context of its own, so no
 * session that began with an earlier one is resumed. <em>Safe for use by multiple threads if the supplier is.</em>
 */
final class ServerTls extends SslContextFactory.Server {

    private final Supplier<SSLContext> current;

    private ServerTls(Supplier<SSLContext> current) {
        this.current = current;
        setSslContext(current.get());
        setIncludeProtocols("TLSv1.3", "TLSv1.2");
        setRenegotiationAllowed(false); // a client could ask for it again and again
    }

    /**
     * Returns what a connection goes through.
     *
     * @param current returns what new connections are encrypted with
     */
    static ConnectionFactory[] connections(HttpConfiguration http, Supplier<SSLContext> current) {
        HttpConfiguration secure = new HttpConfiguration(http);
        secure.addCustomizer(new SecureRequestCustomizer(false)); // callers use addresses and other names, too
        return new ConnectionFactory[] {
            new SslConnectionFactory(new ServerTls(current), HttpVersion.HTTP_1_1.asString()),
            new HttpConnectionFactory(secure)
        };
    }

    /** Asked for each connection. */
    @Override
    public SSLContext getSslContext() {
        return current.get();
    }
}
