// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.source;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Schedules polls on the host's executor: periodic ones, and one early poll between two of them.
 *
 * <p>A watcher depends on the periodic polls alone. An early poll that the executor refuses or forgets only costs time.
 * <em>Safe for use by multiple threads.</em>
 */
final class PollSchedule {

    private final ScheduledExecutorService scheduler;
    private final Runnable poll;
    private final AtomicReference<@Nullable Future<?>> periodic = new AtomicReference<>();
    private final AtomicReference<@Nullable Future<?>> early = new AtomicReference<>();
    private volatile boolean closed;

    PollSchedule(ScheduledExecutorService scheduler, Runnable poll) {
        this.scheduler = scheduler;
        this.poll = poll;
    }

    /**
     * Starts periodic polls, or starts them anew. With a fixed delay, not at a fixed rate: after a pause of the machine a rate would
     * catch up on all the polls that were missed.
     */
    void periodic(Duration delay, Duration interval) {
        keep(
                periodic,
                scheduler.scheduleWithFixedDelay(poll, delay.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS));
    }

    /** Schedules one poll, instead of the early poll that was scheduled before. */
    void early(long nanos) {
        keep(early, scheduler.schedule(poll, nanos, TimeUnit.NANOSECONDS));
    }

    void close() {
        closed = true;
        cancel(periodic.get());
        cancel(early.get());
    }

    /** Asks for closed after the future can be seen by {@link #close}, so that one of the two cancels it. */
    private void keep(AtomicReference<@Nullable Future<?>> place, Future<?> next) {
        cancel(place.getAndSet(next));
        if (closed) {
            cancel(next);
        }
    }

    private static void cancel(@Nullable Future<?> future) {
        if (future != null) {
            future.cancel(false);
        }
    }
}
