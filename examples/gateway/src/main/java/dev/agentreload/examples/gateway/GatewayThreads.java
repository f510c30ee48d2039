// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway;

import dev.agentreload.core.runtime.HostRuntime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The threads of the gateway, by what they are for; the HTTP server has its own. No other component starts one. */
final class GatewayThreads {

    /** Where the reloader and the registry call what may hang; so code on it must not request a reload. */
    final ExecutorService parts = Executors.newFixedThreadPool(4);

    /** Runs reloads, one after the other. */
    final ExecutorService reloads = Executors.newSingleThreadExecutor();

    /** Where the file is polled and timers run, whatever the jobs do. */
    final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(2);

    /** Where jobs and heartbeats run. */
    final ExecutorService jobs = Executors.newFixedThreadPool(4);

    /** What the client of the models' servers uses. */
    final ExecutorService transport = Executors.newFixedThreadPool(4);

    private final HostRuntime runtime = HostRuntime.of(parts, scheduler);

    /** Returns what components are given to run on. */
    HostRuntime runtime() {
        return runtime;
    }

    /** Returns the same for jobs, which may take long. */
    HostRuntime jobRuntime() {
        return runtime.withExecutor(jobs);
    }

    /** Lets no new work in, and waits for what is under way; what is not done then is interrupted. */
    void end(Duration timeout) {
        List<ExecutorService> all = List.of(scheduler, jobs, reloads, parts, transport);
        all.forEach(ExecutorService::shutdown);
        long end = System.nanoTime() + timeout.toNanos();
        try {
            for (ExecutorService executor : all) {
                if (!executor.awaitTermination(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                    executor.shutdownNow();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
