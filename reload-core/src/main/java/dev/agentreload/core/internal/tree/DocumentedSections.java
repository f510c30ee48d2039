package dev.agentreload.core.internal.tree;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The sections at the root of the files of OpenClaw and PicoClaw, whether a host reads them or not. */
public final class DocumentedSections {

    private static final ImmutableSet<String> NAMES = ImmutableSet.of(
            "accessGroups",
            "acp",
            "agent",
            "agents",
            "approvals",
            "attachments",
            "audio",
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

    private DocumentedSections() {}

    /** Returns a warning for each of these members whose key is not known and resembles one that is. */
    public static List<ConfigProblem> resembling(Map<String, ConfigNode> members, ConfigPath path, Set<String> known) {
        Set<String> all = Sets.union(known, NAMES);
        ImmutableList.Builder<ConfigProblem> warnings = ImmutableList.builder();
        members.forEach((key, value) -> {
            String hint = all.contains(key) ? "" : ConfigProblem.didYouMean(key, all);
            if (!hint.isEmpty()) {
                warnings.add(
                        ConfigProblem.warning(path.key(key), value.position(), "unknown section [" + key + "]", hint));
            }
        });
        return warnings.build();
    }
}
