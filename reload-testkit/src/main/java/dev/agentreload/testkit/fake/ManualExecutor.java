// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.fake;

import static com.google.common.base.Preconditions.checkState;
import static java.util.Objects.requireNonNull;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what is submitted, and runs it on the thread that says so, in the order in which it came. It can be set to refuse
 * work, as a pool does that is full or shut down.
 *
 * <p>Work that a thread waits for must be run by another thread. <em>Safe for use by multiple
 * threads.</em>
 */
public final class ManualExecutor implements Executor {

    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private volatile boolean refusing;

    /** Creates an executor in which nothing waits. */
    public ManualExecutor() {}

    @Override
    public void execute(Runnable task) {
        requireNonNull(task, "task");
        if (refusing) {
            throw new RejectedExecutionException("this executor refuses work");
        }
        waiting.add(task);
    }

    /** Refuses work from now on. What waits goes on waiting. */
    public void refuseWork() {
        refusing = true;
    }

    /** Takes work again. */
    public void acceptWork() {
        refusing = false;
    }

    /** Returns how many tasks wait. */
    public int waiting() {
        return waiting.size();
    }

    /**
     * Runs the task that has waited longest, on this thread. What it throws comes out.
     *
     * @throws IllegalStateException if no task waits
     */
    public void runNext() {
        @Nullable Runnable task = waiting.poll();
        checkState(task != null, "no task waits");
        requireNonNull(task).run();
    }

    /**
     * Runs all tasks on this thread, also those that come meanwhile. What one throws comes out at once; the others go on waiting.
     *
     * @return how many there were
     */
    public int runAll() {
        int tasks = 0;
        for (@Nullable Runnable task = waiting.poll(); task != null; task = waiting.poll()) {
            tasks++;
            task.run();
        }
        return tasks;
    }

    /** Returns how many tasks wait. */
    @Override
    public String toString() {
        return "ManualExecutor[" + waiting() + " waiting]";
    }
}
