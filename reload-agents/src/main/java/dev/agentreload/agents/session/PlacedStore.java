package dev.agentreload.agents.session;

import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.agents.routing.SessionKey;

/** The sessions of one agent, wherever they are. <em>Immutable; safe for use by multiple threads.</em> */
record PlacedStore(WorkspaceSessions sessions, AgentId agent) implements SessionStore {

    @Override
    public void append(SessionKey key, SessionMessage message) throws SessionStoreException {
        sessions.at(agent, key, store -> {
            store.append(key, message);
            return key;
        });
    }

    @Override
    public SessionHistory history(SessionKey key) throws SessionStoreException {
        return sessions.at(agent, key, store -> store.history(key));
    }

    @Override
    public void putSummary(SessionKey key, String summary) throws SessionStoreException {
        sessions.at(agent, key, store -> {
            store.putSummary(key, summary);
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
