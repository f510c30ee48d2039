// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.tree;

import dev.agentreload.core.config.SourcePosition;

/** A line and a column in one {@code long}; zero when a source has no lines. */
public final class PackedPosition {

    public static final long UNKNOWN = 0;

    private PackedPosition() {}

    public static long of(int line, int column) {
        return (long) line << Integer.SIZE | column;
    }

    public static SourcePosition unpack(String source, long packed) {
        return new SourcePosition(source, (int) (packed >>> Integer.SIZE), (int) packed);
    }
}
