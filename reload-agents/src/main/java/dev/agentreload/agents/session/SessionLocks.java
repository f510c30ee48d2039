// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.session;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Locks files against other processes, and against other stores of this process.
 *
 * <p>The lock is released when the channel is closed. A file system reports neither when a lock becomes free nor, within one
 * process, lets anyone wait for it, so this one tries again and again, up to a limit. One thing it cannot do: POSIX lets a
 * process lose its lock on a file when <em>any</em> of its channels on that file is closed. Two stores in one process are
 * safe from each other, and so are processes with one store each; both at once are not.
 */
final class SessionLocks {

    private static final long PAUSE_NANOS = Duration.ofMillis(1).toNanos();

    private final long tries;

    /** Takes the time after which waiting for a lock times out. */
    SessionLocks(Duration timeout) {
        this.tries = timeout.toNanos() / PAUSE_NANOS;
    }

    enum Mode {
        SHARED,
        EXCLUSIVE
    }

    /**
     * Locks the whole file.
     *
     * @throws IOException if the file is still locked by others after the timeout, or this thread is interrupted
     */
    void lock(FileChannel channel, Mode mode) throws IOException {
        for (long tried = 0; tryLock(channel, mode) == null; tried++) {
            if (Thread.currentThread().isInterrupted()) { // neither a try nor a pause would end by it
                throw new InterruptedIOException("interrupted while another writer held the file");
            }
            if (tried >= tries) {
                throw new IOException("another writer holds the file");
            }
            LockSupport.parkNanos(this, PAUSE_NANOS);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel, Mode mode) throws IOException {
        try {
            return channel.tryLock(0, Long.MAX_VALUE, mode == Mode.SHARED);
        } catch (OverlappingFileLockException e) {
            return null; // held by a channel of this process, which the next try finds out again
        }
    }
}
