package dev.agentreload.examples.gateway.schedule;

import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.agents.routing.RouteRequest;
import dev.agentreload.core.bind.ConfigSection;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ProblemCollector;
import dev.agentreload.examples.gateway.chat.AgentNames;
import dev.agentreload.examples.gateway.chat.Message;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code agents.defaults.heartbeat}, such as {@code {"every": "30m"}}, and an agent's own one in its place. */
public final class HeartbeatSection {

    private static final RouteRequest FROM = RouteRequest.of("heartbeat");
    private static final String TEXT = "is there anything to do?";

    private HeartbeatSection() {}

    /** Returns a job for each agent with a heartbeat, and adds what is wrong with the heartbeats, not with the agents. */
    public static List<Job> read(ConfigDocument document, ProblemCollector problems) {
        Optional<Beat> standard = ConfigSection.of(document, new ProblemCollector())
                .section("agents")
                .flatMap(agents -> agents.section("defaults"))
                .flatMap(defaults -> beat(defaults, problems));
        Map<AgentId, Beat> own = own(document, problems);
        return AgentNames.of(document).known().stream()
                .flatMap(agent -> Optional.ofNullable(own.get(agent)).or(() -> standard).stream()
                        .map(beat -> beat.job(agent)))
                .toList();
    }

    private static Map<AgentId, Beat> own(ConfigDocument document, ProblemCollector problems) {
        Map<AgentId, Beat> own = new HashMap<>();
        List<ConfigSection> agents = ConfigSection.of(document, new ProblemCollector())
                .section("agents")
                .map(section -> section.sections("list"))
                .orElse(List.of());
        for (ConfigSection agent : agents) {
            Optional<AgentId> id = agent.text("id").flatMap(AgentId::normalize);
            id.ifPresent(known -> beat(agent, problems).ifPresent(beat -> own.put(known, beat)));
        }
        return own;
    }

    private static Optional<Beat> beat(ConfigSection agent, ProblemCollector problems) {
        return ConfigSection.of(agent.object(), agent.path(), problems)
                .section("heartbeat")
                .flatMap(HeartbeatSection::beat);
    }

    private static Optional<Beat> beat(ConfigSection section) {
        String text = section.text("prompt").orElse(TEXT);
        Optional<Duration> every = Interval.read(section);
        section.reportUnknownKeys(ConfigProblem.Severity.WARNING);
        return every.map(interval -> new Beat(interval, text));
    }

    /** What every agent with this heartbeat is told, and how often. */
    private record Beat(Duration every, String text) {

        Job job(AgentId agent) {
            return new Job(agent.value(), every, new Message(FROM, Optional.of(agent), text));
        }
    }
}
