package dev.agentreload.core.plan;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.diff.ListIdentities;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DefaultRulesTest {

    private static final String PROVIDERS = "HOT [reload-models, reload-providers]";
    private static final String AGENTS = "HOT [reload-agents, restart-heartbeat]";
    private static final String HEARTBEAT = "HOT [restart-heartbeat]";
    private static final String BINDINGS = "HOT [reload-bindings]";
    private static final String NONE = "NONE []";
    private static final String RESTART = "RESTART []";

    /** Whoever adds a default rule says here what it does, and gives it a case in the corpus. */
    private static final Map<String, String> ALL = Map.ofEntries(
            entry("models", PROVIDERS),
            entry("model_list", PROVIDERS),
            entry("providers", PROVIDERS),
            entry("agents.defaults", AGENTS),
            entry("agents.list", AGENTS),
            entry("agents.entries", AGENTS),
            entry("agents.defaults.heartbeat", HEARTBEAT),
            entry("agent.heartbeat", HEARTBEAT),
            entry("heartbeat", HEARTBEAT),
            entry("bindings", BINDINGS),
            entry("session", BINDINGS),
            entry("agents.dispatch", BINDINGS),
            entry("hooks.gmail", "HOT [restart-gmail-watcher, reload-hooks]"),
            entry("hooks", "HOT [reload-hooks]"),
            entry("cron", "HOT [restart-cron]"),
            entry("browser", "HOT [restart-browser-control]"),
            entry("gateway.reload", NONE),
            entry("gateway.remote", NONE),
            entry("meta", NONE),
            entry("identity", NONE),
            entry("wizard", NONE),
            entry("logging", NONE),
            entry("tools", NONE),
            entry("audio", NONE),
            entry("agent", NONE),
            entry("routing", NONE),
            entry("messages", NONE),
            entry("talk", NONE),
            entry("skills", NONE),
            entry("secrets", NONE),
            entry("ui", NONE),
            entry("gateway", RESTART),
            entry("discovery", RESTART),
            entry("plugins", RESTART),
            entry("channels", RESTART),
            entry("channel_list", RESTART));

    @Test
    void defaults_areExactlyTheseRules() {
        Map<String, String> rules = new LinkedHashMap<>();
        RuleTable.defaults()
                .rules()
                .forEach(rule -> rules.put(rule.pattern().toString(), rule.verdict() + " " + rule.actions()));

        assertThat(rules).containsExactlyInAnyOrderEntriesOf(ALL);
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
    void defaults_haveTheirPatternAsIdAndAReason() {
        assertThat(RuleTable.defaults().rules()).allSatisfy(rule -> {
            assertThat(rule.id()).isEqualTo(rule.pattern().toString());
            assertThat(rule.reason()).isNotEmpty();
        });
    }
}
