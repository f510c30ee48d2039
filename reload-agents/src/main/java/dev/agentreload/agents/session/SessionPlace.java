package dev.agentreload.agents.session;

import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.core.lease.LeaseFactory;
import dev.agentreload.core.lease.Leased;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the sessions of one agent are for a while, and where they came from. Each call leases it, so that it is known when the
 * last one has ended that could still write there. <em>Safe for use by multiple threads.</em>
 */
final class SessionPlace {

    private final Path directory;
    private final FileSessionStore store;
    private final Leased<SessionPlace> leased;

    /** Forgotten when it is finished, and with it all it knows of sessions. */
    private volatile @Nullable SessionMigration arrival;

    /** Set before this place is retired. */
    private volatile @Nullable SessionMigration departure;

    SessionPlace(
            AgentId agent,
            Path directory,
            FileSessionStore store,
            @Nullable SessionMigration arrival,
            LeaseFactory leases) {
        this.directory = directory;
        this.store = store;
        this.arrival = arrival;
        this.leased = leases.create("sessions of [" + agent + "] in [" + directory + "]", this, SessionPlace::close);
    }

    Path directory() {
        return directory;
    }

    FileSessionStore store() {
        return store;
    }

    Leased<SessionPlace> leased() {
        return leased;
    }

    @Nullable
    SessionMigration arrival() {
        return arrival;
    }

    void departBy(SessionMigration migration) {
        departure = migration;
    }

    /** Brings here what the session became elsewhere; to be called under the lock of the session. */
    void catchUp(String name) throws SessionStoreException {
        SessionMigration migration = arrival;
        if (migration != null && migration.isFinished()) {
            arrival = null;
        } else if (migration != null) {
            migration.catchUp(name);
        }
    }

    /** Nobody uses this place any more: all that was written here can follow. */
    private void close() throws SessionStoreException {
        SessionMigration migration = departure;
        if (migration != null) {
            migration.finish();
        }
    }
}
