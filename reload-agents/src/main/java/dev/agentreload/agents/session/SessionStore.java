// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.session;

import dev.agentreload.agents.routing.SessionKey;
import java.util.List;

/**
 * Stores the histories of conversations, one per {@linkplain SessionKey session key}. Hosts implement it to keep them in a
 * database of their own; {@link FileSessionStore} keeps them in files.
 *
 * <p>A turn reads the newest messages, asks a model, and then appends the question together with the answer. A turn that fails
 * appends nothing, so no question stays in the history without its answer. If the session is cleared during a turn, what the turn
 * appends afterwards begins the new history.
 *
 * <p>Methods are called on the host's threads, concurrently, also for one session. Calls for one session take effect one after
 * the other. A method that returns has done its work durably. If a method throws, its change is either complete or absent, never
 * partial. This library calls no store while it holds a lock that other sessions need.
 */
public interface SessionStore {

    /**
     * Appends messages to the session, all of them or none. The first append begins the session. An empty list changes nothing.
     *
     * @throws SessionStoreException if that failed
     */
    void append(SessionKey key, List<SessionMessage> messages) throws SessionStoreException;

    /**
     * Appends one message.
     *
     * @throws SessionStoreException if that failed
     */
    default void append(SessionKey key, SessionMessage message) throws SessionStoreException {
        append(key, List.of(message));
    }

    /**
     * Returns the newest messages of the session with its summary; an empty history if the session has not begun. Damaged messages
     * are left out and named in the history's warnings. The cost depends on what is returned, not on the length of the session.
     *
     * @param last the most messages to return; {@link Integer#MAX_VALUE} for all, 0 for the summary alone
     * @throws IllegalArgumentException if {@code last} is negative
     * @throws SessionStoreException if the session could not be read
     */
    SessionHistory history(SessionKey key, int last) throws SessionStoreException;

    /**
     * Replaces the summary and forgets all but the newest messages, atomically: readers find the session as it was before or as it
     * is afterwards, also after a crash.
     *
     * @param summary what the host has to say about everything but the newest messages
     * @param keepLast how many messages stay; {@link Integer#MAX_VALUE} for all
     * @throws IllegalArgumentException if {@code keepLast} is negative
     * @throws SessionStoreException if that failed
     */
    void compact(SessionKey key, String summary, int keepLast) throws SessionStoreException;

    /**
     * Forgets all messages and the summary of the session, which can begin again. Does nothing if it has not begun.
     *
     * @throws SessionStoreException if that failed
     */
    void clear(SessionKey key) throws SessionStoreException;
}
