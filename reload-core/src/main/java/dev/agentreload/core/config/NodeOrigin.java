package dev.agentreload.core.config;

/** Where a node came from. One mutable instance serves a whole reading, so that no value costs an extra object. */
final class NodeOrigin {

    private final String source;
    private long position;
    private boolean secret;

    NodeOrigin(String source) {
        this.source = source;
    }

    NodeOrigin at(long packedPosition, boolean isSecret) {
        this.position = packedPosition;
        this.secret = isSecret;
        return this;
    }

    String source() {
        return source;
    }

    long position() {
        return position;
    }

    boolean secret() {
        return secret;
    }
}
