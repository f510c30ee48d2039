// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.session;

import com.google.common.collect.ImmutableList;
import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.core.lease.LeaseFactory;
import dev.agentreload.core.lease.Leased;
import dev.agentreload.core.lease.ResourceCloser;
import java.io.IOException;
import java.lang.System.Logger;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where the sessions of one agent are for a while. Each call leases it, so that the end of the last call is known that could still
 * write there. <em>Safe for use by multiple threads.</em>
 *
 * <p>A session is in one of the directories that were ever used and not yet emptied. Before a session is used it is moved to this
 * one. A move is one renaming, so a crash leaves the session here or there; only between two file systems it is a copy, which is
 * durable before the original is deleted. If several directories have a file of that name, the session is the one in the
 * directory that was used first, since every use would have moved it on; the others were there before the agent came.
 */
final class SessionLocation {

    private static final Logger LOGGER = System.getLogger(SessionLocation.class.getName());

    private final AgentId agent;
    private final Path directory;
    private final FileSessionStore store;
    private final Leased<SessionLocation> leased;

    /** In the order in which they were first used, with this location's own one. */
    private volatile ImmutableList<FileSessionStore> searched;

    SessionLocation(
            AgentId agent,
            Path directory,
            List<FileSessionStore> searched,
            LeaseFactory leases,
            ResourceCloser<SessionLocation> closer) {
        this.agent = agent;
        this.directory = directory;
        this.searched = ImmutableList.copyOf(searched);
        this.store = store(searched, agent, directory);
        this.leased = leases.create("sessions of [" + agent + "] in [" + directory + "]", this, closer);
    }

    private static FileSessionStore store(List<FileSessionStore> searched, AgentId agent, Path directory) {
        Path own = folder(agent, directory);
        return searched.stream()
                .filter(other -> other.directory().path().equals(own))
                .findFirst()
                .orElseThrow();
    }

    /** Returns the folder of an agent: agents that share a directory share no file. */
    static Path folder(AgentId agent, Path directory) {
        return directory.resolve(SessionNames.of(agent.value()));
    }

    AgentId agent() {
        return agent;
    }

    Path directory() {
        return directory;
    }

    FileSessionStore store() {
        return store;
    }

    Leased<SessionLocation> leased() {
        return leased;
    }

    boolean isAlone() {
        return searched.size() == 1;
    }

    /** Searches also where another location does, which followed this one and is being taken back. */
    void searchLike(SessionLocation other) {
        searched = other.searched;
    }

    /** Stops searching where no session is left. */
    synchronized void stopSearching(Path emptied) {
        Path folder = folder(agent, emptied);
        searched = searched.stream()
                .filter(other ->
                        other.equals(store) || !other.directory().path().equals(folder))
                .collect(ImmutableList.toImmutableList());
    }

    /** Moves the session here if another directory has it. Call it under the lock of the session. */
    void moveHere(String name) throws IOException {
        ImmutableList<FileSessionStore> all = searched;
        if (all.size() == 1) {
            return;
        }
        List<FileSessionStore> holders = all.stream()
                .filter(other -> Files.exists(other.file(name).path()))
                .toList();
        if (holders.isEmpty()) {
            return;
        }
        FileSessionStore holder = holders.get(0);
        for (FileSessionStore other : holders.subList(1, holders.size())) {
            putAside(other, name, holder.file(name).path());
        }
        if (!holder.equals(store)) {
            holder.file(name).recover();
            move(holder.directory(), store.directory(), name + SessionFile.ENDING);
        }
    }

    /** Keeps a file that is not the session under another name; one with the same content is a copy that a crash left. */
    private static void putAside(FileSessionStore other, String name, Path session) throws IOException {
        other.file(name).recover();
        SessionDirectory directory = other.directory();
        Path file = other.file(name).path();
        if (Files.mismatch(file, session) < 0) {
            directory.delete(file);
            return;
        }
        int number = 1;
        while (Files.exists(directory.resolve(name + ".superseded-" + number))) {
            number++;
        }
        Path aside = directory.resolve(name + ".superseded-" + number);
        directory.rename(file, aside);
        LOGGER.log(
                Logger.Level.WARNING,
                "[" + file + "] is not the session that the agent continues, and was renamed to [" + aside.getFileName()
                        + "]; the session is that of [" + session + "]");
    }

    private static void move(SessionDirectory from, SessionDirectory to, String file) throws IOException {
        to.create();
        try {
            from.rename(from.resolve(file), to.resolve(file));
        } catch (AtomicMoveNotSupportedException e) { // another file system
            to.take(from.resolve(file), to.resolve(file));
            to.force();
            from.delete(from.resolve(file));
            from.force();
        }
    }
}
