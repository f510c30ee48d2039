// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.schedule;

import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.agents.routing.PeerKind;
import dev.agentreload.agents.routing.RouteRequest;
import dev.agentreload.core.bind.ConfigKey;
import dev.agentreload.core.bind.ConfigSection;
import dev.agentreload.core.bind.SectionKeys;
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

    private static final SectionKeys PAYLOAD = SectionKeys.of(
            ConfigKey.string("kind", "not needed"),
            ConfigKey.string("text", "what the agent is told"),
            ConfigKey.string("message", "the same"));

    private static final SectionKeys JOB = RhythmReader.JOB
            .with(
                    ConfigKey.string("id", "the name of the job"),
                    ConfigKey.bool("enabled", "false for a job that is checked and does not run")
                            .orTrue(),
                    AgentNames.KEY,
                    ConfigKey.string("message", "what the agent is told"),
                    ConfigKey.section("payload", PAYLOAD, "the same, as OpenClaw writes it"))
            .with(ConfigKey.accepted("name", "description", "deleteAfterRun", "sessionTarget", "wakeMode", "delivery"));

    private static final SectionKeys CRON = SectionKeys.of(
                    ConfigKey.sections("jobs", JOB, "what agents are told, and when"),
                    ConfigKey.bool("enabled", "false for jobs that are checked and do not run")
                            .orTrue())
            .with(ConfigKey.accepted(
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
                    "webhookToken"));

    /** The keys at the root that lead to these jobs. */
    public static final SectionKeys KEYS = SectionKeys.of(ConfigKey.section("cron", CRON, "jobs at given times"))
            .allowingOthers();

    private CronSection() {}

    /** Returns the jobs that a document defines, and adds what is wrong with them. */
    public static List<Job> read(ConfigDocument document, ProblemCollector problems) {
        AgentNames agents = AgentNames.of(document);
        List<Job> jobs = new ArrayList<>();
        Set<String> ids = new LinkedHashSet<>();
        ConfigSection.of(document, problems).withKeys(KEYS).section("cron").ifPresent(cron -> {
            cron.sections("jobs").forEach(section -> read(section, agents, ids, jobs));
            cron.reportUnknownKeys(ConfigProblem.Severity.WARNING);
            if (!cron.bool("enabled").orElseThrow()) {
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
        boolean enabled = section.bool("enabled").orElseThrow();
        section.reportUnknownKeys(ConfigProblem.Severity.WARNING);
        RouteRequest from =
                RouteRequest.builder("cron").peer(PeerKind.DIRECT, id).build();
        if (!id.isBlank() && !ids.add(id)) {
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
