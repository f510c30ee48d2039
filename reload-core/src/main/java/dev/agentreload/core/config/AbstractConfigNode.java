package dev.agentreload.core.config;

/** Holds what all nodes have. Fields are few and small, since a node exists for every value of a file. */
abstract class AbstractConfigNode {

    private final NodeOrigin origin;
    private final long position;

    AbstractConfigNode(NodeOrigin origin, long position) {
        this.origin = origin;
        this.position = position;
    }

    public final SourcePosition position() {
        return PackedPosition.unpack(origin.source(), position);
    }

    final NodeOrigin origin() {
        return origin;
    }

    final long packedPosition() {
        return position;
    }

    /** Adds the content as one value. */
    abstract void addTo(Words words);

    @Override
    public final String toString() {
        return JsonText.compact(this);
    }
}
