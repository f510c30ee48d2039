// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.source;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A scheduler whose time the test moves. It drops a periodic task that throws, as the real one does. */
final class HandDrivenScheduler extends AbstractExecutorService implements ScheduledExecutorService {

    private final List<Task> tasks = new ArrayList<>();
    private long now = Long.MAX_VALUE - Duration.ofSeconds(3).toNanos(); // a ticker may overflow at any time
    private long scheduled;
    private int failures;
    private Runnable whenScheduling = () -> {};
    private boolean rejecting;
    private boolean rejectingSingle;

    /** Returns the monotonic time. */
    long ticker() {
        return now;
    }

    /** Moves time, and runs what becomes due on the way, each task at its time. */
    void advance(Duration duration) {
        long end = now + duration.toNanos();
        for (Task task = first(end); task != null; task = first(end)) {
            now = task.time - now > 0 ? task.time : now;
            task.runOnce();
        }
        now = end;
    }

    /** Moves time at once, as when a machine was asleep, and runs what became due, once. */
    void jump(Duration duration) {
        now += duration.toNanos();
        advance(Duration.ZERO);
    }

    /** Lets time pass without running anything. */
    void stall(Duration duration) {
        now += duration.toNanos();
    }

    void rejectAll(boolean reject) {
        rejecting = reject;
    }

    void rejectSingleTasks(boolean reject) {
        rejectingSingle = reject;
    }

    /** Does something whenever a task is added, while it is. */
    void whenScheduling(Runnable action) {
        whenScheduling = action;
    }

    int waitingTasks() {
        tasks.removeIf(Task::isCancelled);
        return tasks.size();
    }

    /** Returns how often a task threw. */
    int failures() {
        return failures;
    }

    private @Nullable Task first(long end) {
        tasks.removeIf(Task::isCancelled);
        return tasks.stream()
                .filter(task -> task.time - end <= 0)
                .min(Comparator.<Task>comparingLong(task -> task.time - end).thenComparingLong(task -> task.number))
                .orElse(null);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        if (rejectingSingle) {
            throw new RejectedExecutionException("full");
        }
        return add(new Task(command, unit.toNanos(delay), 0));
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long initial, long delay, TimeUnit unit) {
        return add(new Task(command, unit.toNanos(initial), unit.toNanos(delay)));
    }

    private Task add(Task task) {
        if (rejecting) {
            throw new RejectedExecutionException("shut down");
        }
        whenScheduling.run();
        tasks.add(task);
        return task;
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long initial, long period, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void execute(Runnable command) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void shutdown() {
        rejecting = true;
    }

    @Override
    public List<Runnable> shutdownNow() {
        rejecting = true;
        tasks.clear();
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return rejecting;
    }

    @Override
    public boolean isTerminated() {
        return rejecting;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return rejecting;
    }

    /** A task that runs once, or again and again. */
    private final class Task extends FutureTask<@Nullable Void> implements ScheduledFuture<@Nullable Void> {

        private final long delay;
        private final long number = scheduled++;
        private long time;

        Task(Runnable command, long initial, long delay) {
            super(requireNonNull(command), null);
            this.time = now + initial;
            this.delay = delay;
        }

        void runOnce() {
            if (delay == 0) {
                tasks.remove(this);
                run();
            } else if (runAndReset()) {
                time = now + delay;
            } else {
                tasks.remove(this);
            }
        }

        @Override
        protected void setException(Throwable failure) {
            failures++;
            super.setException(failure);
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(time - now, TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }
}
