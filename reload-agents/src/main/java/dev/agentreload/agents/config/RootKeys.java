package dev.agentreload.agents.config;

import com.google.common.collect.ImmutableSet;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ProblemCollector;
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

    /** Shorter names resemble too much. */
    private static final int SHORTEST = 5;

    private static final ImmutableSet<String> LONG =
            KNOWN.stream().filter(name -> name.length() >= SHORTEST).collect(ImmutableSet.toImmutableSet());

    private static final ConfigPath AGENT = ConfigPath.of("agent");
    private static final ConfigPath ROUTING = ConfigPath.of("routing");

    private RootKeys() {}

    /** Adds a problem for each unknown key that looks like a known section; others may be sections of the host. */
    static void check(ConfigDocument document, AgentsPolicy policy, ProblemCollector problems) {
        document.root().forEach((key, node) -> {
            if (!isKnown(key, policy.hostSections())) {
                String hint = KNOWN.stream()
                        .filter(key::equalsIgnoreCase)
                        .findFirst()
                        .map(known -> "did you mean [" + known + "]?")
                        .orElseGet(() -> ConfigProblem.didYouMean(key, LONG));
                if (!hint.isEmpty()) {
                    problems.add(new ConfigProblem(
                            policy.strictness().severity(),
                            ConfigPath.of(key),
                            node.position(),
                            "unknown section [" + key + "]",
                            hint));
                }
            }
        });
    }

    private static boolean isKnown(String key, Set<String> hostSections) {
        return KNOWN.contains(key) || hostSections.contains(key) || key.startsWith("_") || key.startsWith("$");
    }

    /**
     * Adds an error for what stood elsewhere in files of old, since without it other agents or other models would answer than those
     * that are written there. Returns whether that is about models.
     */
    static boolean checkLegacy(ConfigDocument document, AgentsPolicy policy, ProblemCollector problems) {
        if (!policy.hostSections().contains("routing")) {
            legacy(document, ROUTING.key("agents"), "agents.list", problems);
            legacy(document, ROUTING.key("bindings"), "bindings", problems);
            legacy(document, ROUTING.key("defaultAgentId"), "agents.list[].default", problems);
        }
        return !policy.hostSections().contains("agent")
                && (legacy(document, AGENT.key("model"), "agents.defaults.model", problems)
                        || legacy(document, AGENT.key("workspace"), "agents.defaults.workspace", problems));
    }

    private static boolean legacy(ConfigDocument document, ConfigPath path, String now, ProblemCollector problems) {
        Optional<ConfigNode> node = document.find(path).filter(found -> found.kind() != ConfigNode.Kind.NULL);
        node.ifPresent(found -> problems.add(ConfigProblem.error(
                path, found.position(), "[" + path + "] is an old spelling", "write [" + now + "]")));
        return node.isPresent();
    }
}
