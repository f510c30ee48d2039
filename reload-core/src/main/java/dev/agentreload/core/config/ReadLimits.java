// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.config;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * How large a document may be. <em>Immutable.</em>
 *
 * @param bytes the most bytes of a source
 * @param depth how deep objects and lists may be nested
 */
public record ReadLimits(int bytes, int depth) {

    /** Deeper trees would make recursive walks unsafe on small stacks. */
    private static final int MOST_DEPTH = 1_000;

    private static final ReadLimits STANDARD = new ReadLimits(64 << 20, 100);

    /** Rejects limits below one, and depths above 1000. */
    public ReadLimits {
        checkArgument(bytes > 0, "the limit of bytes must be positive, not %s", bytes);
        checkArgument(
                depth > 0 && depth <= MOST_DEPTH, "the limit of depth must be 1 to %s, not %s", MOST_DEPTH, depth);
    }

    /** Returns the limits that readers use when the host sets none: 64 MiB and a depth of 100. */
    public static ReadLimits standard() {
        return STANDARD;
    }
}
