// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.config;

import com.google.common.collect.ImmutableSet;
import dev.agentreload.agents.config.AgentsPolicy.OtherSections;
import dev.agentreload.core.bind.ConfigSection;
import dev.agentreload.core.bind.SectionKeys;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ProblemCollector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The sections that OpenClaw and PicoClaw document, and the problems of root keys that resemble one of them. */
final class RootKeys {

    private static final ImmutableSet<String> KNOWN = ImmutableSet.of(
            "accessGroups",
            "acp",
            "agent",
            "agents",
            "approvals",
            "attachments",
            "audio",
            "audit",
            "auth",
            "bindings",
            "broadcast",
            "browser",
            "build_info",
            "canvasHost",
            "channel_list",
            "channels",
            "cli",
            "cloudWorkers",
            "commands",
            "cron",
            "devices",
            "diagnostics",
            "discovery",
            "env",
            "events",
            "evolution",
            "gateway",
            "heartbeat",
            "hooks",
            "identity",
            "isolation",
            "logging",
            "mcp",
            "media",
            "memory",
            "messages",
            "meta",
            "model_list",
            "models",
            "nodeHost",
            "plugins",
            "providers",
            "proxy",
            "routing",
            "secrets",
            "security",
            "session",
            "skills",
            "surfaces",
            "talk",
            "telemetry",
            "tools",
            "transcripts",
            "tts",
            "tui",
            "ui",
            "update",
            "version",
            "voice",
            "web",
            "wizard",
            "worktreeRoot",
            "worktrees");

    /** Shorter names resemble too much: a section that a host reads may well be called like one with another letter. */
    private static final int SHORTEST = 5;

    /** The same where a section is reported in any case, so that only the proposal may be wrong. */
    private static final int SHORTEST_OF_CLOSED = 4;

    private static final ImmutableSet<String> LONG = names(SHORTEST);
    private static final ImmutableSet<String> LONG_OF_CLOSED = names(SHORTEST_OF_CLOSED);

    /** Means the model of agents, in a file whose author did not look up where it stands. */
    private static final String MODEL = "model";

    private static final ConfigPath MODEL_PATH = ConfigPath.of(MODEL);
    private static final ConfigPath AGENTS_BINDINGS = ConfigPath.of("agents", "bindings");
    private static final ConfigPath ROUTING_AGENTS = ConfigPath.of("routing", "agents");
    private static final ConfigPath ROUTING_BINDINGS = ConfigPath.of("routing", "bindings");
    private static final ConfigPath ROUTING_DEFAULT = ConfigPath.of("routing", "defaultAgentId");
    private static final ConfigPath AGENT_LIST = ConfigPath.of("agent", "list");
    private static final ConfigPath AGENT_DEFAULTS = ConfigPath.of("agent", "defaults");
    private static final ConfigPath AGENT_MODEL = ConfigPath.of("agent", "model");
    private static final ConfigPath AGENT_WORKSPACE = ConfigPath.of("agent", "workspace");

    private RootKeys() {}

    private static ImmutableSet<String> names(int shortest) {
        return KNOWN.stream().filter(name -> name.length() >= shortest).collect(ImmutableSet.toImmutableSet());
    }

    /** Returns the keys at the root, whose sections for others are accepted. */
    static SectionKeys keys(SectionKeys agent, Set<String> hostSections, OtherSections others) {
        SectionKeys all = AgentKeys.root(agent).accepting(KNOWN).accepting(hostSections);
        return others == OtherSections.REPORTED ? all : all.allowingOthers();
    }

