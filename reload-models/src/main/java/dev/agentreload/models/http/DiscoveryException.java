package dev.agentreload.models.http;

/**
 * A provider did not say which models it offers, or not completely. The message names provider, host and reason, and never a
 * credential, a header, a path, a query or anything that was received. There is no cause: those of HTTP clients quote all of that.
 */
public final class DiscoveryException extends Exception {

    private static final long serialVersionUID = 1L;

    DiscoveryException(String message) {
        super(message);
    }
}
