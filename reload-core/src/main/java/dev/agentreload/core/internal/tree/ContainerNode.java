// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.tree;

import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.Fingerprint;
import org.jspecify.annotations.Nullable;

/** A node with nodes below it, which its fingerprint stands for. It is kept in two fields to save an object. */
abstract class ContainerNode extends AbstractNode {

    final long high;
    final long low;

    /** What may be shown of it as a hash; 0 until that is asked for. A race costs a second computation of the same value. */
    private volatile long shownHash;

    ContainerNode(String source, long position, Hasher hash) {
        super(source, position);
        this.high = hash.high();
        this.low = hash.low();
    }

    ContainerNode(ContainerNode moved, long position) {
        super(moved.source(), position);
        this.high = moved.high;
        this.low = moved.low;
        this.shownHash = moved.shownHash;
    }

    /** Returns the hash that {@link ContentId} made of what may be shown of this, or 0 if it made none yet. */
    final long shownHash() {
        return shownHash;
    }

    final void shownHash(long hash) {
        shownHash = hash;
    }

    /** Returns the nodes in it, in file order, which the caller must not change. */
    abstract ConfigNode[] children();

    /** Returns this container with other nodes in it, which the caller must not change. */
    abstract ContainerNode withChildren(ConfigNode[] children);

    static boolean areMoved(ConfigNode[] nodes, ConfigNode[] others, long distance) {
        for (int i = 0; i < nodes.length; i++) {
            if (!((AbstractNode) nodes[i]).isMoved((AbstractNode) others[i], distance)) {
                return false;
            }
        }
        return true;
    }

    static ConfigNode[] moved(ConfigNode[] nodes, long distance) {
        ConfigNode[] moved = new ConfigNode[nodes.length];
        for (int i = 0; i < moved.length; i++) {
            moved[i] = (ConfigNode) ((AbstractNode) nodes[i]).moved(distance);
        }
        return moved;
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
