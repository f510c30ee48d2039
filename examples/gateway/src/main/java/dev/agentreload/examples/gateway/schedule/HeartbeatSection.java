// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.schedule;

import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.agents.routing.RouteRequest;
import dev.agentreload.core.bind.ConfigKey;
import dev.agentreload.core.bind.ConfigSection;
import dev.agentreload.core.bind.ConfigType;
import dev.agentreload.core.bind.SectionKeys;
import dev.agentreload.core.config.ConfigBoolean;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigNumber;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ConfigString;
import dev.agentreload.core.config.ProblemCollector;
import dev.agentreload.examples.gateway.chat.AgentNames;
import dev.agentreload.examples.gateway.chat.Message;
import dev.agentreload.examples.gateway.config.Texts;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads heartbeats as OpenClaw and PicoClaw write them.
 *
 * <p>{@code agents.defaults.heartbeat}, such as {@code {"every": "30m"}}, is the default agent's, and what an agent's own heartbeat
 * leaves out. As soon as one agent has a heartbeat of its own, only such agents have one. The default of {@code every} is
 * 30 minutes. Zero and {@code false} switch a heartbeat off. So does an interval that cannot be read, with a warning.
 * PicoClaw's section {@code heartbeat} with {@code enabled} and {@code interval}, in minutes, is the default agent's too.
 */
public final class HeartbeatSection {

    private static final RouteRequest FROM = RouteRequest.of("heartbeat");
    private static final String KEY = "heartbeat";
    private static final String EVERY = "every";
    private static final Heartbeat STANDARD =
            new Heartbeat(Duration.ofMinutes(30), "is there anything to do?", Optional.empty());

    private static final SectionKeys HEARTBEAT = SectionKeys.of(
                    ConfigKey.of(
                            EVERY,
                            ConfigType.ID,
                            "how often, such as 30m; a number is of minutes; 30m by default, 0 or off for never"),
                    ConfigKey.string("prompt", "what the agent is told").orElse(STANDARD.text()),
                    ConfigKey.bool("enabled", "false for a heartbeat that is off")
                            .orTrue(),
                    ConfigKey.section("activeHours", RhythmReader.HOURS, "the only hours in which it beats"))
            .with(ConfigKey.accepted(
                    "accountId",
                    "ackMaxChars",
                    "directPolicy",
                    "includeReasoning",
                    "includeSystemPromptSection",
                    "isolatedSession",
                    "lightContext",
                    "model",
                    "session",
                    "skipWhenBusy",
                    "suppressToolErrorWarnings",
                    "target",
                    "timeoutSeconds",
                    "to"));

    private static final SectionKeys AGENT = SectionKeys.of(
                    ConfigKey.string("id", "the name of the agent"),
                    ConfigKey.of(
                            KEY,
                            ConfigType.oneOf(ConfigType.BOOLEAN, new ConfigType.Section(HEARTBEAT)),
                            "how often the agent is told that time has passed"))
            .allowingOthers();

    /** Of PicoClaw. */
    private static final SectionKeys SECTION = SectionKeys.of(
                    ConfigKey.bool("enabled", "whether the default agent has a heartbeat")
                            .orFalse(),
                    ConfigKey.integer("interval", 0, "minutes between heartbeats"))
            .allowingOthers();

    /** The keys at the root that lead to these heartheartbeats. */
    public static final SectionKeys KEYS = SectionKeys.of(
                    ConfigKey.section(
                            "agents",
                            SectionKeys.of(
                                            ConfigKey.section("defaults", AGENT, "what agents inherit"),
                                            ConfigKey.sections("list", AGENT, "agents"),
                                            ConfigKey.map("entries", AGENT, "agents"))
                                    .allowingOthers(),
                            "agents"),
                    ConfigKey.section(KEY, SECTION, "the heartbeat of the default agent, as in PicoClaw"))
            .allowingOthers();

    private HeartbeatSection() {}

    /** Returns a job for each agent with a heartbeat, and adds what is wrong with the heartbeats, not with the agents. */
    public static List<Job> read(ConfigDocument document, ProblemCollector problems) {
        AgentNames names = AgentNames.of(document);
        ConfigSection root = ConfigSection.of(document, new ProblemCollector()).withKeys(KEYS);
        Optional<ConfigSection> agents = root.section("agents");
        Optional<ConfigSection> defaults = agents.flatMap(section -> section.section("defaults"))
                .filter(section -> section.node(KEY).isPresent());
        Heartbeat standard =
                defaults.map(section -> heartbeat(section, STANDARD, problems)).orElse(STANDARD);
        Map<AgentId, Heartbeat> heartbeats = own(agents, standard, problems);
        if (heartbeats.isEmpty() && defaults.isPresent()) {
            heartbeats.put(names.standard(), standard);
        }
        ofPicoClaw(ConfigSection.of(document, problems).withKeys(KEYS))
                .ifPresent(heartbeat -> heartbeats.putIfAbsent(names.standard(), heartbeat));
        return heartbeats.entrySet().stream()
                .filter(entry -> names.known().contains(entry.getKey())
                        && !entry.getValue().every().isZero())
                .map(entry -> entry.getValue().job(entry.getKey()))
                .toList();
    }