    /** Adds a problem for each unknown key that looks like a known section, and one for all others unless other components may read them. */
    static void check(ConfigDocument document, AgentsPolicy policy, ProblemCollector problems) {
        boolean reported = policy.otherSections() == OtherSections.REPORTED;
        int sections = 0;
        List<String> unknown = new ArrayList<>();
        for (String key : document.root().keys()) {
            boolean comment = ConfigSection.isComment(key);
            sections += comment ? 0 : 1;
            if (!comment && !isKnown(key, policy.hostSections()) && !(reported && key.equals(MODEL))) {
                unknown.add(key);
            }
        }
        boolean nothingKnown = reported && unknown.size() == sections;
        List<String> others = new ArrayList<>();
        for (String key : unknown) {
            String hint = nearMatch(key, reported ? LONG_OF_CLOSED : LONG);
            if (hint.isEmpty()) {
                others.add(key);
            } else {
                ConfigProblem problem = unknown(document, policy, List.of(key), hint);
                problems.add(nothingKnown ? problem.withSeverity(ConfigProblem.Severity.ERROR) : problem);
            }
        }
        if (nothingKnown && !unknown.isEmpty() && others.size() == unknown.size()) {
            problems.add(ConfigProblem.error(
                    ConfigPath.root(),
                    document.root().position(),
                    "no section of this file is known",
                    "expected some of [agents], [models], [channels], [bindings]"));
        } else if (reported && !others.isEmpty()) {
            problems.add(unknown(document, policy, others, "nothing reads " + (others.size() == 1 ? "it" : "them")));
        }
    }

    private static ConfigProblem unknown(ConfigDocument document, AgentsPolicy policy, List<String> keys, String hint) {
        ConfigPath first = ConfigPath.of(keys.get(0));
        return ConfigProblem.error(
                        first,
                        document.nearestPosition(first),
                        (keys.size() == 1 ? "unknown section [" : "unknown sections [") + String.join("], [", keys)
                                + "]",
                        hint)
                .withSeverity(policy.strictness().severity());
    }

    private static String nearMatch(String key, Set<String> names) {
        return KNOWN.stream()
                .filter(key::equalsIgnoreCase)
                .findFirst()
                .map(known -> "did you mean [" + known + "]?")
                .orElseGet(() -> ConfigProblem.didYouMean(key, names));
    }

    private static boolean isKnown(String key, Set<String> hostSections) {
        return KNOWN.contains(key) || hostSections.contains(key);
    }

    /**
     * Adds an error for what stood elsewhere in older files, or stands in the wrong place, since without it other agents or other
     * models would answer than those that are written there. Returns whether that is about models.
     */
    static boolean checkLegacy(ConfigDocument document, AgentsPolicy policy, ProblemCollector problems) {
        misplaced(document, AGENTS_BINDINGS, "bindings", problems);
        if (policy.otherSections() == OtherSections.REPORTED && !isKnown(MODEL, policy.hostSections())) {
            misplaced(document, MODEL_PATH, "agents.defaults.model", problems);
        }
        if (!policy.hostSections().contains("routing")) {
            legacy(document, ROUTING_AGENTS, "agents.list", problems);
            legacy(document, ROUTING_BINDINGS, "bindings", problems);
            legacy(document, ROUTING_DEFAULT, "agents.list[].default", problems);
        }
        if (policy.hostSections().contains("agent")) {
            return false;
        }
        boolean list = legacy(document, AGENT_LIST, "agents.list", problems);
        boolean defaults = legacy(document, AGENT_DEFAULTS, "agents.defaults", problems);
        boolean model = legacy(document, AGENT_MODEL, "agents.defaults.model", problems)
                || legacy(document, AGENT_WORKSPACE, "agents.defaults.workspace", problems);
        return list || defaults || model;
    }

    private static void misplaced(ConfigDocument document, ConfigPath path, String right, ProblemCollector problems) {
        document.find(path)
                .filter(found -> found.kind() != ConfigNode.Kind.NULL)
                .ifPresent(found -> problems.add(ConfigProblem.error(
                        path, found.position(), "nothing reads [" + path + "]", "write [" + right + "]")));
    }

    private static boolean legacy(ConfigDocument document, ConfigPath path, String now, ProblemCollector problems) {
        Optional<ConfigNode> node = document.find(path).filter(found -> found.kind() != ConfigNode.Kind.NULL);
        node.ifPresent(found -> problems.add(ConfigProblem.error(
                path, found.position(), "[" + path + "] is an old spelling", "write [" + now + "]")));
        return node.isPresent();
    }
}
