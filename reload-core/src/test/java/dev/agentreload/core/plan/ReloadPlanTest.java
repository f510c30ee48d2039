package dev.agentreload.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.config.ConfigDocument;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReloadPlanTest {

    private static final RuleTable ACCOUNTS =
            RuleTable.defaults().toBuilder().channelWithAccounts("telegram").build();

    @Test
    void actions_areOnceEachInTheOrderOfTheirKinds() {
        ReloadPlan plan = plan(
                "{}",
                "{cron: 1, bindings: [], session: 1, channels: {telegram: 1}, hooks: {gmail: 1}, browser: 1, models: 1,"
                        + " agents: {list: [], defaults: 1}}");

        assertThat(plan.actions())
                .extracting(ReloadAction::id)
                .containsExactly(
                        "reload-models",
                        "reload-providers",
                        "reload-agents",
                        "reload-bindings",
                        "reload-hooks",
                        "restart-gmail-watcher",
                        "restart-browser-control",
                        "restart-cron",
                        "restart-heartbeat",
                        "restart-channel:telegram");
        assertThat(plan.requiresRestart()).isFalse();
        assertThat(plan.isNoop()).isFalse();
    }

    @Test
    void actions_wholeChannel_coversItsAccountsButNoOthers() {
        ReloadPlan accounts = plan("{}", "{channels: {telegram: {accounts: {b: 1, a: 2}}}}");
        ReloadPlan whole = plan("{}", "{channels: {telegram: {token: 1, accounts: {b: 1, a: 2}}}}");
        ReloadPlan other = ReloadPlanner.plan(
                document("{}"),
                document("{channels: {discord: {token: 1}, telegram: {accounts: {b: 1}}}}"),
                ACCOUNTS.toBuilder().channel("discord").build());

        assertThat(accounts.actions())
                .extracting(ReloadAction::id)
                .containsExactly("restart-channel-account:telegram/a", "restart-channel-account:telegram/b");
        assertThat(accounts.restartChannels()).isEmpty();
        assertThat(whole.actions()).extracting(ReloadAction::id).containsExactly("restart-channel:telegram");
        assertThat(whole.restartChannels()).containsExactly("telegram");
        assertThat(whole.has(new ReloadAction.RestartChannelAccount("telegram", "a")))
                .isFalse();
        assertThat(other.actions())
                .extracting(ReloadAction::id)
                .containsExactly("restart-channel:discord", "restart-channel-account:telegram/b");
    }

    @Test
    void restartChannels_areSorted() {
        RuleTable table =
                RuleTable.defaults().toBuilder().channel("b").channel("a").build();
        ReloadPlan plan = ReloadPlanner.plan(document("{}"), document("{channels: {b: 1, a: 1}}"), table);

        assertThat(plan.restartChannels()).containsExactly("a", "b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{models: 1}|reload-models reload-providers",
                "{agents: {list: []}}|reload-agents restart-heartbeat",
                "{bindings: []}|reload-bindings",
                "{hooks: 1}|reload-hooks",
                "{hooks: {gmail: 1}}|reload-hooks restart-gmail-watcher",
                "{browser: 1}|restart-browser-control",
                "{cron: 1}|restart-cron",
                "{heartbeat: 1}|restart-heartbeat",
                "{ui: 1}|",
                "{gateway: 1}|"
            })
    void flags_areTrueForExactlyTheActionsOfThePlan(String after, String actions) {
        ReloadPlan plan = plan("{}", after);
        Map<String, Predicate<ReloadPlan>> flags = Map.of(
                "reload-models", ReloadPlan::reloadModels,
                "reload-providers", ReloadPlan::reloadProviders,
                "reload-agents", ReloadPlan::reloadAgents,
                "reload-bindings", ReloadPlan::reloadBindings,
                "reload-hooks", ReloadPlan::reloadHooks,
                "restart-gmail-watcher", ReloadPlan::restartGmailWatcher,
                "restart-browser-control", ReloadPlan::restartBrowserControl,
                "restart-cron", ReloadPlan::restartCron,
                "restart-heartbeat", ReloadPlan::restartHeartbeat);
        List<String> expected = actions == null ? List.of() : List.of(actions.split(" "));

        flags.forEach((id, flag) -> {
            assertThat(flag.test(plan)).as(id).isEqualTo(expected.contains(id));
            assertThat(plan.has(ReloadAction.parse(id))).as(id).isEqualTo(expected.contains(id));
        });
        assertThat(plan.actions()).extracting(ReloadAction::id).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void reasons_arePathsByVerdictEachOnce() {
        ReloadPlan plan = plan(
                "{hooks: 1, plugins: 1}", "{hooks: {gmail: 1, a: 2}, plugins: {}, mcp: 1, ui: {x: 1}, logging: 2}");

        assertThat(plan.restartReasons()).hasToString("[plugins, mcp]");
        assertThat(plan.hotReasons()).hasToString("[hooks, hooks.gmail]");
        assertThat(plan.noopPaths()).hasToString("[ui, logging]");
        assertThat(plan.requiresRestart()).isTrue();
        assertThat(plan.isNoop()).isFalse();
    }

    @Test
    void isNoop_nothingButNone_isTrue() {
        assertThat(plan("{}", "{}").isNoop()).isTrue();
        assertThat(plan("{}", "{ui: 1, meta: 2}").isNoop()).isTrue();
        assertThat(plan("{}", "{ui: 1, cron: 2}").isNoop()).isFalse();
        assertThat(plan("{}", "{gateway: 1}").isNoop()).isFalse();
    }

    @Test
    void isNoop_hotWithoutActions_isFalse() {
        RuleTable table = RuleTable.builder().add(ReloadRule.hot("a")).build();
        ReloadPlan plan = ReloadPlanner.plan(document("{}"), document("{a: 1}"), table);

        assertThat(plan.isNoop()).isFalse();
        assertThat(plan.actions()).isEmpty();
        assertThat(plan.hotReasons()).hasToString("[a]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{token: 'a'}|{token: 'b'}|true",
                "{}|{token: 'b'}|true",
                "{token: 'a'}|{}|true",
                "{token: 'a'}|{token: 'a'}|false",
                "{token: 'a'}|{token: 'a', x: 1}|false",
                "{}|{a: {b: [{password: 'p'}]}}|true",
                "{a: 'http://me:one@h'}|{a: 'http://me:two@h'}|true",
                "{a: 'http://h'}|{a: 'http://i'}|false",
                "{l: [{token: 'a', x: 1}]}|{l: [{x: 2, token: 'a'}]}|false",
                "{l: [{a_token: 'a', b_token: 'b'}]}|{l: [{a_token: 'b', b_token: 'a'}]}|true",
                "{l: [{token: 'a'}]}|{l: [{token: 'a'}, {token: 'a'}]}|true",
                "{l: ['x']}|{l: {token: 'a'}}|true"
            })
    void secretsChanged_isTrueIfASecretDiffers(String before, String after, boolean expected) {
        assertThat(plan(before, after).secretsChanged()).isEqualTo(expected);
        assertThat(plan(after, before).secretsChanged()).isEqualTo(expected);
    }

    @Test
    void secretsChanged_otherOrderOfElementsWithSecrets_isFalse() {
        ReloadPlan plan = plan(
                "{model_list: [{model_name: 'a', api_key: 'k1'}, {model_name: 'b', api_key: 'k2'}]}",
                "{model_list: [{model_name: 'b', api_key: 'k2'}, {model_name: 'a', api_key: 'k1'}]}");

        assertThat(plan.hotReasons()).hasToString("[model_list]");
        assertThat(plan.secretsChanged()).isFalse();
    }

    @Test
    void equals_looksAtDocumentsAndRules() {
        ReloadPlan plan = plan("{a: 1}", "{a: 2}");

        assertThat(plan)
                .isEqualTo(new ReloadPlan(plan.base(), plan.target(), plan.ruleTableId(), plan.changes()))
                .isNotEqualTo(new ReloadPlan(plan.target(), plan.target(), plan.ruleTableId(), plan.changes()))
                .isNotEqualTo(new ReloadPlan(plan.base(), plan.base(), plan.ruleTableId(), plan.changes()))
                .isNotEqualTo(new ReloadPlan(plan.base(), plan.target(), "other", plan.changes()))
                .isNotEqualTo("plan");
    }

    private static ReloadPlan plan(String before, String after) {
        return ReloadPlanner.plan(document(before), document(after), ACCOUNTS);
    }

    private static ConfigDocument document(String json) {
        return ConfigDocument.parse("test.json", json);
    }
}
