package dev.agentreload.core.apply;

/**
 * Is told what was decided. Implemented by hosts.
 *
 * <p>Called on a thread of the host's executor for listeners, by one thread at a time for each subscription, in the order of
 * the decisions, under no lock and after the transaction. By then the state may have moved on. A throw is reported and keeps
 * nobody else from being told. A listener that takes longer than its budget is named in {@link ReloadStatus}. It may read the
 * reloader's view, and must ask for reloads from a thread of its own: a request from inside the call is refused.
 */
@FunctionalInterface
public interface ReloadListener {

    /** Takes in one decision. */
    void decided(HistoryEntry entry);
}
