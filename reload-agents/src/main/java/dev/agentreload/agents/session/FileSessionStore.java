// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.session;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import dev.agentreload.agents.routing.SessionKey;
import dev.agentreload.agents.session.SessionDirectory.FileSteps;
import java.io.IOException;
import java.lang.System.Logger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Keeps sessions as files in one directory, usually the {@code sessions} of an agent's workspace.
 *
 * <p>Each session has a file {@code NAME.jsonl} with one append in a line, oldest first. One message is an object; messages that were
 * appended together are a list. Once there is a summary it is the first line:
 *
 * <pre>
 * {"summary":"they said hello"}
 * {"role":"user","at":"2026-01-31T12:00:00Z","text":"weather?","attributes":{"channel":"console"}}
 * {"messages":[{"role":"user","at":…,"text":…},{"role":"assistant","at":…,"text":…}]}</pre>
 *
 * A literal <code>${</code> is written <code>$${</code>, as in configurations. Names are made of the key, are valid on every file
 * system and differ whenever keys differ, also where a file system ignores case. The directory is created when it is first
 * needed, with access for its owner only, as are the files.
 *
 * <ul>
 *   <li>Messages are on the disk when {@link #append} returns.
 *   <li>If a crash leaves half of a line, the next append ends it. That half is a warning of every history that reaches so far
 *       back; no other message is lost.
 *   <li>A line that holds no message is skipped and named in the history's warnings.
 *   <li>{@link #history} reads the file from its end: about as many bytes as the returned messages and the summary have.
 *   <li>{@link #compact} writes the new content to a second file, renames it to {@code NAME.next}, and copies it over. A crash
 *       leaves the session as it was before the renaming or as it is after it.
 *   <li>Messages of one append, or a summary, with more than 16 MiB are refused; a longer line is skipped.
 *   <li>Processes may share a directory if each has one store on it. Within one process any number of stores is safe.
 *   <li>A call that waits for others fails after the lock timeout, which is ten seconds by default.
 *   <li>An interrupt of the calling thread ends the call with an exception and keeps the flag.
 * </ul>
 *
 * <em>Safe for use by multiple threads. Starts none, and has nothing to close.</em>
 */
public final class FileSessionStore implements SessionStore {

    static final Duration LOCK_TIMEOUT = Duration.ofSeconds(10);

    private static final Logger LOGGER = System.getLogger(FileSessionStore.class.getName());

    private final SessionDirectory directory;
    private final SessionLocks files;
    private final KeyedLock threads;

    private FileSessionStore(SessionDirectory directory, Duration lockTimeout) {
        this.directory = directory;
        this.files = new SessionLocks(lockTimeout);
        this.threads = new KeyedLock(lockTimeout);
    }

    /** Creates a store for a directory. Nothing is read or created before it is needed. */
    public static FileSessionStore create(Path directory) {
        return create(directory, LOCK_TIMEOUT);
    }

    /**
     * Creates a store for a directory. Nothing is read or created before it is needed.
     *
     * @param lockTimeout how long a call waits for others that use the same session
     * @throws IllegalArgumentException if the timeout is negative
     */
    public static FileSessionStore create(Path directory, Duration lockTimeout) {
        checkArgument(!lockTimeout.isNegative(), "the lock timeout [%s] must not be negative", lockTimeout);
        return new FileSessionStore(new SessionDirectory(requireNonNull(directory, "directory")), lockTimeout);
    }

    /** Creates a store that says what it is about to do. */
    static FileSessionStore create(Path directory, FileSteps steps) {
        return new FileSessionStore(new SessionDirectory(directory, steps), LOCK_TIMEOUT);
    }

    @Override
    public void append(SessionKey key, List<SessionMessage> messages) throws SessionStoreException {
        ImmutableList<SessionMessage> all = ImmutableList.copyOf(messages);
        if (all.isEmpty()) {
            return;
        }
        SessionFile file = file(SessionNames.of(key));
        byte[] line = checked(file, SessionLines.ofMessages(all));
        SessionFile.End end = alone(file, "append to", () -> file.append(line));
        if (end == SessionFile.End.TORN) { // logged here, for no log of a host may run under our lock
            LOGGER.log(Logger.Level.WARNING, "the last line of session [" + file.path() + "] was torn, and was ended");
        }
    }

    @Override
    public SessionHistory history(SessionKey key, int last) throws SessionStoreException {
        checkArgument(last >= 0, "the number of messages [%s] must not be negative", last);
        SessionFile file = file(SessionNames.of(key));
        return alone(file, "read", () -> file.read(last));
    }

    @Override
    public void compact(SessionKey key, String summary, int keepLast) throws SessionStoreException {
        checkArgument(keepLast >= 0, "the number of messages [%s] must not be negative", keepLast);
        SessionFile file = file(SessionNames.of(key));
        byte[] line = checked(file, SessionLines.ofSummary(summary));
        alone(file, "compact", () -> {
            file.compact(line, keepLast);
            return file;
        });
    }

    @Override
    public void clear(SessionKey key) throws SessionStoreException {
        SessionFile file = file(SessionNames.of(key));
        alone(file, "clear", () -> {
            file.clear();
            return file;
        });
    }

    SessionDirectory directory() {
        return directory;
    }

    /** Returns the file of a session by its name. */
    SessionFile file(String name) {
        return new SessionFile(directory, files, name);
    }

    private static byte[] checked(SessionFile file, byte[] line) throws SessionStoreException {
        if (line.length > SessionFile.MOST_LINE_BYTES) {
            throw new SessionStoreException("could not write [" + line.length + "] bytes to session [" + file.path()
                    + "]; expected at most " + SessionFile.MOST_LINE_BYTES);
        }
        return line;
    }

    /** Does the work as the only one of this store that uses the file. */
    private <T> T alone(SessionFile file, String verb, KeyedLock.Work<T, RuntimeException> work)
            throws SessionStoreException {
        try {
            return threads.alone(file.path(), work);
        } catch (IOException e) {
            throw new SessionStoreException("could not " + verb + " session [" + file.path() + "]: " + e, e);
        }
    }
}