    private static Map<AgentId, Heartbeat> own(
            Optional<ConfigSection> agents, Heartbeat standard, ProblemCollector problems) {
        Map<AgentId, Heartbeat> own = new LinkedHashMap<>();
        agents.map(section -> section.sectionsBy("id", "list")).orElse(List.of()).stream()
                .filter(agent -> agent.node(KEY).isPresent())
                .forEach(agent -> agent.string("id")
                        .flatMap(AgentId::normalize)
                        .ifPresent(id -> own.put(id, heartbeat(agent, standard, problems))));
        agents
                .flatMap(section -> section.section("entries"))
                .map(ConfigSection::memberSections)
                .orElse(List.of())
                .stream()
                .filter(agent -> agent.node(KEY).isPresent())
                .forEach(agent -> AgentId.normalize(agent.path()
                                .segments()
                                .get(agent.path().depth() - 1)
                                .capture())
                        .ifPresent(id -> own.put(id, heartbeat(agent, standard, problems))));
        return own;
    }

    private static Heartbeat heartbeat(ConfigSection agent, Heartbeat standard, ProblemCollector problems) {
        ConfigSection place =
                ConfigSection.of(agent.object(), agent.path(), problems).withKeys(AGENT);
        if (place.node(KEY).filter(node -> node instanceof ConfigBoolean).isPresent()) {
            return place.bool(KEY).orElse(false) ? standard : standard.off();
        }
        return place.section(KEY).map(section -> heartbeat(section, standard)).orElse(standard.off());
    }

    private static Heartbeat heartbeat(ConfigSection section, Heartbeat standard) {
        String text = section.string("prompt").orElse(standard.text());
        Optional<ConfigNode> every = section.node(EVERY);
        Duration interval = every.isEmpty() ? standard.every() : interval(section, every.get());
        boolean enabled = section.bool("enabled").orElseThrow();
        Optional<Rhythm.ActiveHours> hours =
                section.node("activeHours").isPresent() ? RhythmReader.activeHours(section) : standard.hours();
        section.reportUnknownKeys(ConfigProblem.Severity.WARNING);
        return new Heartbeat(enabled ? interval : Duration.ZERO, text, hours);
    }

    private static Duration interval(ConfigSection section, ConfigNode every) {
        Optional<Duration> interval = Optional.empty();
        if (every instanceof ConfigString text) {
            interval = text.value().strip().equalsIgnoreCase("off")
                    ? Optional.of(Duration.ZERO)
                    : Interval.parse(text.value());
        } else if (every instanceof ConfigNumber number) {
            interval = minutes(number.asLong());
        }
        if (interval.isEmpty()) {
            String found = every instanceof ConfigString
                    ? Texts.shown(section, EVERY) + " is no interval"
                    : "found " + every.kind().description() + " in place of an interval";
            section.warning(EVERY, found + ", so that this heartbeat is off", Interval.EXPECTATION);
        }
        return interval.orElse(Duration.ZERO);
    }

    private static Optional<Duration> minutes(OptionalLong number) {
        return number.isPresent() && number.getAsLong() >= 0 && number.getAsLong() < Integer.MAX_VALUE
                ? Optional.of(Duration.ofMinutes(number.getAsLong()))
                : Optional.empty();
    }

    private static Optional<Heartbeat> ofPicoClaw(ConfigSection root) {
        return root.section(KEY)
                .filter(section -> section.bool("enabled").orElseThrow())
                .map(section -> new Heartbeat(
                        minutes(section.integer("interval")).orElse(STANDARD.every()),
                        STANDARD.text(),
                        STANDARD.hours()));
    }

    /** The text that every agent with this heartbeat receives, and how often; never if the interval is zero. */
    private record Heartbeat(Duration every, String text, Optional<Rhythm.ActiveHours> hours) {

        Heartbeat off() {
            return new Heartbeat(Duration.ZERO, text, hours);
        }

        Job job(AgentId agent) {
            return new Job(
                    agent.value(), Rhythm.every(every).within(hours), new Message(FROM, Optional.of(agent), text));
        }
    }
}
