// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.session;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Lists;
import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.core.config.ConfigArray;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigObject;
import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.config.ConfigString;
import dev.agentreload.core.config.JsonText;
import dev.agentreload.core.config.ReadResult;
import dev.agentreload.core.config.Strictness;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Records durably in which directories each agent may have sessions, so that a move which a crash interrupted continues, and one that
 * was made while the program did not run is noticed. A directory is recorded before the first session can be there, and removed when
 * none is left. <em>Safe for use by multiple threads.</em>
 */
final class LocationLedger {

    private static final String AGENTS = "agents";

    private final SessionDirectory folder;
    private final Path file;
    private final Path unfinished;
    private final Map<AgentId, Entry> entries = new LinkedHashMap<>();
    private boolean read;
    private boolean changed;

    LocationLedger(Path file, SessionDirectory.FileSteps steps) {
        Path absolute = file.toAbsolutePath().normalize();
        this.folder = new SessionDirectory(absolute.resolveSibling("."), steps);
        this.file = absolute;
        this.unfinished = absolute.resolveSibling(absolute.getFileName() + ".tmp");
    }

    /**
     * Where an agent may have sessions.
     *
     * @param directories the one that was recorded first is first
     * @param users how many locations of this program use a directory
     */
    private record Entry(ImmutableList<Path> directories, ImmutableMap<Path, Integer> users) {

        static final Entry NONE = new Entry(ImmutableList.of(), ImmutableMap.of());

        Entry used(Path directory, int more) {
            Map<Path, Integer> counts = new LinkedHashMap<>(users);
            counts.merge(directory, more, Integer::sum);
            counts.values().removeIf(count -> count == 0);
            return new Entry(directories, ImmutableMap.copyOf(counts));
        }

        Entry with(Path directory) {
            return new Entry(
                    ImmutableList.<Path>builder()
                            .addAll(directories)
                            .add(directory)
                            .build(),
                    users);
        }

        Entry without(Path directory) {
            return new Entry(
                    directories.stream()
                            .filter(other -> !other.equals(directory))
                            .collect(ImmutableList.toImmutableList()),
                    users);
        }
    }

    /** Whether a directory was recorded before it was used. */
    enum Use {
        NEW,
        KNOWN
    }

    /** Records a directory and counts one more user of it. Durable after {@link #save}. */
    synchronized Use use(AgentId agent, Path directory) throws IOException {
        readOnce();
        Entry entry = entries.getOrDefault(agent, Entry.NONE);
        boolean known = entry.directories().contains(directory);
        changed |= !known;
        entries.put(agent, (known ? entry : entry.with(directory)).used(directory, 1));
        return known ? Use.KNOWN : Use.NEW;
    }

    /** Counts one user less. */
    synchronized void release(AgentId agent, Path directory) {
        entries.computeIfPresent(agent, (same, entry) -> entry.used(directory, -1));
    }

    /** Returns whether a directory holds no session; nothing comes between that and its removal from the record. */
    interface EmptyCheck {
        boolean isEmpty() throws IOException;
    }

    /**
     * Removes a directory unless it is used or holds a session. Both are one step for all others: a directory that was found empty
     * before could have been used and left in between. Durable after {@link #save}.
     */
    synchronized boolean forget(AgentId agent, Path directory, EmptyCheck check) throws IOException {
        Entry entry = entries.getOrDefault(agent, Entry.NONE);
        if (entry.users().containsKey(directory) || !entry.directories().contains(directory) || !check.isEmpty()) {
            return false;
        }
        entries.put(agent, entry.without(directory));
        changed = true;
        return true;
    }

    /** Returns all recorded directories of the agent, the one that was recorded first first. */
    synchronized ImmutableList<Path> directories(AgentId agent) {
        return entries.getOrDefault(agent, Entry.NONE).directories();
    }

    /** Returns the directories of the agent that no location uses. */
    synchronized ImmutableList<Path> unused(AgentId agent) {
        Entry entry = entries.getOrDefault(agent, Entry.NONE);
        return entry.directories().stream()
                .filter(directory -> !entry.users().containsKey(directory))
                .collect(ImmutableList.toImmutableList());
    }

    /** Writes what was recorded, durably. A crash leaves the earlier file or this one. */
    synchronized void save() throws IOException {
        if (!changed) {
            return;
        }
        Map<String, Object> agents = new LinkedHashMap<>();
        entries.forEach((agent, entry) -> {
            if (!entry.directories().isEmpty()) {
                agents.put(agent.value(), Lists.transform(entry.directories(), LocationLedger::text));
            }
        });
        byte[] bytes = JsonText.pretty(ImmutableMap.of(AGENTS, agents)).getBytes(StandardCharsets.UTF_8);
        folder.create();
        try (FileChannel channel = folder.open(unfinished, StandardOpenOption.TRUNCATE_EXISTING)) {
            folder.append(unfinished, channel, ByteBuffer.wrap(bytes), 0);
        }
        folder.rename(unfinished, file);
        folder.force();
        changed = false;
    }

    private static String text(Path directory) {
        return directory.toString().replace("${", "$${");
    }

    private void readOnce() throws IOException {
        if (!read && Files.exists(file)) {
            ReadResult result = ConfigReader.builder()
                    .strictness(Strictness.STRICT)
                    .build()
                    .read(file.toString(), Files.readAllBytes(file));
            Optional<ConfigNode> agents = result instanceof ReadResult.Success success
                    ? success.document().root().find(AGENTS)
                    : Optional.empty();
            if (agents.isEmpty() || !(agents.get() instanceof ConfigObject members)) {
                throw damaged();
            }
            for (String id : members.keys()) {
                entries.put(
                        new AgentId(id), new Entry(directories(members.find(id).orElseThrow()), ImmutableMap.of()));
            }
        }
        read = true;
    }

    private ImmutableList<Path> directories(ConfigNode node) throws IOException {
        ImmutableList.Builder<Path> directories = ImmutableList.builder();
        if (!(node instanceof ConfigArray array)) {
            throw damaged();
        }
        for (ConfigNode element : array.elements()) {
            if (!(element instanceof ConfigString directory)) {
                throw damaged();
            }
            directories.add(Path.of(directory.value()));
        }
        return directories.build();
    }

    /** Never guessed: a directory that is not known is a history that is lost. */
    private IOException damaged() {
        return new IOException("[" + file + "] does not list the directories of agents; expected {\"" + AGENTS
                + "\": {ID: [DIRECTORY, ...]}}");
    }
}
