// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.springboot;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.Parsed;
import dev.agentreload.core.participant.ActionScope;
import dev.agentreload.core.participant.Deadline;
import dev.agentreload.core.participant.ExclusiveParticipant;
import dev.agentreload.core.participant.ReloadContext;
import dev.agentreload.core.plan.ReloadAction;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A job that must not run twice at a time, so it is stopped before it is started in its new form. */
final class DigestJob implements ExclusiveParticipant {

    private static final System.Logger LOG = System.getLogger(DigestJob.class.getName());

    private final ScheduledExecutorService scheduler;
    private volatile @Nullable ScheduledFuture<?> running;
    private volatile OptionalInt everyMinutes = OptionalInt.empty();

    /** The section of the file. */
    record Settings(int everyMinutes) {

        Settings {
            if (everyMinutes < 1) {
                throw new IllegalArgumentException("less than a minute");
            }
        }
    }

    DigestJob(ScheduledExecutorService scheduler) {
        this.scheduler = scheduler;
    }

    @Override
    public String name() {
        return "digest";
    }

    @Override
    public boolean handles(ReloadAction action) {
        return action.equals(HostSections.RESTART_DIGEST);
    }

    @Override
    public List<ConfigProblem> validate(ReloadContext context) {
        return context.target().find("digest").isEmpty()
                ? List.of()
                : settings(context.target()).problems();
    }

    @Override
    public void start(ReloadContext context) {
        if (context.target().find("digest").isPresent()) {
            int minutes = settings(context.target()).orThrow().everyMinutes();
            running = scheduler.scheduleWithFixedDelay(DigestJob::run, minutes, minutes, TimeUnit.MINUTES);
            everyMinutes = OptionalInt.of(minutes);
        }
    }

    private static Parsed<Settings> settings(ConfigDocument document) {
        return document.bind("digest", Settings.class);
    }

    private static void run() {
        LOG.log(System.Logger.Level.INFO, "digest");
    }

    @Override
    public void stop(ActionScope scope, Deadline deadline) {
        ScheduledFuture<?> job = running;
        if (job != null) {
            job.cancel(false);
            running = null;
        }
        everyMinutes = OptionalInt.empty();
    }

    /** Returns how often it runs; empty if it does not. */
    OptionalInt everyMinutes() {
        return everyMinutes;
    }
}
