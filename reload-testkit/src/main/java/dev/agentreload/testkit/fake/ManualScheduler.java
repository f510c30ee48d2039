// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.fake;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.math.LongMath;
import dev.agentreload.core.runtime.HostRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A scheduler whose time a test moves: tasks run on the thread that moves it, each at its time, one at a time, those of one
 * moment in the order in which they were scheduled.
 *
 * <p>For the rest it is as the scheduler of the JDK. A periodic task that throws is not run again. After {@link #shutdown} periodic
 * tasks are cancelled, and tasks with a delay still run when their time comes. To wait for the end is to let time pass.
 *
 * <p>Time that is moved by {@link ManualTime#advance} alone passes unnoticed, as while a machine sleeps; {@link #runDue} then runs what
 * is late. <em>Safe for use by multiple threads</em>, as long as one at a time moves it.
 */
public final class ManualScheduler extends AbstractExecutorService implements ScheduledExecutorService {

    private final ManualTime time;

    /** Guards the fields below; no task runs under it. */
    private final Object lock = new Object();

    private final PriorityQueue<ManualTask<?>> tasks = new PriorityQueue<>();
    private final List<Throwable> failures = new ArrayList<>();
    private long scheduled;
    private int running;
    private boolean refusing;
    private boolean shutdown;

    /** Creates a scheduler that goes by this time. */
    public ManualScheduler(ManualTime time) {
        this.time = requireNonNull(time, "time");
    }

    /** Returns a runtime that has this scheduler and goes by its time. */
    public HostRuntime runtime(Executor executor) {
        return HostRuntime.of(executor, this).withTicker(time).withClock(time);
    }

    /** Lets this much time pass, and runs what becomes due on the way. */
    public void advance(Duration duration) {
        checkArgument(!duration.isNegative(), "time cannot pass by [%s]; expected zero or more", duration);
        long end = time.elapsed() + duration.toNanos();
        runUntil(end);
        time.advanceTo(end);
    }

    /** Runs what is due now. A periodic task at a fixed rate makes up for all the times it missed, one with a delay for none. */
    public void runDue() {
        advance(Duration.ZERO);
    }

    private void runUntil(long end) {
        for (@Nullable ManualTask<?> task = takeDue(end); task != null; task = takeDue(end)) {
            time.advanceTo(task.due());
            ran(task, task.runOnce());
        }
    }

    private @Nullable ManualTask<?> takeDue(long end) {
        synchronized (lock) {
            tasks.removeIf(ManualTask::isCancelled);
            @Nullable ManualTask<?> first = tasks.peek();
            if (first == null || first.due() > end) {
                return null;
            }
            running++;
            return tasks.poll();
        }
    }

    private void ran(ManualTask<?> task, boolean goesOn) {
        synchronized (lock) {
            running--;
            task.failure().ifPresent(failures::add);
            if (goesOn && shutdown) {
                task.cancel(false);
            } else if (goesOn) {
                tasks.add(task);
            }
        }
    }

    /** Refuses work from now on, as a scheduler that is full. What is scheduled stays so. */
    public void refuseWork() {
        synchronized (lock) {
            refusing = true;
        }
    }

    /** Takes work again, unless it is shut down. */
    public void acceptWork() {
        synchronized (lock) {
            refusing = false;
        }
    }

    /** Returns how many tasks are scheduled and not cancelled. */
    public int waiting() {
        synchronized (lock) {
            tasks.removeIf(ManualTask::isCancelled);
            return tasks.size();
        }
    }

    /** Returns what tasks threw, in order; the futures of these tasks report it as well. */
    public List<Throwable> failures() {
        synchronized (lock) {
            return ImmutableList.copyOf(failures);
        }
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // failures() has what it threw
    public void execute(Runnable command) {
        schedule(command, 0, TimeUnit.NANOSECONDS);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        return this.<@Nullable Object>add(callable(command), unit.toNanos(delay), null);
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
        return add(callable, unit.toNanos(delay), null);
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long initialDelay, long period, TimeUnit unit) {
        long nanos = positive("period", unit.toNanos(period));
        return this.<@Nullable Object>add(callable(command), unit.toNanos(initialDelay), due -> after(due, nanos));
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long initialDelay, long delay, TimeUnit unit) {
        long nanos = positive("delay", unit.toNanos(delay));
        return this.<@Nullable Object>add(
                callable(command), unit.toNanos(initialDelay), due -> after(time.elapsed(), nanos));
    }

    private static Callable<@Nullable Object> callable(Runnable command) {
        requireNonNull(command, "command");
        return () -> {
            command.run();
            return null;
        };
    }

    private static long positive(String name, long nanos) {
        checkArgument(nanos > 0, "the %s [%s ns] is not positive", name, nanos);
        return nanos;
    }

    private static long after(long start, long nanos) {
        return LongMath.saturatedAdd(start, nanos);
    }

    private <V extends @Nullable Object> ManualTask<V> add(
            Callable<V> body, long delay, @Nullable LongUnaryOperator rhythm) {
        requireNonNull(body, "body");
        synchronized (lock) {
            if (refusing || shutdown) {
                throw new RejectedExecutionException(
                        shutdown ? "this scheduler is shut down" : "this scheduler refuses work");
            }
            long due = after(time.elapsed(), Math.max(0, delay));
            ManualTask<V> task = new ManualTask<>(body, new ManualTask.Place(due, scheduled++), time, rhythm);
            tasks.add(task);
            return task;
        }
    }

    @Override
    public void shutdown() {
        synchronized (lock) {
            shutdown = true;
            tasks.stream().filter(ManualTask::isPeriodic).forEach(task -> task.cancel(false));
        }
    }

    @Override
    public List<Runnable> shutdownNow() {
        synchronized (lock) {
            shutdown = true;
            tasks.removeIf(ManualTask::isCancelled);
            List<Runnable> never = ImmutableList.sortedCopyOf(tasks).stream()
                    .map(Runnable.class::cast)
                    .collect(ImmutableList.toImmutableList());
            tasks.clear();
            return never;
        }
    }

    @Override
    public boolean isShutdown() {
        synchronized (lock) {
            return shutdown;
        }
    }

    @Override
    public boolean isTerminated() {
        synchronized (lock) {
            return shutdown && running == 0 && waiting() == 0;
        }
    }

    /** Lets time pass, this much at most, until all tasks have run after a shutdown. */
    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        long end = after(time.elapsed(), unit.toNanos(timeout));
        while (!isTerminated() && time.elapsed() < end) {
            long next = Math.min(end, nextDue());
            runUntil(next);
            time.advanceTo(next);
        }
        return isTerminated();
    }

    private long nextDue() {
        synchronized (lock) {
            @Nullable ManualTask<?> first = tasks.peek();
            return first == null ? Long.MAX_VALUE : first.due();
        }
    }

    /** Returns how many tasks are scheduled. */
    @Override
    public String toString() {
        return "ManualScheduler[" + waiting() + " scheduled]";
    }
}
