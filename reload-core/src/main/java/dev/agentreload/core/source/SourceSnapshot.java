// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.source;

import static java.util.Objects.requireNonNull;

/**
 * What a source held at a poll, as far as the watcher needs to know. <em>Immutable.</em>
 *
 * @param hash the hash of the content
 * @param state whether it is all there
 */
public record SourceSnapshot(SourceHash hash, State state) {

    /** Whether all of the content is there. */
    public enum State {
        /** Everything could be read. Whether it makes a valid document is not known yet. */
        COMPLETE,
        /**
         * Something is missing, empty or could not be read. That may be intended, or the file is half written, so the
         * watcher waits longer before it hands this over.
         */
        INCOMPLETE
    }

    /** Rejects nulls. */
    public SourceSnapshot {
        requireNonNull(hash, "hash");
        requireNonNull(state, "state");
    }

    /** Returns the snapshot of content that is all there. */
    public static SourceSnapshot complete(SourceHash hash) {
        return new SourceSnapshot(hash, State.COMPLETE);
    }

    /** Returns the snapshot of content of which something is missing; the hash says what. */
    public static SourceSnapshot incomplete(SourceHash hash) {
        return new SourceSnapshot(hash, State.INCOMPLETE);
    }
}
