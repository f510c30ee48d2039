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

    @Override
    public final String toString() {
        return JsonText.compact(this);
    }
}
