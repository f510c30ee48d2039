package dev.agentreload.examples.gateway.schedule;

import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.agents.routing.PeerKind;
import dev.agentreload.agents.routing.RouteRequest;
import dev.agentreload.core.bind.ConfigSection;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ProblemCollector;
import dev.agentreload.examples.gateway.chat.AgentNames;
import dev.agentreload.examples.gateway.chat.Message;
import dev.agentreload.examples.gateway.config.Texts;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code cron}: {@code {"jobs": [{"id": "digest", "every": "30m", "agentId": "main", "message": "what is new?"}]}}. */
public final class CronSection {

    /** What OpenClaw and PicoClaw document besides. */
    private static final List<String> OTHERS = List.of(
            "enabled",
            "execTimeoutMinutes",
            "failureAlert",
            "failureDestination",
            "maxConcurrentRuns",
            "retry",
            "runLog",
            "sessionRetention",
            "store",
            "triggers",
            "webhook",
            "webhookToken");

    private CronSection() {}

    /** Returns the jobs that a document defines, and adds what is wrong with them. */
    public static List<Job> read(ConfigDocument document, ProblemCollector problems) {
        AgentNames agents = AgentNames.of(document);
        Map<String, Job> jobs = new LinkedHashMap<>();
        ConfigSection.of(document, problems).section("cron").ifPresent(cron -> {
            cron.sections("jobs").forEach(section -> read(section, agents, jobs));
            OTHERS.forEach(key -> cron.node(ConfigSection.spellings(key)));
            cron.reportUnknownKeys(ConfigProblem.Severity.WARNING);
            if (!cron.flag("enabled").orElse(true)) {
                jobs.clear();
            }
        });
        return List.copyOf(jobs.values());
    }

    private static void read(ConfigSection section, AgentNames agents, Map<String, Job> jobs) {
        if (section.node("schedule").isPresent()) {
            section.warning(
                    "schedule",
                    "this gateway runs no job by a schedule",
                    "expected [every], such as 30m; the job never runs");
            return;
        }
        String id = Texts.require(section, "id");
        Optional<Duration> every = Interval.read(section);
        Optional<AgentId> agent = agents.read(section);
        String text = Texts.require(section, "message");
        section.reportUnknownKeys(ConfigProblem.Severity.WARNING);
        RouteRequest from =
                RouteRequest.builder("cron").peer(PeerKind.DIRECT, id).build();
        if (every.isPresent()
                && jobs.putIfAbsent(id, new Job(id, every.get(), new Message(from, agent, text))) != null) {
            section.error("id", "two jobs have the id " + Texts.shown(section, "id"), "expected one job for each id");
        }
    }
}
