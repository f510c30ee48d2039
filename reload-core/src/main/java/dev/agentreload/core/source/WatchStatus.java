// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.source;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * What a {@link ConfigWatcher} is doing. <em>Immutable.</em>
 *
 * @param phase where it is
 * @param failure what fails in it at the moment, if anything does; it quotes no content
 */
public record WatchStatus(Phase phase, Optional<String> failure) {

    /** Where a watcher is. */
    public enum Phase {
        /** It was not started. */
        NEW,
        /** It polls, and has handed over what it sees. */
        WATCHING,
        /** The content differs from what it handed over. It waits until it stops changing. */
        DEBOUNCING,
        /** It waits until it hands over once more what could not be decided about. */
        RETRYING,
        /** It was closed. */
        CLOSED
    }

    /** Rejects nulls. */
    public WatchStatus {
        requireNonNull(phase, "phase");
        requireNonNull(failure, "failure");
    }
}
