// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.lease;

import static java.util.Objects.requireNonNull;

/** The outcome of closing a leased resource. It was closed once, and is not closed again either way. */
public sealed interface CloseResult {

    /** Returns the name of the resource. */
    String resource();

    /**
     * The closer returned.
     *
     * @param resource the name of the resource
     */
    record Closed(String resource) implements CloseResult {

        /** Rejects null. */
        public Closed {
            requireNonNull(resource, "resource");
        }
    }

    /**
     * The closer threw.
     *
     * @param resource the name of the resource
     * @param cause what it threw
     */
    record Failed(String resource, Throwable cause) implements CloseResult {

        /** Rejects null. */
        public Failed {
            requireNonNull(resource, "resource");
            requireNonNull(cause, "cause");
        }

        /** Names the type of the cause alone, since the message of a host's exception may quote a secret. */
        @Override
        public String toString() {
            return "Failed[resource=%s, cause=%s]"
                    .formatted(resource, cause.getClass().getName());
        }
    }
}
