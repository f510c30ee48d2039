package dev.agentreload.core.config;

/**
 * A node with nothing below it. It is compared by its value and hashed as a part of the container around it; a fingerprint
 * of its own is computed for the few who ask.
 */
abstract class AbstractScalar extends AbstractConfigNode {

    private final boolean secret;

    AbstractScalar(NodeOrigin origin, long position, boolean secret) {
        super(origin, position);
        this.secret = secret;
    }

    public final Fingerprint fingerprint() {
        Words words = new Words();
        addTo(words);
        Hasher hash = new Hasher(origin().key()).hash(words);
        return new Fingerprint(hash.high(), hash.low());
    }

    public final boolean isSecret() {
        return secret;
    }
}
