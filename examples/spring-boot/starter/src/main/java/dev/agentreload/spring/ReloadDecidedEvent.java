// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.spring;

import static java.util.Objects.requireNonNull;

import dev.agentreload.core.apply.HistoryEntry;

/**
 * A decision of the reloader, published to the application's listeners after it was made. <em>Immutable.</em>
 *
 * <p>Listeners run on the executor of the reloader and must request reloads from another thread.
 *
 * @param entry the decision
 */
public record ReloadDecidedEvent(HistoryEntry entry) {

    /** Rejects null. */
    public ReloadDecidedEvent {
        requireNonNull(entry, "entry");
    }
}
