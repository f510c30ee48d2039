package dev.agentreload.agents.session;

import com.google.common.util.concurrent.Striped;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;

/**
 * Lets one thread at a time use a session, wherever that is. What is used is told by the name of its file. <em>Safe for use by
 * multiple threads.</em>
 */
final class SessionGuard {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int STRIPES = 1 << 16;

    private final Striped<Lock> locks = Striped.lazyWeakLock(STRIPES);

    /** What is done with a session. */
    interface SessionWork<T> {
        T run() throws SessionStoreException;
    }

    /**
     * Does the work as the only one that uses the session.
     *
     * @throws SessionStoreException if it fails, if others use the session for ten seconds, or if this thread is interrupted
     */
    <T> T alone(String name, SessionWork<T> work) throws SessionStoreException {
        Lock lock = locks.get(name);
        boolean locked = false;
        try {
            locked = lock.tryLock(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
            if (!locked) {
                throw new SessionStoreException("could not use session [" + name + "]: another thread uses it");
            }
            return work.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SessionStoreException("could not use session [" + name + "]: interrupted", e);
        } finally {
            if (locked) {
                lock.unlock();
            }
        }
    }
}
