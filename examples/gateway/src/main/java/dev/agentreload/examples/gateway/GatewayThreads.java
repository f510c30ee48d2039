package dev.agentreload.examples.gateway;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** All threads of the gateway, by what they are for: no part starts one of its own. */
final class GatewayThreads {

    /** Where the reloader and the registry call what may hang; so nobody on it may ask for a reload. */
    final ExecutorService parts = Executors.newFixedThreadPool(4);

    /** Where reloads are carried out, one after the other. */
    final ExecutorService reloads = Executors.newSingleThreadExecutor();

    /** Where messages from HTTP are answered. */
    final ExecutorService channels = Executors.newFixedThreadPool(8);

    /** Where the file is watched, and jobs and heartbeats run. */
    final ScheduledExecutorService timer = Executors.newScheduledThreadPool(4);

    /** Lets no new work in, and waits for what is under way. */
    void end(Duration patience) {
        List<ExecutorService> all = List.of(timer, channels, reloads, parts);
        all.forEach(ExecutorService::shutdown);
        try {
            for (ExecutorService executor : all) {
                executor.awaitTermination(patience.toNanos(), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
