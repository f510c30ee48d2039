package dev.agentreload.core.config;

/** What all nodes of one reading share: the name of their source, and the key of their fingerprints. */
final class NodeOrigin {

    private final String source;
    private final FingerprintKey key;

    NodeOrigin(String source, FingerprintKey key) {
        this.source = source;
        this.key = key;
    }

    String source() {
        return source;
    }

    FingerprintKey key() {
        return key;
    }
}
