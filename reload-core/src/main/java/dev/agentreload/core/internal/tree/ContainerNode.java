package dev.agentreload.core.internal.tree;

import dev.agentreload.core.config.Fingerprint;
import org.jspecify.annotations.Nullable;

/** A node with nodes below it, which its fingerprint stands for. It is kept in two fields to save an object. */
abstract class ContainerNode extends AbstractNode {

    final long high;
    final long low;

    ContainerNode(String source, long position, Hasher hash) {
        super(source, position);
        this.high = hash.high();
        this.low = hash.low();
    }

    public final Fingerprint fingerprint() {
        return new Fingerprint(high, low);
    }

    public final boolean isSecret() {
        return false;
    }

    @Override
    final void addTo(HashInput words) {
        words.fingerprint(high, low);
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        return this == other || (other instanceof ContainerNode node && high == node.high && low == node.low);
    }

    @Override
    public final int hashCode() {
        return Long.hashCode(low);
    }
}
