package dev.agentreload.examples.gateway;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** All threads of the gateway, by what they are for: no part starts one of its own. */
final class GatewayThreads {

    private static final int MOST_REQUESTS = 200;
    private static final long IDLE_SECONDS = 60;

    /** Where the reloader and the registry call what may hang; so code on it must not request a reload. */
    final ExecutorService parts = Executors.newFixedThreadPool(4);

    /** Where reloads are carried out, one after the other. */
    final ExecutorService reloads = Executors.newSingleThreadExecutor();

    /** Where messages from HTTP are read and answered: many, since a slow client has one for as long as it takes. */
    final ExecutorService channels = channels();

    /** Where the file is polled and timers run, whatever the jobs do. */
    final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();

    /** Where jobs and heartbeats run. */
    final ScheduledExecutorService timer = Executors.newScheduledThreadPool(4);

    private static ExecutorService channels() {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                MOST_REQUESTS, MOST_REQUESTS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** Lets no new work in, and waits for what is under way. */
    void end(Duration patience) {
        List<ExecutorService> all = List.of(scheduler, timer, channels, reloads, parts);
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
