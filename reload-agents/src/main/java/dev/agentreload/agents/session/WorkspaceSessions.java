// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.session;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableMap;
import dev.agentreload.agents.config.AgentDefinition;
import dev.agentreload.agents.config.AgentsConfig;
import dev.agentreload.agents.config.AgentsPolicy;
import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.agents.routing.SessionKey;
import dev.agentreload.agents.session.PreparedSessions.Created;
import dev.agentreload.agents.session.SessionDirectory.FileSteps;
import dev.agentreload.core.lease.Lease;
import dev.agentreload.core.lease.LeaseFactory;
import dev.agentreload.core.participant.ReloadParticipant;
import dev.agentreload.core.runtime.HostRuntime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the sessions of each agent in its workspace, and takes them along when the agent gets another one.
 *
 * <p>Sessions belong to no generation. The store that {@link #of} returns finds the agent's current directory at each call, so a
 * turn that began before a move and ends after it continues the same history. An agent that was removed keeps its directory, for
 * turns that still run and in case it comes back.
 *
 * <p>{@link #participant} moves sessions as part of a reload. The reload itself only records the new directory and switches; its
 * time does not depend on the number of sessions. Each session then follows before it is next used, and the others follow in the
 * background, on the executor of the runtime.
 *
 * <ul>
 *   <li>A session is moved, not copied: clearing it leaves nothing at an earlier workspace. Moving back works at any time.
 *   <li>The directories that may hold sessions of an agent are recorded durably in one file, before the first session can be there.
 *       So a crash at any moment loses no session, and a workspace that was changed while the program did not run is noticed by
 *       the next start. A damaged record fails the start rather than be guessed.
 *   <li>A recorded directory that does not exist stays recorded, since it may be on a volume that is not mounted.
 *   <li>In its directory each agent has a folder of its own, named after its id. Agents that share a directory share no session.
 *   <li>If a file of the same name is already at the new place and holds something else, it is renamed to {@code
 *       NAME.superseded-N} when the session arrives, and a warning is logged.
 *   <li>Nothing else may write to these files meanwhile. A host has one of these for its agents and uses no other store for them.
 * </ul>
 *
 * <p><em>Safe for use by multiple threads. Starts none.</em>
 */
public final class WorkspaceSessions {

    private final SessionDirectories directories;
    private final LocationLedger ledger;
    private final LeaseFactory leases;
    private final AgentsPolicy policy;
    private final FileSteps steps;
    private final KeyedLock sessions = new KeyedLock(FileSessionStore.LOCK_TIMEOUT);

    /** One for each folder, since two stores of one process do not share their locks. */
    private final Map<Path, FileSessionStore> stores = new ConcurrentHashMap<>();

    /** Read once by each call. */
    private volatile State state = new State(null, ImmutableMap.of());

    /** Where the sessions are, and the configuration that says so. */
    record State(@Nullable AgentsConfig config, ImmutableMap<AgentId, SessionLocation> locations) {}

    WorkspaceSessions(
            SessionDirectories directories, Path locations, LeaseFactory leases, AgentsPolicy policy, FileSteps steps) {
        this.directories = requireNonNull(directories, "directories");
        this.ledger = new LocationLedger(requireNonNull(locations, "locations"), steps);
        this.leases = requireNonNull(leases, "leases");
        this.policy = requireNonNull(policy, "policy");
        this.steps = steps;
    }

    /**
     * Creates the sessions of agents. There are none before the first configuration was loaded.
     *
     * @param directories where the sessions of an agent are
     * @param locations a file in which the directories are recorded. It must be the same at each start of the program, and belong
     *     to this program alone
     * @param runtime its executor moves sessions in the background
     * @param policy the one of the agents' registry
     */
    public static WorkspaceSessions create(
            SessionDirectories directories, Path locations, HostRuntime runtime, AgentsPolicy policy) {
        return new WorkspaceSessions(directories, locations, LeaseFactory.of(runtime), policy, FileSteps.NONE);
    }

    /**
     * Returns the sessions of an agent, wherever they are at each call. A call fails if no configuration ever had the agent, or
     * none was loaded yet.
     */
    public SessionStore of(AgentId agent) {
        return new AgentSessionStore(this, requireNonNull(agent, "agent"));
    }

    /** Returns the directory in which the sessions of the agent are now, in a folder of its own. */
    public Optional<Path> findDirectory(AgentId agent) {
        return Optional.ofNullable(state.locations().get(agent)).map(SessionLocation::directory);
    }

    /** Returns the participant of a reloader that moves sessions. Register it beside the participant of the agents' registry. */
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

    LocationLedger ledger() {
        return ledger;
    }

    Path directory(AgentDefinition agent) {
        return directories.directory(agent).toAbsolutePath().normalize();
    }

    /** Creates a location; one that sessions move to must be usable, and so must the one that they leave. */
    Created locate(AgentId agent, Path directory, @Nullable SessionLocation present) throws IOException {
        if (present != null) {
            store(agent, directory).directory().create();
            present.store().directory().requireWritable();
        }
        LocationLedger.Use use = ledger.use(agent, directory);
        List<FileSessionStore> searched = ledger.directories(agent).stream()
                .map(other -> store(agent, other))
                .toList();
        return new Created(new SessionLocation(agent, directory, searched, leases, this::close), use);
    }

    private FileSessionStore store(AgentId agent, Path directory) {
        return stores.computeIfAbsent(
                SessionLocation.folder(agent, directory), folder -> FileSessionStore.create(folder, steps));
    }

    /** What is done with a session where it is. */
    interface LocatedWork<T> {
        T run(FileSessionStore store) throws SessionStoreException;
    }

    /** Does the work where the session is now; choosing the place and the work are one step for all others. */
    <T> T at(AgentId agent, SessionKey key, LocatedWork<T> work) throws SessionStoreException {
        String name = SessionNames.of(key);
        try {
            return alone(agent, name, location -> work.run(location.store()));
        } catch (IOException e) {
            throw new SessionStoreException("could not use session [" + name + "] of agent [" + agent + "]: " + e, e);
        }
    }

    private interface Work<T> {
        T run(SessionLocation location) throws SessionStoreException;
    }

    private <T> T alone(AgentId agent, String name, Work<T> work) throws IOException, SessionStoreException {
        return sessions.<T, SessionStoreException>alone(agent + "/" + name, () -> {
            try (Lease<SessionLocation> lease = lease(agent)) {
                lease.value().moveHere(name);
                return work.run(lease.value());
            }
        });
    }

    private Lease<SessionLocation> lease(AgentId agent) throws SessionStoreException {
        while (true) {
            SessionLocation location = state.locations().get(agent);
            if (location == null) {
                throw new SessionStoreException("agent [" + agent + "] has no directory for sessions");
            }
            Optional<Lease<SessionLocation>> lease = location.leased().tryAcquire();
            if (lease.isPresent()) {
                return lease.get();
            }
        }
    }

    /** Called when the last call at a location has ended. */
    private void close(SessionLocation location) throws IOException, SessionStoreException {
        ledger.release(location.agent(), location.directory());
        if (!location.store().directory().exists()) {
            forget(location.agent(), location.directory());
        }
        bringAll(location.agent());
    }

    /**
     * Brings all sessions of the agent to where it is now, from every directory that is not in use.
     *
     * @throws SessionStoreException if some could not be brought; each is tried again when it is used, all with the next reload
     */
    void bringAll(AgentId agent) throws IOException, SessionStoreException {
        List<Exception> failures = new ArrayList<>();
        for (Path directory : ledger.unused(agent)) {
            SessionDirectory from = store(agent, directory).directory();
            for (String name : from.names(SessionFile.ENDING)) {
                try {
                    alone(agent, name, location -> location);
                } catch (IOException | SessionStoreException e) {
                    failures.add(e);
                }
            }
            if (from.exists() && hasNoSession(from)) {
                from.force();
                forget(agent, directory);
            }
        }
        if (!failures.isEmpty()) {
            throw new SessionStoreException(
                    "could not bring " + failures.size() + " sessions of agent [" + agent + "], the first one since: "
                            + failures.get(0),
                    failures.get(0));
        }
    }

    private static boolean hasNoSession(SessionDirectory folder) throws IOException {
        return folder.names(SessionFile.ENDING).isEmpty();
    }

    /** What was brought is durable before the directory it came from is forgotten. */
    private void forget(AgentId agent, Path directory) throws IOException {
        SessionLocation location = state.locations().get(agent);
        if (location == null) {
            return;
        }
        if (location.store().directory().exists()) {
            location.store().directory().force();
        }
        SessionDirectory emptied = store(agent, directory).directory();
        boolean forgotten = ledger.forget(agent, directory, () -> {
            if (!hasNoSession(emptied)) {
                return false;
            }
            location.stopSearching(directory);
            return true;
        });
        if (forgotten) {
            ledger.save();
        }
    }
}
