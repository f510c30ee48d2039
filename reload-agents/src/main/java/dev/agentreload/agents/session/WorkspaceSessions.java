package dev.agentreload.agents.session;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableMap;
import dev.agentreload.agents.AgentDefinition;
import dev.agentreload.agents.AgentsConfig;
import dev.agentreload.agents.AgentsPolicy;
import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.agents.routing.SessionKey;
import dev.agentreload.core.apply.ReloadParticipant;
import dev.agentreload.core.lease.Lease;
import dev.agentreload.core.lease.LeaseFactory;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the sessions of each agent in its workspace, and takes them along when a reload gives the agent another one.
 *
 * <p>Sessions belong to no generation: {@link #of} gives a store that finds out at each call where the sessions of the agent are, so a
 * turn that began before the move and ends after it finds, and continues, the one history that there is. No message is lost,
 * whenever it is written. An agent that is gone keeps its place, for the turns that still run and for the day it comes back.
 *
 * <p>A move takes place in a transaction, by {@link #participant}. Its histories are copied to the new place and compared while the
 * agent goes on; one reference write switches; what was written in between follows before the session is used again. The old
 * place stays as it is. If the transaction fails, that is where the sessions are, and the copies are emptied again.
 *
 * <ul>
 *   <li>What is at the new place already is not overwritten. A session may have begun there only as the one that moves did, as it
 *       has when an agent comes back to an earlier place; any other ends the reload and is named.
 *   <li>Agents may share a directory. If one leaves it, the sessions whose keys begin with {@code agent:ID:} go with it, and others
 *       when it uses them; the last ones to leave take all.
 *   <li>A move while the program does not run is not noticed: there is no earlier configuration then.
 *   <li>Nobody else may write to the files meanwhile, so a host has one of these for its agents, and uses no other store for them.
 *       A program that dies between the switch and the end of the calls that ran then leaves what these wrote at the old place.
 * </ul>
 *
 * <p><em>Safe for use by multiple threads.</em>
 */
public final class WorkspaceSessions {

    private final SessionDirectories directories;
    private final LeaseFactory leases;
    private final AgentsPolicy policy;
    private final SessionGuard guard = new SessionGuard();

    /** One for each directory, for two in one process do not know of each other's locks. */
    private final Map<Path, FileSessionStore> stores = new ConcurrentHashMap<>();

    /** Read once by each call. */
    private volatile State state = new State(null, ImmutableMap.of());

    /** Where the sessions are, and the configuration that says so. */
    record State(@Nullable AgentsConfig config, ImmutableMap<AgentId, SessionPlace> places) {}

    private WorkspaceSessions(SessionDirectories directories, LeaseFactory leases, AgentsPolicy policy) {
        this.directories = requireNonNull(directories, "directories");
        this.leases = requireNonNull(leases, "leases");
        this.policy = requireNonNull(policy, "policy");
    }

    /** Creates the sessions of agents that are read with {@link AgentsPolicy#standard()}. */
    public static WorkspaceSessions create(SessionDirectories directories, LeaseFactory leases) {
        return create(directories, leases, AgentsPolicy.standard());
    }

    /**
     * Creates the sessions of agents. There are none before the first configuration was loaded.
     *
     * @param directories where the sessions of an agent are
     * @param leases tells when the last call at an old place has ended, and has the rest of a move done on its executor
     * @param policy the one of the agents' registry
     */
    public static WorkspaceSessions create(SessionDirectories directories, LeaseFactory leases, AgentsPolicy policy) {
        return new WorkspaceSessions(directories, leases, policy);
    }

    /**
     * Returns the sessions of an agent, wherever they are at each call. A call for an agent that no configuration ever had, or
     * before the first one was loaded, fails.
     */
    public SessionStore of(AgentId agent) {
        return new PlacedStore(this, requireNonNull(agent, "agent"));
    }

    /** Returns the directory in which the sessions of the agent are now. */
    public Optional<Path> findDirectory(AgentId agent) {
        return Optional.ofNullable(state.places().get(agent)).map(SessionPlace::directory);
    }

    /** Returns the part of a reloader that moves sessions. It belongs beside the part that takes agents into effect. */
    public ReloadParticipant participant() {
        return new SessionsParticipant(this);
    }

    State state() {
        return state;
    }

    /** Written by one transaction at a time. */
    void enter(State next) {
        state = next;
    }

    AgentsPolicy policy() {
        return policy;
    }

    SessionGuard guard() {
        return guard;
    }

    Path directory(AgentDefinition agent) {
        return directories.directory(agent).toAbsolutePath().normalize();
    }

    FileSessionStore store(Path directory) {
        return stores.computeIfAbsent(directory, FileSessionStore::new);
    }

    SessionPlace place(AgentId agent, Path directory, @Nullable SessionMigration arrival) {
        return new SessionPlace(agent, directory, store(directory), arrival, leases);
    }

    /** What is done with a session where it is. */
    interface PlacedWork<T> {
        T run(FileSessionStore store) throws SessionStoreException;
    }

    /** Does the work where the session is now; the choice of the place and the work are one step for all others. */
    <T> T at(AgentId agent, SessionKey key, PlacedWork<T> work) throws SessionStoreException {
        String name = SessionNames.of(key);
        return guard.alone(name, () -> {
            try (Lease<SessionPlace> lease = lease(agent)) {
                SessionPlace place = lease.value();
                place.catchUp(name);
                return work.run(place.store());
            }
        });
    }

    private Lease<SessionPlace> lease(AgentId agent) throws SessionStoreException {
        while (true) {
            SessionPlace place = state.places().get(agent);
            if (place == null) {
                throw new SessionStoreException("agent [" + agent + "] has no place for sessions");
            }
            Optional<Lease<SessionPlace>> lease = place.leased().tryAcquire();
            if (lease.isPresent()) {
                return lease.get();
            }
        }
    }
}
