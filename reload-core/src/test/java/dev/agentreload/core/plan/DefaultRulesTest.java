// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.diff.ListIdentities;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DefaultRulesTest {

    private static final String PROVIDERS = "HOT [reload-models, reload-providers]";
    private static final String AGENTS = "HOT [reload-agents, restart-heartbeat]";
    private static final String HEARTBEAT = "HOT [restart-heartbeat]";
    private static final String BINDINGS = "HOT [reload-bindings]";
    private static final String NONE = "NONE []";
    private static final String RESTART = "RESTART []";

    /** Each new default rule needs a line here that says what it does, and a case in the corpus. */
    private static final Map<String, String> ALL = all();

    private static Map<String, String> all() {
        Map<String, String> all = new LinkedHashMap<>();
        say(all, PROVIDERS, "models", "model_list", "providers", "auth", "env");
        say(all, AGENTS, "agents.defaults", "agents.list", "agents.entries");
        say(all, HEARTBEAT, "agents.defaults.heartbeat", "agent.heartbeat", "heartbeat");
        say(all, BINDINGS, "bindings", "session", "agents.dispatch");
        say(all, "HOT [restart-gmail-watcher, reload-hooks]", "hooks.gmail");
        say(all, "HOT [reload-hooks]", "hooks");
        say(all, "HOT [restart-cron]", "cron");
        say(all, "HOT [restart-browser-control]", "browser");
        say(all, "HOT [dispose-mcp-runtimes]", "mcp");
        say(all, "HOT [reload-plugins]", "plugins");
        say(all, NONE, "meta", "identity", "wizard", "version", "build_info", "logging", "tools", "audio", "agent");
        say(all, NONE, "routing", "messages", "talk", "skills", "secrets", "ui", "tui", "commands", "approvals");
        say(all, NONE, "memory", "broadcast", "web", "voice", "update", "acp", "diagnostics", "accessGroups", "tts");
        say(all, NONE, "surfaces", "attachments", "telemetry", "worktreeRoot", "worktrees", "cloudWorkers");
        say(all, NONE, "security", "agents.ownership", "discovery.mdns.mode", "mcp.apps.sandboxOrigin");
        say(all, NONE, "gateway.reload", "gateway.remote", "gateway.controlUi", "gateway.auth.rateLimit");
        say(all, NONE, "gateway.http.endpoints", "gateway.http.securityHeaders.strictTransportSecurity");
        say(all, NONE, "gateway.tools", "gateway.cliAgents", "gateway.publicOrigin", "gateway.push.apns.relay");
        say(all, NONE, "gateway.terminal", "gateway.nodes.browser", "gateway.nodes.pairing", "gateway.nodes.commands");
        say(all, NONE, "gateway.nodes.pluginTools.enabled", "gateway.nodes.allowSkills");
        say(all, NONE, "gateway.channelHealthCheckMinutes", "gateway.channelStaleEventThresholdMinutes");
        say(all, NONE, "gateway.channelMaxRestartsPerHour");
        say(all, RESTART, "gateway", "discovery", "canvasHost", "channels", "channel_list");
        say(all, RESTART, "plugins.load", "plugins.installs", "mcp.apps", "secrets.egressProxy");
        return all;
    }

    /** Each new rule for agents needs a line here that says what it does. */
    private static final Map<String, String> AGENTS_ALONE = agentsAlone();

    private static Map<String, String> agentsAlone() {
        Map<String, String> all = new LinkedHashMap<>();
        say(all, PROVIDERS, "models", "model_list", "providers", "auth", "env");
        say(all, "HOT [reload-agents]", "agents.defaults", "agents.list", "agents.entries");
        say(all, BINDINGS, "bindings", "session", "agents.dispatch");
        say(all, NONE, "gateway.reload");
        return all;
    }

    private static void say(Map<String, String> all, String verdict, String... patterns) {
        for (String pattern : patterns) {
            all.put(pattern, verdict);
        }
    }

    @Test
    void defaults_areExactlyTheseRules() {
        assertThat(verdicts(RuleTable.defaults())).containsExactlyInAnyOrderEntriesOf(ALL);
    }

    @Test
    void agents_areExactlyTheseRules() {
        assertThat(verdicts(RuleTable.agents())).containsExactlyInAnyOrderEntriesOf(AGENTS_ALONE);
        assertThat(RuleTable.agents().unmatched()).isEqualTo(Verdict.RESTART);
        assertThat(RuleTable.agents().identities()).isEqualTo(ListIdentities.defaults());
    }

    private static Map<String, String> verdicts(RuleTable table) {
        Map<String, String> rules = new LinkedHashMap<>();
        table.rules().forEach(rule -> rules.put(rule.pattern().toString(), rule.verdict() + " " + rule.actions()));
        return rules;
    }

    @Test
    void defaults_knowTheListsOfBothAncestors() {
        assertThat(RuleTable.defaults().identities()).isEqualTo(ListIdentities.defaults());
    }

    @Test
    void defaults_unmatchedPath_asksForARestart() {
        assertThat(RuleTable.defaults().unmatched()).isEqualTo(Verdict.RESTART);
    }

    @Test
    void rules_haveTheirPatternAsIdAReasonAndASource() {
        assertThat(Stream.of(RuleTable.defaults(), RuleTable.agents()).flatMap(table -> table.rules().stream()))
                .allSatisfy(rule -> {
                    assertThat(rule.id()).isEqualTo(rule.pattern().toString());
                    assertThat(rule.reason()).isNotEmpty();
                    assertThat(rule.source()).isIn("OpenClaw", "PicoClaw", "OpenClaw and PicoClaw", "Agent Reload");
                });
    }
}
