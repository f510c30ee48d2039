package dev.agentreload.core.source;

/** What became of content that a {@link ConfigWatcher} handed over. */
public enum WatchOutcome {
    /**
     * Somebody decided about this content: it was applied, refused, changed nothing, or something newer came. The watcher
     * hands it over no more.
     */
    DECIDED,
    /**
     * The content could not be decided about, for a reason that lies outside it, such as a provider that did not answer. The
     * watcher hands it over again after a while.
     */
    RETRY
}
