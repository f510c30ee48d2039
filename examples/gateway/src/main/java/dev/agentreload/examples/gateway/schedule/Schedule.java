// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.schedule;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ProblemCollector;
import dev.agentreload.core.participant.Prepared;
import dev.agentreload.core.participant.ReloadContext;
import dev.agentreload.core.participant.ReloadParticipant;
import dev.agentreload.core.participant.RetiredResources;
import dev.agentreload.core.plan.ReloadAction;
import dev.agentreload.core.runtime.HostRuntime;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * Runs the jobs of one section of the configuration, each again and again and none of them twice at a time. A reload replaces the
 * jobs that it changes and leaves the timers of all others; it neither waits for a job that runs nor ends it.
 */
public final class Schedule implements ReloadParticipant {

    private final String name;
    private final ReloadAction restart;
    private final SectionReader reader;
    private final JobRunner runner;

    /** The jobs in force; written by one transaction at a time. */
    private volatile List<Job> jobs = List.of();

    private Schedule(String name, ReloadAction restart, SectionReader reader, JobRunner runner) {
        this.name = name;
        this.restart = restart;
        this.reader = reader;
        this.runner = runner;
    }

    /**
     * Returns the schedule of {@code cron}.
     *
     * @param runtime its scheduler waits, its executor runs the jobs
     * @param folder keeps when they ran
     */
    public static Schedule cron(HostRuntime runtime, Path folder, Consumer<Job> runner) {
        return cron(runtime, LastRuns.in(folder.resolve("cron-runs.json")), runner);
    }

    static Schedule cron(HostRuntime runtime, LastRuns runs, Consumer<Job> runner) {
        return new Schedule("cron", ReloadAction.RESTART_CRON, CronSection::read, new JobRunner(runtime, runs, runner));
    }

    /**
     * Returns the schedule of the agents' heartbeats.
     *
     * @param runtime its scheduler waits, its executor runs the heartbeats
     * @param folder keeps when they ran
     */
    public static Schedule heartbeat(HostRuntime runtime, Path folder, Consumer<Job> runner) {
        return heartbeat(runtime, LastRuns.in(folder.resolve("heartbeat-runs.json")), runner);
    }

    static Schedule heartbeat(HostRuntime runtime, LastRuns runs, Consumer<Job> runner) {
        return new Schedule(
                "heartbeat",
                ReloadAction.RESTART_HEARTBEAT,
                HeartbeatSection::read,
                new JobRunner(runtime, runs, runner));
    }

    /** Returns the jobs in force. */
    List<Job> jobs() {
        return jobs;
    }

    /** Runs a job at once, whatever its hours are. */
    JobRunner.Start runNow(String id) {
        return runner.runNow(id);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean handles(ReloadAction action) {
        return action.equals(restart);
    }

    @Override
    public List<ConfigProblem> validate(ReloadContext context) {
        ProblemCollector problems = new ProblemCollector();
        reader.read(context.target(), problems);
        return problems.inSourceOrder();
    }

    @Override
    public Prepared prepare(ReloadContext context) {
        return new Replaced(jobs, reader.read(context.target(), new ProblemCollector()));
    }

    @Override
    public void retireAll(RetiredResources retired) {
        jobs = List.of();
        runner.end();
    }

    private void put(List<Job> replacements) {
        jobs = replacements;
        runner.replace(replacements);
    }

    /** Other jobs. */
    private final class Replaced implements Prepared {

        private final List<Job> before;
        private final List<Job> after;

        Replaced(List<Job> before, List<Job> after) {
            this.before = before;
            this.after = after;
        }

        @Override
        public void commit(RetiredResources retired) {
            put(after);
        }

        @Override
        public void rollback(RetiredResources retired) {
            put(before);
        }

        @Override
        public void discard() {}
    }

    /** Reads the jobs of a document, and adds what is wrong with them. */
    private interface SectionReader {

        List<Job> read(ConfigDocument document, ProblemCollector problems);
    }
}
