// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.schedule;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.agentreload.core.config.JsonText;
import dev.agentreload.examples.gateway.config.OwnersFile;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Remembers in a file when the jobs of a schedule ran last, or when they were first there, so that intervals go on after a restart.
 * What cannot be read or written is reported in the log; intervals then begin at the start. <em>Safe for use by multiple threads.</em>
 */
final class LastRuns {

    private static final Logger LOG = System.getLogger(LastRuns.class.getName());
    private static final TypeReference<Map<String, String>> MAP = new TypeReference<>() {};

    private final Optional<Path> file;
    private final Map<String, Instant> times = new ConcurrentHashMap<>();

    /** Two who write at once would each write what the other does not know. */
    private final ReentrantLock writing = new ReentrantLock();

    /** What the file has; guarded by the lock. */
    private Map<String, Instant> written = Map.of();

    private LastRuns(Optional<Path> file) {
        this.file = file;
    }

    /** Returns what this file remembers, for one schedule. */
    static LastRuns in(Path file) {
        LastRuns runs = new LastRuns(Optional.of(file));
        runs.read(file);
        return runs;
    }

    /** Returns a memory that ends with the process. */
    static LastRuns ofThisProcess() {
        return new LastRuns(Optional.empty());
    }

    private void read(Path file) {
        try {
            new ObjectMapper()
                    .readValue(Files.readAllBytes(file), MAP)
                    .forEach((job, time) -> times.put(job, Instant.parse(time)));
        } catch (NoSuchFileException e) {
            LOG.log(Level.DEBUG, "{0} is not there yet", file.getFileName());
        } catch (IOException | DateTimeException | NullPointerException e) {
            report(file, "read", e);
        }
    }

    /** Returns when a job ran last; empty if that is not known. */
    Optional<Instant> find(String job) {
        return Optional.ofNullable(times.get(job));
    }

    /** Remembers when a job ran. */
    void put(String job, Instant time) {
        times.put(job, time);
    }

    /** Forgets all other jobs. */
    void retain(Collection<String> jobs) {
        times.keySet().retainAll(jobs);
    }

    /** Writes what is remembered, so that a reader finds the old times or the new ones. */
    void save() {
        writing.lock();
        try {
            Map<String, Instant> now = Map.copyOf(times);
            if (file.isPresent() && !now.equals(written)) {
                OwnersFile.replace(file.get(), text(now).getBytes(StandardCharsets.UTF_8));
                written = now;
            }
        } catch (IOException e) {
            report(file.orElseThrow(), "written", e);
        } finally {
            writing.unlock();
        }
    }

    private static String text(Map<String, Instant> times) {
        Map<String, String> map = new TreeMap<>();
        times.forEach((job, time) -> map.put(job, time.toString()));
        return JsonText.pretty(map) + "\n";
    }

    private static void report(Path file, String what, Exception failure) {
        LOG.log(
                Level.WARNING,
                "{0} cannot be {1}: {2}",
                file.getFileName(),
                what,
                failure.getClass().getSimpleName());
    }
}
