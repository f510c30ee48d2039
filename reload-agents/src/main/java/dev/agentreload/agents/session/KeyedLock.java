// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.session;

import com.google.common.util.concurrent.Striped;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;

/** Lets one thread at a time work on what has the same key. <em>Safe for use by multiple threads.</em> */
final class KeyedLock {

    /** Locks exist while they are used. Two keys seldom share one, or a call that hangs would hold up other sessions. */
    private static final int STRIPES = 1 << 16;

    private final Striped<Lock> locks = Striped.lazyWeakLock(STRIPES);
    private final Duration timeout;

    /** Takes how long a caller waits for others. */
    KeyedLock(Duration timeout) {
        this.timeout = timeout;
    }

    /** What is done under the lock. */
    interface Work<T, E extends Exception> {
        T run() throws IOException, E;
    }

    /**
     * Does the work as the only thread that works on this key.
     *
     * @throws IOException if the work throws it, other threads hold the lock until the timeout, or this thread is interrupted
     */
    <T, E extends Exception> T alone(Object key, Work<T, E> work) throws IOException, E {
        Lock lock = locks.get(key);
        lock(lock);
        try {
            return work.run();
        } finally {
            lock.unlock();
        }
    }

    private void lock(Lock lock) throws IOException {
        try {
            if (!lock.tryLock(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new IOException("another thread uses the session");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted =
                    new InterruptedIOException("interrupted while another thread used the session");
            interrupted.initCause(e);
            throw interrupted;
        }
    }
}
