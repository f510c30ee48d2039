// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.runtime;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The executor, the scheduler and the time of a host. A host makes one and passes it to all components, so that all of them go by
 * the same time.
 *
 * <p>It owns nothing: the host shuts down its executors after it has closed the components. <em>Immutable.</em> Safe for use by
 * multiple threads if what the host passes in is.
 */
public final class HostRuntime {

    private final Executor executor;
    private final @Nullable ScheduledExecutorService scheduler;
    private final LongSupplier ticker;
    private final InstantSource clock;

    private HostRuntime(
            Executor executor, @Nullable ScheduledExecutorService scheduler, LongSupplier ticker, InstantSource clock) {
        this.executor = requireNonNull(executor, "executor");
        this.scheduler = scheduler;
        this.ticker = requireNonNull(ticker, "ticker");
        this.clock = requireNonNull(clock, "clock");
    }

    /**
     * Returns the usual runtime: {@link System#nanoTime} as the ticker and {@link Clock#systemUTC} as the clock.
     *
     * @param executor runs host code that may hang, and closes resources. It must run each task or throw. One that runs tasks on the
     *     calling thread is possible: deadlines are then reported and not enforced, and closing a lease may take time
     * @param scheduler runs timers and polls; what it runs is short
     */
    public static HostRuntime of(Executor executor, ScheduledExecutorService scheduler) {
        return new HostRuntime(executor, requireNonNull(scheduler, "scheduler"), System::nanoTime, Clock.systemUTC());
    }

    /** Returns a runtime as {@link #of(Executor, ScheduledExecutorService)} does, for components that need no scheduler. */
    public static HostRuntime of(Executor executor) {
        return new HostRuntime(executor, null, System::nanoTime, Clock.systemUTC());
    }

    /** Returns this runtime with another executor, for a component whose work must not share threads with the others. */
    public HostRuntime withExecutor(Executor other) {
        return new HostRuntime(other, scheduler, ticker, clock);
    }

    /** Returns this runtime with another ticker: nanoseconds that never go back and may be negative. All waits go by it. */
    public HostRuntime withTicker(LongSupplier other) {
        return new HostRuntime(executor, scheduler, other, clock);
    }

    /** Returns this runtime with another wall clock. It stamps what people read, and nothing waits by it. */
    public HostRuntime withClock(InstantSource other) {
        return new HostRuntime(executor, scheduler, ticker, other);
    }

    /** Returns what runs host code that may hang, and closes resources. */
    public Executor executor() {
        return executor;
    }

    /** Returns the monotonic time in nanoseconds. */
    public LongSupplier ticker() {
        return ticker;
    }

    /** Returns the wall clock. */
    public InstantSource clock() {
        return clock;
    }

    /** Returns what runs timers and polls, if the host passed it in. */
    public Optional<ScheduledExecutorService> findScheduler() {
        return Optional.ofNullable(scheduler);
    }

    /**
     * Returns what runs timers and polls.
     *
     * @param component what needs it, for the message
     * @throws IllegalArgumentException if the host passed none in
     */
    public ScheduledExecutorService requireScheduler(String component) {
        requireNonNull(component, "component");
        checkArgument(
                scheduler != null,
                "[%s] needs a scheduler; expected a runtime of HostRuntime.of(executor, scheduler)",
                component);
        return requireNonNull(scheduler);
    }

    /** Returns what it has, as the host's objects describe themselves. */
    @Override
    public String toString() {
        return "HostRuntime[executor=" + executor + ", scheduler=" + (scheduler == null ? "none" : scheduler) + "]";
    }
}
