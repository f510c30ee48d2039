// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.plan;

import dev.agentreload.core.config.PathPattern;
import dev.agentreload.core.diff.ListIdentities;
import java.util.List;
import java.util.stream.Stream;

/** The ready-made tables: the gateways', and that of a host that uses the published modules alone. */
final class DefaultRules {

    private static final String OPENCLAW = "OpenClaw";
    private static final String PICOCLAW = "PicoClaw";
    private static final String BOTH = "OpenClaw and PicoClaw";
    private static final String SDK = "Agent Reload";

    private static final String MODELS = "models and providers are built beside the old ones";
    private static final String AGENTS = "changed agents are built beside the old ones";
    private static final String BINDINGS = "the next message is routed by the new bindings";
    private static final String READ = "takes effect when it is read";
    private static final String NOTES = "bookkeeping that no component reads";
    private static final String ALWAYS_READ = "the reloader reads it in each new document";

    private DefaultRules() {}

    static RuleTable gateway() {
        RuleTable.Builder table = RuleTable.builder().identities(ListIdentities.defaults());
        lists(table, "agents.list", "agents.dispatch.rules", "bindings", "hooks.mappings");
        lists(table, "model_list", "models.providers.*.models");
        models(table);
        for (String section : List.of("agents.defaults", "agents.list", "agents.entries")) {
            add(table, section, BOTH, AGENTS, ReloadAction.RELOAD_AGENTS, ReloadAction.RESTART_HEARTBEAT);
        }
        bindings(table);
        components(table);
        none(table);
        restart(table);
        return table.build();
    }

    static RuleTable agents() {
        RuleTable.Builder table = RuleTable.builder().identities(ListIdentities.defaults());
        lists(table, "agents.list", "agents.dispatch.rules", "bindings", "model_list", "models.providers.*.models");
        models(table);
        for (String section : List.of("agents.defaults", "agents.list", "agents.entries")) {
            add(table, section, BOTH, AGENTS, ReloadAction.RELOAD_AGENTS);
        }
        bindings(table);
        none(table, SDK, ALWAYS_READ, "gateway.reload");
        return table.build();
    }

    /** Says which sections are lists: a host's rule below one whose elements have no identity is refused. */
    private static void lists(RuleTable.Builder table, String... lists) {
        Stream.of(lists).forEach(table::list);
    }

    private static void models(RuleTable.Builder table) {
        ReloadAction[] actions = {ReloadAction.RELOAD_MODELS, ReloadAction.RELOAD_PROVIDERS};
        add(table, "models", OPENCLAW, MODELS, actions);
        add(table, "model_list", PICOCLAW, MODELS, actions);
        add(table, "providers", PICOCLAW, MODELS, actions);
        add(table, "auth", OPENCLAW, "providers use its profiles", actions);
        add(table, "env", OPENCLAW, "placeholders of providers take values from it", actions);
    }

    private static void bindings(RuleTable.Builder table) {
        add(table, "bindings", BOTH, BINDINGS, ReloadAction.RELOAD_BINDINGS);
        add(table, "session", BOTH, BINDINGS, ReloadAction.RELOAD_BINDINGS);
        add(table, "agents.dispatch", PICOCLAW, BINDINGS, ReloadAction.RELOAD_BINDINGS);
    }

    /** What a gateway runs besides agents, and stops and starts alone. */
    private static void components(RuleTable.Builder table) {
        String heartbeat = "the heartbeat is stopped and started";
        add(table, "agents.defaults.heartbeat", OPENCLAW, heartbeat, ReloadAction.RESTART_HEARTBEAT);
        add(table, "agent.heartbeat", OPENCLAW, heartbeat, ReloadAction.RESTART_HEARTBEAT);
        add(table, "heartbeat", PICOCLAW, heartbeat, ReloadAction.RESTART_HEARTBEAT);
        ReloadAction[] mail = {ReloadAction.RESTART_GMAIL_WATCHER, ReloadAction.RELOAD_HOOKS};
        add(table, "hooks.gmail", OPENCLAW, "the mail watcher is stopped and started", mail);
        add(table, "hooks", OPENCLAW, "the next call uses the new hooks", ReloadAction.RELOAD_HOOKS);
        add(table, "cron", BOTH, "the scheduler is stopped and started", ReloadAction.RESTART_CRON);
        add(
                table,
                "browser",
                OPENCLAW,
                "the browser control is stopped and started",
                ReloadAction.RESTART_BROWSER_CONTROL);
        add(
                table,
                "mcp",
                OPENCLAW,
                "tool servers are closed; the next call starts new ones",
                new ReloadAction.HostAction("dispose-mcp-runtimes"));
        add(table, "plugins", OPENCLAW, "plugins are loaded again", new ReloadAction.HostAction("reload-plugins"));
    }

