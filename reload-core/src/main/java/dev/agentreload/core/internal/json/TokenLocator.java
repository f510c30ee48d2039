// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.json;

import dev.agentreload.core.internal.tree.HashInput;
import dev.agentreload.core.internal.tree.PackedPosition;
import org.jspecify.annotations.Nullable;

/** Locates the tokens of a parser in what it reads. */
interface TokenLocator {

    /**
     * Returns the packed position of the token at this location, which is the current one from now on.
     *
     * @param offset the number of bytes before it, or -1 if the parser does not know
     * @param line as the parser counts
     * @param column as the parser counts
     */
    long moveTo(long offset, int line, int column);

    /** Returns whether the current token is quoted, as far as that is known. */
    default boolean isQuoted() {
        return true;
    }

    /** Returns the packed position as the parser counts. */
    static long lineAndColumn(int line, int column) {
        return line < 1 ? PackedPosition.UNKNOWN : PackedPosition.of(line, Math.max(1, column));
    }

    /**
     * Returns the current string if it is as plain as it looks, without escapes and placeholders, and adds its content. Null
     * means to ask the parser.
     */
    default @Nullable String plainText(HashInput content) {
        return null;
    }
}
