package dev.agentreload.examples.gateway.schedule;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A scheduler on which nothing runs by itself. A test runs what was scheduled, also when that was cancelled meanwhile. */
final class RecordingScheduler extends ScheduledThreadPoolExecutor {

    final List<Scheduled> all = new ArrayList<>();

    RecordingScheduler() {
        super(1);
    }

    record Scheduled(Runnable task, Duration every, Future<?> future) {}

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long initial, long delay, TimeUnit unit) {
        ScheduledFuture<?> future = schedule(() -> {}, 1, TimeUnit.DAYS);
        all.add(new Scheduled(task, Duration.of(delay, unit.toChronoUnit()), future));
        return future;
    }
}
