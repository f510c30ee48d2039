// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.source;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a look scheduled on the host's executor: a steady beat, and one early look between two beats.
 *
 * <p>The beat is what a watcher lives by. An early look that the executor refuses or forgets costs time and nothing else.
 * <em>Safe for use by multiple threads.</em>
 */
final class PollSchedule {

    private final ScheduledExecutorService scheduler;
    private final Runnable look;
    private final AtomicReference<@Nullable Future<?>> beat = new AtomicReference<>();
    private final AtomicReference<@Nullable Future<?>> early = new AtomicReference<>();
    private volatile boolean closed;

    PollSchedule(ScheduledExecutorService scheduler, Runnable look) {
        this.scheduler = scheduler;
        this.look = look;
    }

    /**
     * Starts the beat, or starts it anew. With a fixed delay, not at a fixed rate: after a pause of the machine a rate would
     * catch up on all the looks that were missed.
     */
    void beat(Duration delay, Duration interval) {
        keep(beat, scheduler.scheduleWithFixedDelay(look, delay.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS));
    }

    /** Schedules one look, instead of the early look that was scheduled before. */
    void early(long nanos) {
        keep(early, scheduler.schedule(look, nanos, TimeUnit.NANOSECONDS));
    }

    void close() {
        closed = true;
        cancel(beat.get());
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
