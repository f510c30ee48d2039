// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.fake;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import dev.agentreload.core.runtime.HostRuntime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * Time that passes only when a test says so: a monotonic ticker in nanoseconds, by which everything waits, and a wall clock,
 * which can also be set. {@link #runtime} passes it to a component: {@code Reloader.builder(time.runtime(executor))}.
 *
 * <p>The ticker begins one second before it overflows, as {@code System.nanoTime} may at any time. <em>Safe for use by multiple
 * threads.</em>
 */
public final class ManualTime implements LongSupplier, InstantSource {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final long FIRST_TICK =
            Long.MAX_VALUE - Duration.ofSeconds(1).toNanos();

    private final AtomicLong elapsed = new AtomicLong();
    private final AtomicReference<Instant> wallStart;

    /** Creates a time in which it is the beginning of 2026. */
    public ManualTime() {
        this(START);
    }

    /** Creates a time in which it is this moment. */
    public ManualTime(Instant start) {
        this.wallStart = new AtomicReference<>(requireNonNull(start, "start"));
    }

    /** Returns a runtime that goes by this time and has no scheduler. With one: {@link ManualScheduler#runtime}. */
    public HostRuntime runtime(Executor executor) {
        return HostRuntime.of(executor).withTicker(this).withClock(this);
    }

    /**
     * Lets time pass, for the ticker as well as for the wall clock.
     *
     * @throws IllegalArgumentException if the time is negative
     */
    public void advance(Duration time) {
        checkArgument(!time.isNegative(), "time cannot pass by [%s]; expected zero or more", time);
        elapsed.addAndGet(time.toNanos());
    }

    /** Sets the wall clock forward, or back if the time is negative; the ticker does not notice. */
    public void setClockBy(Duration time) {
        wallStart.updateAndGet(start -> start.plus(time));
    }

    /** Returns the tick: nanoseconds that never go back, and may be negative. */
    @Override
    public long getAsLong() {
        return FIRST_TICK + elapsed.get();
    }

    /** Returns what the wall clock says. */
    @Override
    public Instant instant() {
        return requireNonNull(wallStart.get()).plusNanos(elapsed.get());
    }

    /** Returns the nanoseconds that have passed since the beginning. */
    long elapsed() {
        return elapsed.get();
    }

    /** Lets time pass until then; does nothing if it has. */
    void advanceTo(long end) {
        elapsed.accumulateAndGet(end, Math::max);
    }

    /** Returns what the wall clock says, and how much time has passed. */
    @Override
    public String toString() {
        return "ManualTime[" + instant() + ", " + Duration.ofNanos(elapsed()) + " passed]";
    }
}
