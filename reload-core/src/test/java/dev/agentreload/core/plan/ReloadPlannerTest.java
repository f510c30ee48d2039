// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigReader;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ReloadPlannerTest {

    private static final RuleTable ACCOUNTS =
            RuleTable.defaults().toBuilder().channelWithAccounts("telegram").build();

    @Test
    void plan_equalDocuments_hasNoChanges() {
        assertThat(plan(RuleTable.defaults(), "{a: 1}", "{a: 1.0}")).isEmpty();
    }

    @Test
    void plan_additionOfAParent_reachesTheRulesBelowIt() {
        assertThat(plan(RuleTable.defaults(), "{}", "{hooks: {gmail: {label: 'x'}}}"))
                .containsExactly("hooks.gmail HOT by hooks.gmail [restart-gmail-watcher, reload-hooks]");
        assertThat(plan(RuleTable.defaults(), "{}", "{hooks: {gmail: {label: 'x'}, path: '/h', on: true}}"))
                .containsExactly(
                        "hooks.gmail HOT by hooks.gmail [restart-gmail-watcher, reload-hooks]",
                        "hooks HOT by hooks [reload-hooks]");
    }

    @Test
    void plan_removalOfAParent_reachesTheRulesBelowIt() {
        assertThat(plan(RuleTable.defaults(), "{hooks: {path: '/h', gmail: {}}}", "{}"))
                .containsExactly(
                        "hooks HOT by hooks [reload-hooks]",
                        "hooks.gmail HOT by hooks.gmail [restart-gmail-watcher, reload-hooks]");
    }

    @Test
    void plan_additionOfAListWithoutIdentities_isDecidedAsAWhole() {
        RuleTable voices = RuleTable.defaults().toBuilder()
                .add(ReloadRule.none("agents.list.*.voice"))
                .build();

        assertThat(plan(voices, "{}", "{agents: {list: [{voice: 'a'}, 'b']}}"))
                .containsExactly("agents.list HOT by agents.list [reload-agents, restart-heartbeat]");
        assertThat(plan(voices, "{agents: {list: [{id: 'a', voice: 'a'}, {id: 'b', name: 'b'}]}}", "{}"))
                .containsExactly(
                        "agents.list HOT by agents.list [reload-agents, restart-heartbeat]",
                        "agents.list[id=a].voice NONE by agents.list.*.voice []");
    }

    @Test
    void plan_otherType_isARemovalAndAnAddition() {
        assertThat(plan(RuleTable.defaults(), "{gateway: {reload: {mode: 'hot'}}}", "{gateway: 'off'}"))
                .containsExactly("gateway.reload NONE by gateway.reload []", "gateway RESTART by gateway []");
        assertThat(plan(RuleTable.defaults(), "{gateway: {reload: {mode: 'hot'}}}", "{gateway: {reload: null}}"))
                .containsExactly("gateway.reload NONE by gateway.reload []");
    }

    @Test
    void plan_emptyContainer_countsAsAPath() {
        assertThat(plan(RuleTable.defaults(), "{}", "{hooks: {}}"))
                .containsExactly("hooks HOT by hooks [reload-hooks]");
        assertThat(plan(RuleTable.defaults(), "{}", "{agents: {list: [], defaults: {}}}"))
                .containsExactly(
                        "agents.list HOT by agents.list [reload-agents, restart-heartbeat]",
                        "agents.defaults HOT by agents.defaults [reload-agents, restart-heartbeat]");
        assertThat(plan(RuleTable.defaults(), "{}", "{agents: {}}")).containsExactly("agents RESTART by no rule []");
    }

    @Test
    void plan_manyPartsUnderOneRule_areOnePlannedChange() {
        assertThat(plan(RuleTable.defaults(), "{}", "{channels: {a: {x: 1, y: 2}, b: 3, c: [4, 5]}}"))
                .containsExactly("channels RESTART by channels []");
    }

    @Test
    void plan_unmatchedParts_areOnePlannedChangeAtThePlaceThatHoldsThem() {
        assertThat(plan(RuleTable.defaults(), "{}", "{agents: {list: [], owners: {a: {b: 1}}}}"))
                .containsExactly(
                        "agents.list HOT by agents.list [reload-agents, restart-heartbeat]",
                        "agents.owners RESTART by no rule []");
        assertThat(plan(RuleTable.defaults(), "{agents: {one: 1, list: [], two: 2}}", "{}"))
                .containsExactly(
                        "agents.list HOT by agents.list [reload-agents, restart-heartbeat]",
                        "agents RESTART by no rule []");
        assertThat(plan(RuleTable.defaults(), "{}", "{weather: {a: 1, b: 2}}"))
                .containsExactly("weather RESTART by no rule []");
    }

    @Test
    void plan_unmatchedPath_hasTheVerdictOfTheTable() {
        for (Verdict verdict : Verdict.values()) {
            RuleTable table =
                    RuleTable.defaults().toBuilder().unmatched(verdict).build();
            assertThat(plan(table, "{weather: 1}", "{weather: 2}"))
                    .containsExactly("weather " + verdict + " by no rule []");
        }
    }

    @Test
    void plan_keyThatBeginsLikeANote_isOneAtTheRootAlone() {
        assertThat(plan(RuleTable.defaults(), "{agents: {$a: 1, _b: 1}}", "{agents: {$a: 2, _b: 2}, _note: 1}"))
                .containsExactly(
                        "agents.\"$a\" RESTART by no rule []",
                        "agents._b RESTART by no rule []",
                        "_note NONE by notes []");
    }

    @Test
    void plan_agentField_namesAgentAndField() {
        assertThat(plan(
                        RuleTable.defaults(),
                        "{agents: {list: [{id: 'main'}, {id: 'coder', model: 'a'}]}}",
                        "{agents: {list: [{id: 'main'}, {id: 'coder', model: 'b'}]}}"))
                .containsExactly("agents.list[id=coder].model HOT by agents.list [reload-agents, restart-heartbeat]");
    }

    @Test
    void plan_otherOrder_isAboutTheList() {
        assertThat(plan(
                        RuleTable.defaults(),
                        "{agents: {list: [{id: 'a'}, {id: 'b'}]}}",
                        "{agents: {list: [{id: 'b'}, {id: 'a'}]}}"))
                .containsExactly("agents.list HOT by agents.list [reload-agents, restart-heartbeat]");
    }

    @Test
    void plan_accountOfAChannel_restartsTheAccount() {
        assertThat(plan(
                        ACCOUNTS,
                        "{channels: {telegram: {accounts: {work: {token: 'a'}}}}}",
                        "{channels: {telegram: {accounts: {work: {token: 'b'}}}}}"))
                .containsExactly("channels.telegram.accounts.work.token HOT by channels.telegram.accounts.*"
                        + " [restart-channel-account:telegram/work]");
    }

    @Test
    void plan_defaultAccountAndAllAboveTheAccounts_restartTheChannel() {
        for (String section : List.of("channels", "channel_list")) {
            String whole = " [restart-channel:telegram]";
            assertThat(plan(
                            ACCOUNTS,
                            telegram(section, "accounts: {default: 1}"),
                            telegram(section, "accounts: {default: 2}")))
                    .containsExactly(section + ".telegram.accounts.default HOT by " + section
                            + ".telegram.accounts.default" + whole);
            assertThat(plan(ACCOUNTS, telegram(section, "token: 'a'"), telegram(section, "token: 'b'")))
                    .containsExactly(section + ".telegram.token HOT by " + section + ".telegram" + whole);
            assertThat(plan(ACCOUNTS, telegram(section, ""), telegram(section, "accounts: {}")))
                    .containsExactly(section + ".telegram.accounts HOT by " + section + ".telegram" + whole);
        }
    }

    @Test
    void plan_wholeChannelAdded_hasItsAccountsToo() {
        assertThat(plan(ACCOUNTS, "{channels: {}}", telegram("channels", "token: 1, accounts: {a: {}, 'b c': {x: 1}}")))
                .containsExactly(
                        "channels.telegram HOT by channels.telegram [restart-channel:telegram]",
                        "channels.telegram.accounts.a HOT by channels.telegram.accounts.*"
                                + " [restart-channel-account:telegram/a]",
                        "channels.telegram.accounts.\"b c\" HOT by channels.telegram.accounts.*"
                                + " [restart-channel-account:telegram/b%20c]");
    }

    @Test
    void plan_keyOfAnyKind_isCaptured() {
        RuleTable table = RuleTable.builder()
                .add(ReloadRule.hot("channels.*.accounts.*", "restart-channel-account:$1/$2"))
                .build();
        Map<String, String> ids = Map.of(
                "", "",
                "a.b", "a.b",
                "a/b", "a%2Fb",
                "*", "%2A",
                "[0]", "%5B0%5D",
                "\"", "%22",
                "\uD83D\uDE00", "%F0%9F%98%80",
                "\uD800", "%EF%BF%BD");

        ids.forEach((key, id) -> assertThat(ReloadPlanner.plan(
                                document("{}"),
                                ConfigReader.standard()
                                        .read(
                                                "map",
                                                Map.of("channels", Map.of(key, Map.of("accounts", Map.of(key, 1)))))
                                        .orThrow(),
                                table)
                        .actions())
                .extracting(ReloadAction::id)
                .containsExactly("restart-channel-account:" + id + "/" + id));
    }

    @Test
    void plan_identitySegment_isCaptured() {
        RuleTable table = RuleTable.defaults().toBuilder()
                .add(ReloadRule.hot("agents.list.*", "wake:$1"))
                .add(ReloadRule.hot("agents.list.*.*", "wake:$1:$2"))
                .build();

        assertThat(plan(table, "{}", "{agents: {list: [{id: 'a b', model: 1}, {id: 7}, {id: true}, {id: true}]}}"))
                .containsExactly(
                        "agents.list[id=\"a b\"].id HOT by agents.list.*.* [wake:a%20b:id]",
                        "agents.list[id=\"a b\"].model HOT by agents.list.*.* [wake:a%20b:model]",
                        "agents.list[id=7].id HOT by agents.list.*.* [wake:7:id]",
                        "agents.list[id=true].id HOT by agents.list.*.* [wake:true:id]");
        assertThat(plan(table, "{agents: {list: []}}", "{agents: {list: [{id: 'a'}, 5]}}"))
                .containsExactly("agents.list HOT by agents.list [reload-agents, restart-heartbeat]");
    }

    @Test
    void plan_listWithIdentitiesAgainstOneWithout_isOpenedWhereItHasThem() {
        RuleTable table = RuleTable.defaults().toBuilder()
                .add(ReloadRule.restart("agents.list.*.workspace"))
                .build();

        assertThat(plan(table, "{agents: {list: [{id: 'a', workspace: '/a'}]}}", "{agents: {list: [5]}}"))
                .containsExactly(
                        "agents.list HOT by agents.list [reload-agents, restart-heartbeat]",
                        "agents.list[id=a].workspace RESTART by agents.list.*.workspace []");
    }

    @Test
    void plan_equalInputs_areEqual() {
        ReloadPlan one = ReloadPlanner.plan(document("{cron: 1}"), document("{cron: 2, weather: 1}"));
        ReloadPlan other = ReloadPlanner.plan(document("{ cron: 1.0 }"), document("{ weather: 1, cron: 2 }"));

        assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
        assertThat(one.ruleTableId()).isEqualTo(RuleTable.defaults().id());
        assertThat(one).isNotEqualTo(ReloadPlanner.plan(document("{cron: 1}"), document("{cron: 3, weather: 1}")));
        assertThat(one)
                .isNotEqualTo(ReloadPlanner.plan(document("{cron: 1}"), document("{cron: 2, weather: 1}"), ACCOUNTS));
    }

    private static String telegram(String section, String content) {
        return "{" + section + ": {telegram: {" + content + "}}}";
    }

    private static List<String> plan(RuleTable table, String before, String after) {
        return ReloadPlanner.plan(document(before), document(after), table).changes().stream()
                .map(ReloadPlannerTest::describe)
                .toList();
    }

    private static String describe(PlannedChange change) {
        return change.path() + " " + change.verdict() + " by "
                + change.rule().map(ReloadRule::id).orElse("no rule") + " "
                + change.actions().stream().map(ReloadAction::id).collect(Collectors.toList());
    }

    private static ConfigDocument document(String json) {
        return ConfigDocument.parse("test.json", json);
    }
}
