// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.config;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

/**
 * A place in a source, printed as {@code config.json:14:7}. <em>Immutable.</em>
 *
 * @param source the name of the source, usually a file name
 * @param line the line, counted from 1; 0 when the source has no lines, such as a map
 * @param column the column in code points, counted from 1; 0 when the source has no lines
 */
public record SourcePosition(String source, int line, int column) {

    /** Rejects negative numbers, and a line without a column. */
    public SourcePosition {
        requireNonNull(source, "source");
        checkArgument(line >= 0 && column >= 0, "line and column must not be negative");
        checkArgument((line == 0) == (column == 0), "line and column must both be known or unknown");
    }

    /** Returns the position of a source that has no lines. */
    public static SourcePosition of(String source) {
        return new SourcePosition(source, 0, 0);
    }

    /** Returns whether line and column are known. */
    public boolean hasLine() {
        return line > 0;
    }

    @Override
    public String toString() {
        return hasLine() ? source + ":" + line + ":" + column : source;
    }
}