    private static void none(RuleTable.Builder table) {
        none(table, BOTH, NOTES, "meta", "identity", "wizard");
        none(table, PICOCLAW, NOTES, "version", "build_info");
        none(table, OPENCLAW, ALWAYS_READ, "gateway.reload");
        none(table, BOTH, READ, "logging", "tools", "audio", "agent", "routing", "messages", "talk", "skills");
        none(table, OPENCLAW, READ, "secrets", "ui", "tui", "commands", "approvals", "memory", "broadcast", "update");
        none(table, OPENCLAW, READ, "acp", "diagnostics", "accessGroups", "tts", "surfaces", "attachments");
        none(table, OPENCLAW, READ, "telemetry", "worktreeRoot", "worktrees", "cloudWorkers", "security");
        none(table, PICOCLAW, READ, "web", "voice");
        none(table, OPENCLAW, READ, "agents.ownership", "discovery.mdns.mode", "mcp.apps.sandboxOrigin");
        none(table, OPENCLAW, READ, gateway("remote", "controlUi", "auth.rateLimit", "http.endpoints", "tools"));
        none(table, OPENCLAW, READ, gateway("cliAgents", "publicOrigin", "push.apns.relay", "terminal"));
        none(table, OPENCLAW, READ, gateway("http.securityHeaders.strictTransportSecurity"));
        none(table, OPENCLAW, READ, gateway("nodes.browser", "nodes.pairing", "nodes.commands"));
        none(table, OPENCLAW, READ, gateway("nodes.pluginTools.enabled", "nodes.allowSkills"));
        none(table, OPENCLAW, READ, gateway("channelHealthCheckMinutes", "channelStaleEventThresholdMinutes"));
        none(table, OPENCLAW, READ, gateway("channelMaxRestartsPerHour"));
    }

    private static String[] gateway(String... sections) {
        return Stream.of(sections).map(section -> "gateway." + section).toArray(String[]::new);
    }

    private static void restart(RuleTable.Builder table) {
        restart(table, "gateway", BOTH, "the gateway binds its port and its settings at the start");
        restart(table, "discovery", OPENCLAW, "discovery is set up at the start");
        restart(table, "canvasHost", OPENCLAW, "the canvas host binds its port at the start");
        restart(table, "plugins.load", OPENCLAW, "plugins are found at the start");
        restart(table, "plugins.installs", OPENCLAW, "plugins are found at the start");
        restart(table, "mcp.apps", OPENCLAW, "apps of tool servers are set up at the start");
        restart(table, "secrets.egressProxy", OPENCLAW, "the proxy is set up at the start");
        restart(table, "channels", BOTH, "channels connect at the start");
        restart(table, "channel_list", PICOCLAW, "channels connect at the start");
    }

    private static void add(
            RuleTable.Builder table, String section, String source, String reason, ReloadAction... actions) {
        List<ActionTemplate> templates =
                Stream.of(actions).map(ActionTemplate::of).toList();
        table.add(ReloadRule.of(PathPattern.parse(section), Verdict.HOT, templates)
                .withReason(reason)
                .withSource(source));
    }

    private static void none(RuleTable.Builder table, String source, String reason, String... sections) {
        for (String section : sections) {
            table.add(ReloadRule.none(section).withReason(reason).withSource(source));
        }
    }

    private static void restart(RuleTable.Builder table, String section, String source, String reason) {
        table.add(ReloadRule.restart(section).withReason(reason).withSource(source));
    }
}
