// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.apply;

/**
 * Receives each decision of a reloader. Implemented by hosts.
 *
 * <p>Called on a thread of the host's executor for listeners, by one thread at a time for each subscription, in the order of
 * the decisions, under no lock and after the transaction. By then the state may have changed again. A throw is reported in status
 * and log; other listeners are still notified. A listener that takes longer than its budget is named in {@link ReloadStatus}. It
 * may read the reloader's view. It must request reloads from another thread: a request from inside the call is refused.
 */
@FunctionalInterface
public interface ReloadListener {

    /** Receives one decision. */
    void decided(HistoryEntry entry);
}
