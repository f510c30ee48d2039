// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.channel;

import java.io.IOException;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * What a server goes by.
 *
 * @param tls what new connections are encrypted with; empty for plain HTTP
 */
record Served(HttpSettings settings, Optional<SSLContext> tls) {

    /** Prepares these settings; throws if this JVM cannot use their certificate. */
    static Served of(HttpSettings settings) throws IOException {
        Optional<TlsSettings> tls = settings.tls();
        return new Served(settings, tls.isPresent() ? Optional.of(tls.get().context()) : Optional.empty());
    }

    /** The same certificate keeps its sessions. */
    Served with(HttpSettings changed) throws IOException {
        return changed.tls().equals(settings.tls()) ? new Served(changed, tls) : of(changed);
    }
}
