// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.schedule;

import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.examples.gateway.chat.Failures;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
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

    private final HostRuntime runtime;
    private final ScheduledExecutorService scheduler;
    private final Consumer<Job> runner;

    /** The jobs in force, by id. */
    private final Map<String, Timed> jobs = new LinkedHashMap<>();

    /** The jobs that run at the moment. One that was removed while it ran keeps its successor from running beside it. */
    private final Set<String> running = new LinkedHashSet<>();

    /** A job and what waits for its next run. */
    private static final class Timed {

        private Job job;
        private @Nullable Future<?> timer;

        Timed(Job job) {
            this.job = job;
        }
    }

    /**
     * Creates a runner without jobs.
     *
     * @param runtime its scheduler waits, its executor runs the jobs
     */
    JobRunner(HostRuntime runtime, Consumer<Job> runner) {
        this.runtime = runtime;
        this.scheduler = runtime.requireScheduler("jobs");
        this.runner = runner;
    }

    /** Has these jobs run from now on, and no others. Waits for none that runs. */
    synchronized void replace(List<Job> wanted) {
        Map<String, Timed> before = new LinkedHashMap<>(jobs);
        jobs.clear();
        for (Job job : wanted) {
            Timed known = before.get(job.id());
            if (known != null && known.job.rhythm().equals(job.rhythm())) {
                known.job = job;
                jobs.put(job.id(), known);
                before.remove(job.id());
            } else {
                Timed added = new Timed(job);
                jobs.put(job.id(), added);
                schedule(added);
            }
        }
        before.values().forEach(JobRunner::cancel);
    }

    private static void cancel(Timed removed) {
        if (removed.timer != null) {
            removed.timer.cancel(false);
        }
    }

    private synchronized void schedule(Timed timed) {
        if (jobs.get(timed.job.id()) != timed) {
            return;
        }
        long nanos = timed.job.rhythm().untilNext(runtime.clock().instant()).toNanos();
        timed.timer = scheduler.schedule(() -> fire(timed), nanos, TimeUnit.NANOSECONDS);
    }

    private void fire(Timed timed) {
        Optional<Job> due = begin(timed);
        if (due.isEmpty()) {
            schedule(timed);
            return;
        }
        try {
            runtime.executor().execute(() -> run(due.get(), timed));
        } catch (RejectedExecutionException e) {
            end(due.get(), timed); // the program ends
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

    private void run(Job job, Timed timed) {
        try {
            runner.accept(job);
        } catch (RuntimeException | Error e) {
            Failures.rethrowIfFatal(e);
            // Thrown on, it would end the job for ever; its message may quote what must not stand in a log.
            LOG.log(
                    Level.WARNING,
                    "job [{0}] failed: {1}",
                    job.id(),
                    e.getClass().getName());
        } finally {
            end(job, timed);
        }
    }

    private void end(Job job, Timed timed) {
        synchronized (this) {
            running.remove(job.id());
        }
        try {
            schedule(timed);
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "job [{0}] ends with the program", job.id());
        }
    }
}
