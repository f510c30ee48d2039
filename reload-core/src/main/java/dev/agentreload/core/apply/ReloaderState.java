package dev.agentreload.core.apply;

/** How far a reloader is in its life. It only moves on. */
public enum ReloaderState {
    /** It was not started, or no start has succeeded yet. */
    NEW,
    /** A document is in force. */
    RUNNING,
    /** It was closed, and refuses all requests. */
    CLOSED
}
