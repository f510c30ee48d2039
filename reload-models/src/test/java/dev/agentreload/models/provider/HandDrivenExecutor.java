// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models.provider;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Keeps what it is given until the test runs it, or refuses it. */
final class HandDrivenExecutor implements Executor {

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private volatile boolean refusing;

    void refuse() {
        refusing = true;
    }

    void accept() {
        refusing = false;
    }

    @Override
    public void execute(Runnable task) {
        if (refusing) {
            throw new RejectedExecutionException("planned");
        }
        tasks.add(task);
    }

    /** Runs all that was given, on the calling thread. */
    void runAll() {
        Runnable task = tasks.poll();
        while (task != null) {
            task.run();
            task = tasks.poll();
        }
    }
}
