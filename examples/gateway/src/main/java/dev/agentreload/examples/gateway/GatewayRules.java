// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.plan.ReloadAction;
import dev.agentreload.core.plan.ReloadPlan;
import dev.agentreload.core.plan.ReloadPlanner;
import dev.agentreload.core.plan.ReloadRule;
import dev.agentreload.core.plan.RuleTable;
import dev.agentreload.examples.gateway.admin.DecisionWebhook;
import dev.agentreload.examples.gateway.channel.HttpChannel;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** What this gateway can apply while it runs, so that a plan without a running gateway has the verdict of a reload. */
public final class GatewayRules {

    /** What this gateway lacks: a change of it needs nothing. */
    static final List<ReloadAction> IGNORED = List.of(
            ReloadAction.RESTART_GMAIL_WATCHER,
            ReloadAction.RESTART_BROWSER_CONTROL,
            new ReloadAction.HostAction("dispose-mcp-runtimes"),
            new ReloadAction.HostAction("reload-plugins"));

    /** What its components apply. */
    private static final Set<ReloadAction> HANDLED = Set.of(
            ReloadAction.RELOAD_MODELS,
            ReloadAction.RELOAD_PROVIDERS,
            ReloadAction.RELOAD_AGENTS,
            ReloadAction.RELOAD_BINDINGS,
            ReloadAction.RELOAD_HOOKS,
            ReloadAction.RESTART_CRON,
            ReloadAction.RESTART_HEARTBEAT,
            SettingsCheck.RELOAD_WEBHOOK,
            new ReloadAction.RestartChannel(HttpChannel.NAME));

    private GatewayRules() {}

    public static RuleTable table() {
        RuleTable.Builder rules = RuleTable.defaults().toBuilder().channel(HttpChannel.NAME);
        DecisionWebhook.PATHS.forEach(path -> rules.add(ReloadRule.hot(path, SettingsCheck.RELOAD_WEBHOOK)));
        return rules.build();
    }

    /**
     * Returns what a reload of this gateway would do.
     *
     * @param channels further channels that a host has and can restart alone
     */
    public static ReloadPlan plan(ConfigDocument base, ConfigDocument target, Collection<String> channels) {
        RuleTable.Builder rules = table().toBuilder();
        channels.stream().filter(id -> !id.equals(HttpChannel.NAME)).forEach(rules::channelWithAccounts);
        return ReloadPlanner.plan(base, target, rules.build())
                .restartingUnless(
                        action -> HANDLED.contains(action) || IGNORED.contains(action) || restarts(action, channels));
    }

    private static boolean restarts(ReloadAction action, Collection<String> channels) {
        return switch (action.kind()) {
            case RESTART_CHANNEL -> channels.contains(((ReloadAction.RestartChannel) action).channel());
            case RESTART_CHANNEL_ACCOUNT -> channels.contains(((ReloadAction.RestartChannelAccount) action).channel());
            case RELOAD_MODELS,
                    RELOAD_PROVIDERS,
                    RELOAD_AGENTS,
                    RELOAD_BINDINGS,
                    RELOAD_HOOKS,
                    RESTART_GMAIL_WATCHER,
                    RESTART_BROWSER_CONTROL,
                    RESTART_CRON,
                    RESTART_HEARTBEAT,
                    HOST_ACTION -> false;
        };
    }
}
