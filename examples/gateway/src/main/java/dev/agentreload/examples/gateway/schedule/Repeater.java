package dev.agentreload.examples.gateway.schedule;

import dev.agentreload.examples.gateway.chat.Failures;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Runs jobs on the host's scheduler until it is stopped, and never a job that is still running. <em>Safe for use by multiple
 * threads.</em>
 */
final class Repeater {

    private static final Logger LOG = System.getLogger(Repeater.class.getName());

    private final ScheduledExecutorService scheduler;
    private final Consumer<Job> runner;

    /** The jobs that run at the moment. One that outlives a stop keeps its successor from running beside it. */
    private final Set<String> running = new LinkedHashSet<>();

    private final List<Future<?>> futures = new ArrayList<>();

    /** Counts the starts, so that a run which was about to begin when its jobs were stopped does not. */
    private int form;

    Repeater(ScheduledExecutorService scheduler, Consumer<Job> runner) {
        this.scheduler = scheduler;
        this.runner = runner;
    }

    synchronized void start(List<Job> jobs) {
        form++;
        int mine = form;
        try {
            for (Job job : jobs) {
                long nanos = job.every().toNanos();
                futures.add(scheduler.scheduleWithFixedDelay(() -> run(job, mine), nanos, nanos, TimeUnit.NANOSECONDS));
            }
        } catch (RuntimeException e) {
            stop(); // a start that fails leaves nothing running
            throw e;
        }
    }

    /** Lets no run begin any more, and does not wait for those that did: a turn can take longer than any reload may. */
    synchronized void stop() {
        form++;
        futures.forEach(future -> future.cancel(false));
        futures.clear();
    }

    private void run(Job job, int itsForm) {
        if (begin(job, itsForm)) {
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
                end(job);
            }
        }
    }

    private synchronized boolean begin(Job job, int itsForm) {
        return itsForm == form && running.add(job.id());
    }

    private synchronized void end(Job job) {
        running.remove(job.id());
    }
}
