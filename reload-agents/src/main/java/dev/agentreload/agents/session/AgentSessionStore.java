// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.session;

import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.agents.routing.SessionKey;
import java.util.List;

/** The sessions of one agent, wherever they are. <em>Immutable; safe for use by multiple threads.</em> */
record AgentSessionStore(WorkspaceSessions sessions, AgentId agent) implements SessionStore {

    @Override
    public void append(SessionKey key, List<SessionMessage> messages) throws SessionStoreException {
        sessions.at(agent, key, store -> {
            store.append(key, messages);
            return key;
        });
    }

    @Override
    public SessionHistory history(SessionKey key, int last) throws SessionStoreException {
        return sessions.at(agent, key, store -> store.history(key, last));
    }

    @Override
    public void compact(SessionKey key, String summary, int keepLast) throws SessionStoreException {
        sessions.at(agent, key, store -> {
            store.compact(key, summary, keepLast);
            return key;
        });
    }

    @Override
    public void clear(SessionKey key) throws SessionStoreException {
        sessions.at(agent, key, store -> {
            store.clear(key);
            return key;
        });
    }

    @Override
    public String toString() {
        return "sessions of [" + agent + "]";
    }
}
