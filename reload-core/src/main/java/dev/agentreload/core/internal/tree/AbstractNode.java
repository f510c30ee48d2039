// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.tree;

import dev.agentreload.core.config.JsonText;
import dev.agentreload.core.config.SourcePosition;

/** Holds what all nodes have. Fields are few and small, since a node exists for every value of a file. */
abstract class AbstractNode {

    private final String source;
    private final long position;

    AbstractNode(String source, long position) {
        this.source = source;
        this.position = position;
    }

    public final SourcePosition position() {
        return PackedPosition.unpack(source, position);
    }

    final String source() {
        return source;
    }

    final long packedPosition() {
        return position;
    }

    /** Adds the content as one value. */
    abstract void addTo(HashInput words);

    /**
     * Returns whether this is the other node in all that can be asked of it, and below it too, but for positions: each is that of
     * the other node plus this distance.
     */
    @SuppressWarnings("ReferenceEquality") // equal nodes may stand elsewhere
    final boolean isMoved(AbstractNode other, long distance) {
        return this == other
                ? distance == 0
                : position - other.position == distance && source.equals(other.source) && hasContentOf(other, distance);
    }

    /** Compares what {@link #isMoved} does, without the own position. */
    abstract boolean hasContentOf(AbstractNode other, long distance);

    /** Returns this node, and all below it, with this distance added to the positions. */
    abstract AbstractNode moved(long distance);

    @Override
    public final String toString() {
        return JsonText.compact(this);
    }
}
