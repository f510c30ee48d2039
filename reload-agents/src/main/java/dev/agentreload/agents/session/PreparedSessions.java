// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.session;

import com.google.common.collect.ImmutableList;
import dev.agentreload.agents.session.WorkspaceSessions.State;
import dev.agentreload.core.participant.Prepared;
import dev.agentreload.core.participant.RetiredResources;
import java.io.IOException;

/**
 * New locations of sessions on their way through a transaction.
 *
 * @param created the locations that the base does not have
 */
record PreparedSessions(WorkspaceSessions sessions, State base, State next, ImmutableList<Created> created)
        implements Prepared {

    /** A new location, and whether its directory is new to the agent too. */
    record Created(SessionLocation location, LocationLedger.Use use) {}

    /** A location is closed when its last call has ended; then the sessions that were not used meanwhile follow. */
    @Override
    public void commit(RetiredResources retired) {
        sessions.enter(next);
        next.locations().forEach((agent, location) -> {
            SessionLocation earlier = base.locations().get(agent);
            if (earlier != null && !earlier.equals(location)) {
                retired.add(earlier.leased());
            } else if (!location.isAlone()) { // left over from an earlier run or a failure
                retired.add(
                        "sessions of [" + agent + "] that follow to [" + location.directory() + "]",
                        () -> sessions.bringAll(agent));
            }
        });
    }

    /** Sessions that were used in between follow back. */
    @Override
    public void rollback(RetiredResources retired) {
        created.forEach(made -> {
            SessionLocation earlier = base.locations().get(made.location().agent());
            if (earlier != null) {
                earlier.searchLike(made.location());
            }
        });
        sessions.enter(base);
        created.forEach(made -> retired.add(made.location().leased()));
    }

    /** No session was ever brought to the new locations: they are forgotten. */
    @Override
    public void discard() throws SessionStoreException {
        try {
            for (Created made : created) {
                SessionLocation location = made.location();
                sessions.ledger().release(location.agent(), location.directory());
                if (made.use() == LocationLedger.Use.NEW) {
                    sessions.ledger().forget(location.agent(), location.directory(), () -> true);
                }
            }
            sessions.ledger().save();
        } catch (IOException e) {
            throw new SessionStoreException("could not record where sessions are: " + e, e);
        }
    }
}
