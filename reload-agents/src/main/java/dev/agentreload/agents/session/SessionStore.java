package dev.agentreload.agents.session;

import dev.agentreload.agents.routing.SessionKey;

/**
 * Keeps the messages of conversations, each under the key of its session, beyond reloads and restarts.
 * {@link FileSessionStore} keeps them on disk; hosts implement it to keep them elsewhere.
 *
 * <p>Keys are compared exactly, and two keys never share a session. Methods are called
 * on the host's threads, by many at a time and also for one session. What one session is told is taken in one order. A
 * method that returns has done what it says, durably; one that throws leaves what was there before, and what was to be
 * added may be there or not. No part of this library calls a store under a lock.
 */
public interface SessionStore {

    /**
     * Adds a message at the end of the session, which begins with its first message.
     *
     * @throws SessionStoreException if that failed
     */
    void append(SessionKey key, SessionMessage message) throws SessionStoreException;

    /**
     * Returns all that is kept of the session; nothing if it has not begun. Damaged messages are left out and named in the
     * history's warnings.
     *
     * @throws SessionStoreException if the session could not be read
     */
    SessionHistory history(SessionKey key) throws SessionStoreException;

    /**
     * Replaces the summary of the session: readers find the earlier one or this one, whatever happens. Messages stay.
     *
     * @throws SessionStoreException if that failed
     */
    void putSummary(SessionKey key, String summary) throws SessionStoreException;

    /**
     * Forgets all messages and the summary of the session, which can begin again.
     *
     * @throws SessionStoreException if that failed; then messages or the summary may be left
     */
    void clear(SessionKey key) throws SessionStoreException;
}
