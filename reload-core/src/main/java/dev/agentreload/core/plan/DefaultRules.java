package dev.agentreload.core.plan;

import dev.agentreload.core.diff.ListIdentities;
import java.util.List;

/** What both ancestors know about their sections, joined. */
final class DefaultRules {

    private DefaultRules() {}

    static RuleTable table() {
        RuleTable.Builder table = RuleTable.builder().identities(ListIdentities.defaults());
        lists(table);
        hot(table);
        none(table);
        restart(table);
        return table.build();
    }

    /** Says which sections are lists: a host's rule below one whose elements have no identity is refused. */
    private static void lists(RuleTable.Builder table) {
        for (String list : List.of(
                "agents.list",
                "agents.dispatch.rules",
                "bindings",
                "hooks.mappings",
                "model_list",
                "models.providers.*.models")) {
            table.list(list);
        }
    }

    private static void hot(RuleTable.Builder table) {
        for (String section : List.of("models", "model_list", "providers")) {
            table.add(ReloadRule.hot(section, ReloadAction.RELOAD_MODELS, ReloadAction.RELOAD_PROVIDERS)
                    .withReason("models and providers are built beside the old ones"));
        }
        for (String section : List.of("agents.defaults", "agents.list", "agents.entries")) {
            table.add(ReloadRule.hot(section, ReloadAction.RELOAD_AGENTS, ReloadAction.RESTART_HEARTBEAT)
                    .withReason("changed agents are built beside the old ones"));
        }
        for (String section : List.of("agents.defaults.heartbeat", "agent.heartbeat", "heartbeat")) {
            table.add(ReloadRule.hot(section, ReloadAction.RESTART_HEARTBEAT)
                    .withReason("the heartbeat is stopped and started"));
        }
        for (String section : List.of("bindings", "session", "agents.dispatch")) {
            table.add(ReloadRule.hot(section, ReloadAction.RELOAD_BINDINGS)
                    .withReason("the next message is routed by the new bindings"));
        }
        table.add(ReloadRule.hot("hooks.gmail", ReloadAction.RESTART_GMAIL_WATCHER, ReloadAction.RELOAD_HOOKS)
                .withReason("the mail watcher is stopped and started"));
        table.add(ReloadRule.hot("hooks", ReloadAction.RELOAD_HOOKS).withReason("the next call uses the new hooks"));
        table.add(ReloadRule.hot("cron", ReloadAction.RESTART_CRON).withReason("the scheduler is stopped and started"));
        table.add(ReloadRule.hot("browser", ReloadAction.RESTART_BROWSER_CONTROL)
                .withReason("the control is stopped and started"));
    }

    private static void none(RuleTable.Builder table) {
        for (String section : List.of("gateway.reload", "gateway.remote")) {
            table.add(ReloadRule.none(section).withReason("it is read when it is needed"));
        }
        for (String section : List.of(
                "meta",
                "identity",
                "wizard",
                "logging",
                "tools",
                "audio",
                "agent",
                "routing",
                "messages",
                "talk",
                "skills",
                "secrets",
                "ui")) {
            table.add(ReloadRule.none(section).withReason("it is read when it is needed"));
        }
    }

    private static void restart(RuleTable.Builder table) {
        table.add(ReloadRule.restart("gateway").withReason("the gateway binds its port and its settings at the start"));
        table.add(ReloadRule.restart("discovery").withReason("discovery is set up at the start"));
        table.add(ReloadRule.restart("plugins").withReason("plugins are loaded at the start"));
        for (String section : List.of("channels", "channel_list")) {
            table.add(ReloadRule.restart(section).withReason("channels connect at the start"));
        }
    }
}
