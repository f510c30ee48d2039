package dev.agentreload.examples.gateway.schedule;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ProblemCollector;
import dev.agentreload.core.participant.ActionScope;
import dev.agentreload.core.participant.Deadline;
import dev.agentreload.core.participant.ExclusiveParticipant;
import dev.agentreload.core.participant.ReloadContext;
import dev.agentreload.core.plan.ReloadAction;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/**
 * Runs the jobs of one section of the configuration, each again and again and none of them twice at a time. A reload that
 * changes a job begins all intervals anew; it neither waits for a job that runs nor ends it.
 */
public final class Schedule implements ExclusiveParticipant {

    private final String name;
    private final ReloadAction restart;
    private final SectionReader reader;
    private final Repeater repeater;

    private Schedule(String name, ReloadAction restart, SectionReader reader, Repeater repeater) {
        this.name = name;
        this.restart = restart;
        this.reader = reader;
        this.repeater = repeater;
    }

    /** Returns the schedule of {@code cron}. */
    public static Schedule cron(ScheduledExecutorService scheduler, Consumer<Job> runner) {
        return new Schedule("cron", ReloadAction.RESTART_CRON, CronSection::read, new Repeater(scheduler, runner));
    }

    /** Returns the schedule of the agents' heartbeats. */
    public static Schedule heartbeat(ScheduledExecutorService scheduler, Consumer<Job> runner) {
        return new Schedule(
                "heartbeat", ReloadAction.RESTART_HEARTBEAT, HeartbeatSection::read, new Repeater(scheduler, runner));
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

    /** Agents' heartbeats are asked to restart with each change of an agent, most of which leave all intervals as they are. */
    @Override
    public boolean concerns(ReloadContext context) {
        return !context.before().map(this::jobs).equals(Optional.of(jobs(context.target())));
    }

    private List<Job> jobs(ConfigDocument document) {
        return reader.read(document, new ProblemCollector());
    }

    @Override
    public void stop(ActionScope scope, Deadline deadline) {
        repeater.stop();
    }

    @Override
    public void start(ReloadContext context) {
        repeater.start(jobs(context.target()));
    }

    /** Reads the jobs of a document, and adds what is wrong with them. */
    private interface SectionReader {

        List<Job> read(ConfigDocument document, ProblemCollector problems);
    }
}
