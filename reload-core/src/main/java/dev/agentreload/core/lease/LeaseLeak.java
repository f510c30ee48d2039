// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.lease;

import static java.util.Objects.requireNonNull;

/**
 * A lease that was collected without having been closed. <em>Immutable.</em>
 *
 * @param resource the name of the resource
 * @param holder who took it, with its age when it was found
 */
public record LeaseLeak(String resource, LeaseHolder holder) {

    /** Rejects null. */
    public LeaseLeak {
        requireNonNull(resource, "resource");
        requireNonNull(holder, "holder");
    }

    /** Returns the leak in one line. */
    @Override
    public String toString() {
        return "lease of [%s] was never closed; taken by %s".formatted(resource, holder);
    }
}
