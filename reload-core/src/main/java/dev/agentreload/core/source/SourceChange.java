// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.source;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

/**
 * Content that differs from what the watcher handed over before, or is to be tried again. <em>Immutable.</em>
 *
 * @param source the watched source, to be read when its turn comes. A reading through it reports to the watcher what was
 *     read, which may be newer than what the watcher saw
 * @param snapshot what the watcher saw
 * @param attempt how often this content was handed over, counted from 1
 */
public record SourceChange(ConfigSource source, SourceSnapshot snapshot, int attempt) {

    /** Rejects nulls, and attempts below one. */
    public SourceChange {
        requireNonNull(source, "source");
        requireNonNull(snapshot, "snapshot");
        checkArgument(attempt > 0, "attempts count from 1, not %s", attempt);
    }
}
