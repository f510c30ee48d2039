package dev.agentreload.agents.session;

import com.google.common.util.concurrent.Striped;
import dev.agentreload.agents.routing.SessionKey;
import java.io.IOException;
import java.lang.System.Logger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;

/**
 * Keeps sessions as files in one directory, usually the {@code sessions} of an agent's workspace.
 *
 * <p>Each session has a file {@code NAME.jsonl} with one message in a line, oldest first:
 *
 * <pre>{"role":"user","at":"2026-01-31T12:00:00Z","text":"hello"}</pre>
 *
 * and, once there is a summary, {@code NAME.summary.json}. A literal <code>${</code> is written <code>$${</code>, as in
 * configurations. Names are made of the key, are valid everywhere and differ whenever keys differ, also where a file system
 * ignores case. The directory is created when it is first needed, with access for its owner only, as are the files.
 *
 * <ul>
 *   <li>A message is on the disk when {@link #append} returns; files only grow, except in {@link #clear}.
 *   <li>If a crash leaves half of a line, the next append ends it: that half is a warning of every later history, and
 *       no other message is lost with it.
 *   <li>A line that holds no message is skipped and named in the history's warnings.
 *   <li>A message or summary of more than 16 MiB is refused, a longer line is skipped: no line is unbounded. A history is
 *       read whole.
 *   <li>Several stores, also in several processes, can share a directory, except that a process which shares it with
 *       others has but one store there. What waits for others gives up after ten seconds.
 *   <li>An interrupt of the calling thread ends the call with an exception, with the flag kept.
 * </ul>
 *
 * <em>Safe for use by multiple threads. Starts none, and has nothing to close.</em>
 */
public final class FileSessionStore implements SessionStore {

    private static final Logger LOGGER = System.getLogger(FileSessionStore.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int STRIPES = 1 << 16;

    private final SessionDirectory directory;
    private final Duration patience;
    private final SessionLocks locks;

    /** Locks exist while they are used. Two sessions seldom share one, or one that hangs would hold up the others. */
    private final Striped<Lock> writers = Striped.lazyWeakLock(STRIPES);

    /** Takes the directory; nothing is read or created before it is needed. */
    public FileSessionStore(Path directory) {
        this(directory, PATIENCE);
    }

    FileSessionStore(Path directory, Duration patience) {
        this.directory = new SessionDirectory(directory);
        this.patience = patience;
        this.locks = new SessionLocks(patience);
    }

    @Override
    public void append(SessionKey key, SessionMessage message) throws SessionStoreException {
        SessionFile file = file(key);
        byte[] line = checked(file, SessionLines.ofMessage(message));
        SessionFile.End end = alone(file, "append to", () -> file.append(line));
        if (end == SessionFile.End.TORN) { // logged here, for no log of a host may run under our lock
            LOGGER.log(Logger.Level.WARNING, "the last line of session [" + file.path() + "] was torn, and was ended");
        }
    }

    @Override
    public SessionHistory history(SessionKey key) throws SessionStoreException {
        SessionFile file = file(key);
        return alone(file, "read", file::read);
    }

    @Override
    public void putSummary(SessionKey key, String summary) throws SessionStoreException {
        SessionFile file = file(key);
        byte[] line = checked(file, SessionLines.ofSummary(summary));
        alone(file, "summarise", () -> {
            file.putSummary(line);
            return file;
        });
    }

    @Override
    public void clear(SessionKey key) throws SessionStoreException {
        SessionFile file = file(key);
        alone(file, "clear", () -> {
            file.clear();
            return file;
        });
    }

    /** Returns the names of the sessions that have begun here. */
    List<String> names() throws SessionStoreException {
        try {
            return directory.names(SessionFile.ENDING);
        } catch (IOException e) {
            throw new SessionStoreException("could not list the sessions of [" + directory + "]: " + e, e);
        }
    }

    /** Returns a session, by its name, as it is at one moment. */
    Optional<SessionContent> content(String name) throws SessionStoreException {
        SessionFile file = file(name);
        return alone(file, "copy", file::content);
    }

    /** Makes a session what another one is. See {@link SessionFile#takeOver}. */
    SessionCopy takeOver(String name, SessionContent other, Optional<SessionCopy> earlier)
            throws SessionStoreException {
        SessionFile file = file(name);
        return alone(file, "move", () -> file.takeOver(other, earlier));
    }

    /** Undoes a copy that nobody has used. */
    void takeBack(String name, SessionCopy copy) throws SessionStoreException {
        SessionFile file = file(name);
        alone(file, "take back", () -> {
            file.takeBack(copy);
            return file;
        });
    }

    private SessionFile file(SessionKey key) {
        return file(SessionNames.of(key));
    }

    private SessionFile file(String name) {
        return new SessionFile(directory, locks, name);
    }

    private static byte[] checked(SessionFile file, byte[] line) throws SessionStoreException {
        if (line.length > SessionFile.MOST_LINE_BYTES) {
            throw new SessionStoreException("could not write [" + line.length + "] bytes to session [" + file.path()
                    + "]; expected at most " + SessionFile.MOST_LINE_BYTES);
        }
        return line;
    }

    /** Does the work as the only one of this store that uses the file. */
    private <T> T alone(SessionFile file, String verb, FileWork<T> work) throws SessionStoreException {
        Lock writer = writers.get(file.path());
        if (!tryLock(writer, file, verb)) {
            throw failed(file, verb, new IOException("another thread uses the session"));
        }
        try {
            return work.run();
        } catch (IOException e) {
            throw failed(file, verb, e);
        } finally {
            writer.unlock();
        }
    }

    private boolean tryLock(Lock writer, SessionFile file, String verb) throws SessionStoreException {
        try {
            return writer.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(file, verb, e);
        }
    }

    private static SessionStoreException failed(SessionFile file, String verb, Exception reason) {
        return new SessionStoreException("could not " + verb + " session [" + file.path() + "]: " + reason, reason);
    }

    /** What is done with a file, under the lock of this store. */
    private interface FileWork<T> {
        T run() throws IOException;
    }
}
