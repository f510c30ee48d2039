// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.schedule;

import dev.agentreload.core.runtime.CallbackFailures;
import dev.agentreload.core.runtime.HostRuntime;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs jobs in their rhythm, and never a job that is still running. A job whose rhythm stays keeps its timer, whatever else is
 * replaced. <em>Safe for use by multiple threads.</em>
 */
final class JobRunner {

    private static final Logger LOG = System.getLogger(JobRunner.class.getName());

    /** How far the clock may be behind the timer. A time of day that has had its run must not come again then. */
    private static final Duration LAG = Duration.ofMinutes(1);

    /** How long after a start a run begins that was missed before it: by then the start has succeeded. */
    private static final Duration SOON = Duration.ofSeconds(5);

    /** A shorter interval begins anew at a start, since nothing is lost by it and each time is written. */
    private static final Duration SHORTEST_REMEMBERED = Duration.ofMinutes(1);

    private final HostRuntime runtime;
    private final ScheduledExecutorService scheduler;
    private final Consumer<Job> runner;
    private final LastRuns runs;

    /** Whether jobs are new only to this process. */
    private boolean starting = true;

    /** The jobs in force, by id. */
    private final Map<String, Timed> jobs = new LinkedHashMap<>();

    /** The jobs that run at the moment. One that was removed while it ran keeps its successor from running beside it. */
    private final Set<String> running = new LinkedHashSet<>();

    /** The outcome of a request to run a job at once. */
    enum Start {
        STARTED,
        RUNS_ALREADY,
        UNKNOWN
    }

    /** A job and what waits for its next run. */
    private static final class Timed {

        private Job job;
        private @Nullable Future<?> timer;

        /** When it is to run next. */
        private Instant planned = Instant.MIN;

        Timed(Job job) {
            this.job = job;
        }
    }

    /**
     * Creates a runner without jobs.
     *
     * @param runtime its scheduler waits, its executor runs the jobs
     * @param runs remembers over restarts when they ran
     */
    JobRunner(HostRuntime runtime, LastRuns runs, Consumer<Job> runner) {
        this.runs = runs;
        this.runtime = runtime;
        this.scheduler = runtime.requireScheduler("jobs");
        this.runner = runner;
    }

    /** Has these jobs run from now on, and no others. Waits for none that runs. */
    synchronized void replace(List<Job> replacements) {
        Map<String, Timed> before = new LinkedHashMap<>(jobs);
        jobs.clear();
        for (Job job : replacements) {
            Timed known = before.get(job.id());
            if (known != null && known.job.rhythm().equals(job.rhythm())) {
                known.job = job;
                jobs.put(job.id(), known);
                before.remove(job.id());
            } else {
                Timed added = new Timed(job);
                jobs.put(job.id(), added);
                schedule(added, starting ? lastRun(job) : now());
            }
        }
        starting = false;
        before.values().forEach(JobRunner::cancel);
        runs.retain(jobs.keySet());
        save();
    }

    /** Has no job run any more, and remembers when they ran. */
    synchronized void end() {
        jobs.values().forEach(JobRunner::cancel);
        jobs.clear();
    }

    private Instant now() {
        return runtime.clock().instant();
    }

    /** The clock may have been set back since. */
    private Instant lastRun(Job job) {
        return runs.find(job.id())
                .filter(last -> isRemembered(job) && last.isBefore(now()))
                .orElseGet(this::now);
    }

    private static boolean isRemembered(Job job) {
        return job.rhythm()
                .every()
                .filter(interval -> interval.compareTo(SHORTEST_REMEMBERED) >= 0)
                .isPresent();
    }

    /** Writing a file takes its time, and a reload waits for who replaces the jobs. */
    private void save() {
        try {
            runtime.executor().execute(runs::save);
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "the program ends");
        }
    }

    private static void cancel(Timed removed) {
        if (removed.timer != null) {
            removed.timer.cancel(false);
        }
    }

    /** Schedules the next run after one that ended just now. */
    private synchronized void schedule(Timed timed) {
        if (jobs.get(timed.job.id()) != timed) {
            return;
        }
        Instant now = now();
        boolean lags = now.isBefore(timed.planned) && timed.planned.isBefore(now.plus(LAG));
        schedule(timed, lags ? timed.planned : now);
        if (isRemembered(timed.job)) {
            save();
        }
    }

    private void schedule(Timed timed, Instant last) {
        Instant now = now();
        Instant next = last.plus(timed.job.rhythm().untilNext(last));
        timed.planned = next.isBefore(now) ? now.plus(SOON) : next;
        timed.timer = scheduler.schedule(
                () -> fire(timed), Duration.between(now, timed.planned).toNanos(), TimeUnit.NANOSECONDS);
        if (isRemembered(timed.job)) {
            runs.put(timed.job.id(), last);
        }
    }

    private void fire(Timed timed) {
        Optional<Job> due = begin(timed);
        if (due.isEmpty()) {
            schedule(timed);
            return;
        }
        try {
            runtime.executor().execute(() -> run(due.get(), () -> scheduleAgain(timed)));
        } catch (RejectedExecutionException e) {
            end(due.get()); // the program ends
        }
    }

    /** Runs a job at once, whatever its hours are, and leaves its timer. */
    Start runNow(String id) {
        Job job;
        synchronized (this) {
            Timed timed = jobs.get(id);
            if (timed == null) {
                return Start.UNKNOWN;
            }
            if (!running.add(id)) {
                return Start.RUNS_ALREADY;
            }
            job = timed.job;
        }
        try {
            runtime.executor().execute(() -> run(job, () -> {}));
            return Start.STARTED;
        } catch (RejectedExecutionException e) {
            end(job); // the program ends
            return Start.UNKNOWN;
        }
    }

    private synchronized Optional<Job> begin(Timed timed) {
        Job job = timed.job;
        return jobs.get(job.id()) == timed
                        && job.rhythm().isActive(runtime.clock().instant())
                        && running.add(job.id())
                ? Optional.of(job)
                : Optional.empty();
    }

    private void run(Job job, Runnable afterwards) {
        try {
            runner.accept(job);
        } catch (RuntimeException | Error e) {
            CallbackFailures.rethrowIfFatal(e);
            // Rethrown, it would end the job; its message may quote what must not be in a log.
            LOG.log(
                    Level.WARNING,
                    "job [{0}] failed: {1}",
                    job.id(),
                    e.getClass().getName());
        } finally {
            end(job);
            afterwards.run();
        }
    }

    private synchronized void end(Job job) {
        running.remove(job.id());
    }

    private void scheduleAgain(Timed timed) {
        try {
            schedule(timed);
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "job [{0}] ends with the program", timed.job.id());
        }
    }
}
