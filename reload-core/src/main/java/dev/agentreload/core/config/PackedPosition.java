package dev.agentreload.core.config;

/** A line and a column in one {@code long}; zero when a source has no lines. */
final class PackedPosition {

    static final long UNKNOWN = 0;

    private PackedPosition() {}

    static long of(int line, int column) {
        return (long) line << Integer.SIZE | column;
    }

    static SourcePosition unpack(String source, long packed) {
        return new SourcePosition(source, (int) (packed >>> Integer.SIZE), (int) packed);
    }
}
