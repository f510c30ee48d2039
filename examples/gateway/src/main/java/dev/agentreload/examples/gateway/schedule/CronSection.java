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
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads {@code cron}: {@code {"jobs": [{"id": "digest", "every": "30m", "agentId": "main", "message": "what is new?"}]}}; {@link
 * RhythmReader} says how else a job tells its times. */
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

    /** What OpenClaw documents of a job besides. */
    private static final List<String> KEYS =
            List.of("name", "description", "deleteAfterRun", "sessionTarget", "wakeMode", "delivery");

    private CronSection() {}

    /** Returns the jobs that a document defines, and adds what is wrong with them. */
    public static List<Job> read(ConfigDocument document, ProblemCollector problems) {
        AgentNames agents = AgentNames.of(document);
        List<Job> jobs = new ArrayList<>();
        Set<String> ids = new LinkedHashSet<>();
        ConfigSection.of(document, problems).section("cron").ifPresent(cron -> {
            cron.sections("jobs").forEach(section -> read(section, agents, ids, jobs));
            OTHERS.forEach(cron::node);
            cron.reportUnknownKeys(ConfigProblem.Severity.WARNING);
            if (!cron.bool("enabled").orElse(true)) {
                jobs.clear();
            }
        });
        return List.copyOf(jobs);
    }

    private static void read(ConfigSection section, AgentNames agents, Set<String> ids, List<Job> jobs) {
        String id = Texts.require(section, "id");
        Optional<Rhythm> rhythm = RhythmReader.read(section);
        Optional<AgentId> agent = agents.read(section);
        String text = text(section);
        boolean enabled = section.bool("enabled").orElse(true);
        KEYS.forEach(section::node);
        section.reportUnknownKeys(ConfigProblem.Severity.WARNING);
        RouteRequest from =
                RouteRequest.builder("cron").peer(PeerKind.DIRECT, id).build();
        if (!ids.add(id)) {
            section.error("id", "two jobs have the id " + Texts.shown(section, "id"), "expected one job for each id");
        } else if (enabled && rhythm.isPresent()) {
            jobs.add(new Job(id, rhythm.get(), new Message(from, agent, text)));
        }
    }

    /** OpenClaw writes what is said into the payload. */
    private static String text(ConfigSection section) {
        Optional<ConfigSection> payload = section.section("payload");
        if (payload.isEmpty()) {
            return Texts.require(section, "message");
        }
        payload.get().string("kind");
        return Texts.require(payload.get(), payload.get().node("text").isPresent() ? "text" : "message");
    }
}
