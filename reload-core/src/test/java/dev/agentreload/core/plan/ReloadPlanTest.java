// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.agentreload.core.config.ConfigDocument;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
                "{hooks: 1, discovery: 1}",
                "{hooks: {gmail: 1, a: 2}, discovery: {}, weather: 1, ui: {x: 1}, logging: 2}");

        assertThat(plan.restartReasons()).hasToString("[discovery, weather]");
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

    /** Counted in bytes: a change is looked through once, however many rules are about parts of it. */
    @Test
    void secretsChanged_oneChangeWithManyParts_costsNoMoreThanItsSize() {
        long few = allocatedForSecrets(50);

        assertThat(allocatedForSecrets(400)).isLessThan(16 * few);
    }

    private static long allocatedForSecrets(int accounts) {
        String all = IntStream.range(0, accounts)
                .mapToObj(i -> "a" + i + ": {x: 1}")
                .collect(Collectors.joining(",", "{channels: {telegram: {accounts: {", "}}}}"));
        ReloadPlan plan = plan("{}", all);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadAllocatedBytes();
        boolean changed = plan.secretsChanged();
        long allocated = threads.getCurrentThreadAllocatedBytes() - start;
        assertThat(changed).isFalse();
        assertThat(plan.changes()).hasSize(accounts);
        return allocated;
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
    void equals_looksAtWhatTheChangesSay() {
        ReloadPlan plan = plan("{cron: 1, a: {x: 1, y: 1}}", "{cron: 2, a: {x: 2, y: 2}, ui: 1}");
        List<PlannedChange> reversed = new ArrayList<>(plan.changes());
        Collections.reverse(reversed);
        PlannedChange cron = plan.changes().get(0);

        assertThat(with(plan, reversed)).isEqualTo(plan).hasSameHashCodeAs(plan);
        for (PlannedChange other : List.of(
                new PlannedChange(
                        cron.change(), cron.path(), cron.rule(), Verdict.RESTART, cron.actions(), cron.reason()),
                new PlannedChange(cron.change(), cron.path(), cron.rule(), cron.verdict(), List.of(), cron.reason()),
                new PlannedChange(
                        cron.change(), cron.path(), Optional.empty(), cron.verdict(), cron.actions(), cron.reason()),
                new PlannedChange(
                        cron.change(),
                        cron.path().key("x"),
                        cron.rule(),
                        cron.verdict(),
                        cron.actions(),
                        cron.reason()))) {
            List<PlannedChange> changes = new ArrayList<>(plan.changes());
            changes.set(0, other);
            assertThat(with(plan, changes)).isNotEqualTo(plan);
        }
        assertThat(with(plan, plan.changes().subList(1, 3))).isNotEqualTo(plan);
    }

    private static ReloadPlan with(ReloadPlan plan, List<PlannedChange> changes) {
        return new ReloadPlan(plan.base(), plan.target(), plan.ruleTableId(), changes);
    }

    /** The order of keys in a file says nothing, so the index of a new one does not either. */
    @Test
    void equals_otherOrderOfNewKeys_makesNoDifference() {
        ReloadPlan plan = plan("{}", "{cron: 1, ui: {a: 1}, weather: 1, hooks: {x: 1, gmail: 1}}");

        assertThat(plan("{}", "{weather: 1, hooks: {gmail: 1, x: 1}, ui: {a: 1}, cron: 1}"))
                .isEqualTo(plan)
                .hasSameHashCodeAs(plan);
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
