package dev.agentreload.core.config;

import org.jspecify.annotations.Nullable;

/** Holds what all nodes have. The fingerprint is kept in two fields, since a node exists for every value of a file. */
abstract class AbstractConfigNode {

    final long high;
    final long low;
    private final long position;
    private final String source;
    private final boolean secret;

    AbstractConfigNode(NodeOrigin origin, Hasher hash) {
        this.high = hash.high();
        this.low = hash.low();
        this.position = origin.position();
        this.source = origin.source();
        this.secret = origin.secret();
    }

    public final Fingerprint fingerprint() {
        return new Fingerprint(high, low);
    }

    public final SourcePosition position() {
        return PackedPosition.unpack(source, position);
    }

    public final boolean isSecret() {
        return secret;
    }

    final long packedPosition() {
        return position;
    }

    final String source() {
        return source;
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        return this == other || (other instanceof AbstractConfigNode node && high == node.high && low == node.low);
    }

    @Override
    public final int hashCode() {
        return Long.hashCode(low);
    }

    @Override
    public final String toString() {
        return JsonText.compact(this);
    }
}
