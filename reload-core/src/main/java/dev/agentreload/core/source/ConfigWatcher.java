// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.source;

import static java.util.Objects.requireNonNull;

import dev.agentreload.core.runtime.CallbackFailures;
import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.core.source.ChangeTracker.Submission;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Polls a source, and hands over content that differs from what it handed over last.
 *
 * <p>It compares content, never time stamps, sizes or events of a file system. So it sees what editors do that rename,
 * links that are swapped, older files that are restored, and network mounts. It does not stop because a poll, a hand-over
 * or a reload failed.
 *
 * <ul>
 *   <li>Changed content is handed over when it stayed the same for the debounce time, or after the maximum wait.
 *   <li>Content that is missing, empty or unreadable may be half written. It is handed over as well, so that it is
 *       reported, but only after the maximum wait.
 *   <li>The same content is handed over once, whatever is wrong with it, unless the handler asks for a {@linkplain
 *       WatchOutcome#RETRY retry}.
 *   <li>The first poll hands over what it finds, unless the host {@linkplain #expect expects} it: whatever changed between the
 *       start of the host and that of the watcher is not lost.
 * </ul>
 *
 * <p>It has no thread of its own and reads no clock but the host's ticker. <em>Safe for use by multiple threads.</em>
 */
public final class ConfigWatcher implements AutoCloseable {

    private final WatchableSource source;
    private final ChangeHandler handler;
    private final LongSupplier ticker;
    private final WatchSettings settings;
    private final PollSchedule schedule;
    private final FailureLog failures;

    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicBoolean polling = new AtomicBoolean();
    private volatile boolean closed;

    /** Guards the tracker; nothing of the host's is called under it. */
    private final Object lock = new Object();

    private final ChangeTracker tracker;

    private ConfigWatcher(Builder builder) {
        this.source = builder.source;
        this.handler = builder.handler;
        this.ticker = builder.ticker;
        this.settings = builder.settings;
        this.tracker = new ChangeTracker(settings);
        this.schedule = new PollSchedule(builder.scheduler, this::poll);
        this.failures = new FailureLog(source.name(), builder.logger);
    }

    /**
     * Returns a builder of a watcher.
     *
     * @param runtime its scheduler runs the polls, one at a time
     * @param handler receives what is found
     * @throws IllegalArgumentException if the runtime has no scheduler
     */
    public static Builder builder(WatchableSource source, HostRuntime runtime, ChangeHandler handler) {
        return new Builder(source, runtime, handler);
    }

    /**
     * Starts polling. Does nothing if it has started already.
     *
     * @throws IllegalStateException if it was closed
     * @throws java.util.concurrent.RejectedExecutionException if the scheduler takes no work; it may be started again then
     */
    public void start() {
        if (closed) {
            throw new IllegalStateException("a closed watcher cannot be started");
        }
        if (!started.compareAndSet(false, true)) {
            return;
        }
        try {
            schedule.periodic(Duration.ZERO, settings.pollInterval());
        } catch (RuntimeException e) {
            started.set(false);
            throw e;
        }
    }

    /**
     * Records the hash of content that the host handles itself: when the watcher sees it, it counts as handed over. Called
     * before the host writes the file, with {@link FileConfigSource#hashOf}; or before the watcher starts, with the hash of
     * what the host started with. Other content that is handed over first ends the expectation.
     */
    public void expect(SourceHash hash) {
        requireNonNull(hash, "hash");
        synchronized (lock) {
            tracker.expect(hash);
        }
    }

    /** Returns what the watcher is doing. */
    public WatchStatus status() {
        return new WatchStatus(phase(), failures.current());
    }

    /**
     * Stops polling, without waiting for a hand-over that is under way. Nothing is handed over afterwards. Closing again does
     * nothing.
     */
    @Override
    public void close() {
        closed = true;
        schedule.close();
    }

    private WatchStatus.Phase phase() {
        if (closed) {
            return WatchStatus.Phase.CLOSED;
        }
        if (!started.get()) {
            return WatchStatus.Phase.NEW;
        }
        synchronized (lock) {
            return tracker.phase();
        }
    }

    /** An early and a periodic poll may run at the same time, on two threads. */
    private void poll() {
        if (closed || !polling.compareAndSet(false, true)) {
            return;
        }
        try {
            findChange().ifPresent(this::handOver);
        } catch (Throwable e) {
            failures.failed(FailureLog.Step.POLL, e);
            throwIfFatal(e);
        } finally {
            polling.set(false);
            scheduleNext();
        }
    }

    private Optional<Submission> findChange() {
        long now = ticker.getAsLong();
        SourceSnapshot seen = requireNonNull(source.snapshot(), "snapshot");
        failures.succeeded(FailureLog.Step.POLL);
        synchronized (lock) {
            return tracker.observe(seen, now);
        }
    }

    private void handOver(Submission submission) {
        if (closed) {
            return;
        }
        ConfigSource noting = new NotingSource(source, hash -> wasRead(submission, hash));
        try {
            handler.changed(new SourceChange(noting, submission.snapshot(), submission.attempt()))
                    .whenComplete((outcome, failure) -> decided(submission, outcome, failure));
        } catch (Throwable e) {
            decided(submission, null, e);
            throwIfFatal(e);
        }
    }

    private void wasRead(Submission submission, SourceHash hash) {
        synchronized (lock) {
            tracker.wasRead(submission.number(), hash);
        }
    }

    private void decided(Submission submission, @Nullable WatchOutcome outcome, @Nullable Throwable failure) {
        if (outcome == null) {
            failures.failed(FailureLog.Step.HAND_OVER, failure == null ? new NullPointerException() : failure);
        } else {
            failures.succeeded(FailureLog.Step.HAND_OVER);
        }
        long now = ticker.getAsLong();
        synchronized (lock) {
            tracker.decided(submission.number(), outcome == null ? WatchOutcome.RETRY : outcome, now);
        }
        scheduleNext();
    }

    /**
     * Schedules an early poll if something is due before the next periodic one. What is overdue in spite of a poll waits for the
     * periodic one: that poll failed, and would fail again without a pause.
     */
    private void scheduleNext() {
        try {
            long now = ticker.getAsLong();
            OptionalLong next;
            synchronized (lock) {
                next = tracker.nextPoll(now);
            }
            if (!closed && next.isPresent() && isBeforeNextPoll(next.getAsLong())) {
                schedule.early(next.getAsLong());
                failures.succeeded(FailureLog.Step.SCHEDULE);
            }
        } catch (Throwable e) {
            failures.failed(FailureLog.Step.SCHEDULE, e);
            throwIfFatal(e);
        }
    }

    private boolean isBeforeNextPoll(long nanos) {
        return nanos > 0 && nanos < settings.pollInterval().toNanos();
    }

    /** An executor drops a periodic task that throws, so a new one is started first. */
    private void throwIfFatal(Throwable failure) {
        if (CallbackFailures.isFatal(failure)) {
            restartPolls();
        }
        CallbackFailures.rethrowIfFatal(failure);
    }

    private void restartPolls() {
        try {
            schedule.periodic(settings.pollInterval(), settings.pollInterval());
        } catch (RuntimeException e) {
            failures.failed(FailureLog.Step.SCHEDULE, e);
        }
    }

    /** Configures a {@link ConfigWatcher}. <em>Not safe for use by multiple threads.</em> */
    public static final class Builder {

        private final WatchableSource source;
        private final ScheduledExecutorService scheduler;
        private final LongSupplier ticker;
        private final ChangeHandler handler;
        private WatchSettings settings = WatchSettings.standard();
        private System.Logger logger = System.getLogger(ConfigWatcher.class.getName());

        private Builder(WatchableSource source, HostRuntime runtime, ChangeHandler handler) {
            this.source = requireNonNull(source, "source");
            this.scheduler = runtime.requireScheduler("ConfigWatcher");
            this.ticker = runtime.ticker();
            this.handler = requireNonNull(handler, "handler");
        }

        /** Sets how often the watcher polls and how long it waits; by default {@link WatchSettings#standard()}. */
        public Builder settings(WatchSettings watchSettings) {
            this.settings = requireNonNull(watchSettings, "watchSettings");
            return this;
        }

        /** Sets where failures are logged, for tests that look at one watcher's lines alone. */
        Builder logger(System.Logger other) {
            this.logger = other;
            return this;
        }

        /** Returns the watcher, which does nothing until it is started. */
        public ConfigWatcher build() {
            return new ConfigWatcher(this);
        }
    }
}
