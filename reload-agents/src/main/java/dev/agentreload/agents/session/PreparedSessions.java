package dev.agentreload.agents.session;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableMap;
import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.agents.session.WorkspaceSessions.State;
import dev.agentreload.core.apply.Deadline;
import dev.agentreload.core.apply.Prepared;
import dev.agentreload.core.apply.RetiredResources;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sessions on their way through a transaction.
 *
 * @param moved the new places of agents that had another
 */
record PreparedSessions(WorkspaceSessions sessions, State base, State next, ImmutableMap<AgentId, SessionPlace> moved)
        implements Prepared {

    /** Copies all that moves; if that fails, nothing is left of it. */
    void copyAll(Deadline deadline) throws SessionStoreException {
        boolean complete = false;
        try {
            for (SessionPlace place : moved.values()) {
                arrival(place).copyAll(deadline);
            }
            complete = true;
        } finally {
            if (!complete) {
                discard();
            }
        }
    }

    /** The old places are closed when the last call there has ended, and then what was written last follows. */
    @Override
    public void commit(RetiredResources retired) {
        moved.values().forEach(place -> {
            SessionMigration migration = arrival(place);
            migration.from().departBy(migration);
        });
        sessions.enter(next);
        moved.values().forEach(place -> retired.add(arrival(place).from().leased()));
    }

    /** What was written at the new places comes back to the old ones, which get new names for it. */
    @Override
    public void rollback(RetiredResources retired) {
        Map<AgentId, SessionPlace> places = new LinkedHashMap<>(base.places());
        moved.forEach((agent, place) -> {
            SessionMigration back = arrival(place).back(place);
            place.departBy(back);
            places.put(agent, sessions.place(agent, arrival(place).from().directory(), back));
        });
        sessions.enter(new State(base.config(), ImmutableMap.copyOf(places)));
        moved.values().forEach(place -> retired.add(place.leased()));
    }

    @Override
    public void discard() throws SessionStoreException {
        @Nullable SessionStoreException failure = null;
        for (SessionPlace place : moved.values()) {
            try {
                arrival(place).takeBack();
            } catch (SessionStoreException e) {
                failure = e.after(failure);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static SessionMigration arrival(SessionPlace place) {
        return requireNonNull(place.arrival(), "a place that was moved to");
    }
}
