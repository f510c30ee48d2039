// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.diff.ListIdentities;
import org.junit.jupiter.api.Test;

class RuleTableTest {

    @Test
    void fault29_builder_withNothing_hasNoRulesAndAsksForARestart() {
        RuleTable table = RuleTable.builder().build();

        assertThat(table.rules()).isEmpty();
        assertThat(table.identities()).isEqualTo(ListIdentities.none());
        assertThat(table.unmatched()).isEqualTo(Verdict.RESTART);
        assertThat(table.find(ConfigPath.parse("a"))).isEmpty();
    }

    @Test
    void fault29_add_existingPattern_isRefusedNamingBothRules() {
        RuleTable.Builder builder = RuleTable.builder()
                .add(ReloadRule.hot("weather.*", "reload-hooks").withId("first"));

        assertThatThrownBy(() -> builder.add(ReloadRule.none("weather.*").withId("second")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rule [second] has the pattern [weather.*] of rule [first]; replace it or remove it first");
        assertThat(builder.build().rules()).extracting(ReloadRule::id).containsExactly("first");
    }

    @Test
    void replace_existingPattern_takesItsPlace() {
        ReloadRule mine = ReloadRule.hot("gateway", "rebind").withId("mine");

        RuleTable table = RuleTable.defaults().toBuilder().replace(mine).build();

        assertThat(table.find(ConfigPath.parse("gateway.port"))).contains(mine);
        assertThat(table.rules()).hasSameSizeAs(RuleTable.defaults().rules());
    }

    @Test
    void replace_missingPattern_isRefused() {
        assertThatThrownBy(() -> RuleTable.builder().replace(ReloadRule.none("weather")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no rule has the pattern [weather]");
    }

    @Test
    void remove_existingPattern_leavesItUnmatched() {
        RuleTable table = RuleTable.defaults().toBuilder().remove("cron").build();

        assertThat(table.find(ConfigPath.parse("cron"))).isEmpty();
        assertThat(RuleTable.defaults().find(ConfigPath.parse("cron"))).isPresent();
    }

    @Test
    void remove_missingPattern_isRefused() {
        assertThatThrownBy(() -> RuleTable.defaults().toBuilder().remove("cron.jobs"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no rule has the pattern [cron.jobs]");
        assertThatThrownBy(() -> RuleTable.defaults().toBuilder().remove("cron[1]"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bad pattern [cron[1]]: list elements are matched by *, not by [1]");
    }

    @Test
    void fault29_find_severalMatches_moreSegmentsWin() {
        RuleTable table = RuleTable.builder()
                .add(ReloadRule.none("$"))
                .add(ReloadRule.none("a"))
                .add(ReloadRule.none("*.b"))
                .add(ReloadRule.none("*.*.*"))
                .build();

        assertThat(found(table, "$")).isEqualTo("$");
        assertThat(found(table, "x")).isEqualTo("$");
        assertThat(found(table, "a")).isEqualTo("a");
        assertThat(found(table, "a.x")).isEqualTo("a");
        assertThat(found(table, "a.b")).isEqualTo("*.b");
        assertThat(found(table, "a.b.c")).isEqualTo("*.*.*");
        assertThat(found(table, "a.b.c.d.e")).isEqualTo("*.*.*");
    }

    @Test
    void fault29_find_equalDepth_leftmostLiteralWins() {
        RuleTable table = RuleTable.builder()
                .add(ReloadRule.none("*.*.c"))
                .add(ReloadRule.none("*.b.c"))
                .add(ReloadRule.none("a.*.*"))
                .add(ReloadRule.none("a.*.c"))
                .add(ReloadRule.none("*.*.*"))
                .build();

        assertThat(found(table, "a.b.c")).isEqualTo("a.*.c");
        assertThat(found(table, "a.b.x")).isEqualTo("a.*.*");
        assertThat(found(table, "x.b.c")).isEqualTo("*.b.c");
        assertThat(found(table, "x.x.c")).isEqualTo("*.*.c");
        assertThat(found(table, "x.x.x")).isEqualTo("*.*.*");
    }

    @Test
    void find_wholeSegmentsOnly() {
        assertThat(found(RuleTable.defaults(), "agents.defaults.heartbeats")).isEqualTo("agents.defaults");
        assertThat(found(RuleTable.defaults(), "agents.defaults.heartbeat")).isEqualTo("agents.defaults.heartbeat");
        assertThat(RuleTable.defaults().find(ConfigPath.parse("skillset.x"))).isEmpty();
        assertThat(RuleTable.defaults().find(ConfigPath.of("agents.defaults"))).isEmpty();
    }

    @Test
    void find_literalAsterisk_isNoWildcard() {
        RuleTable table = RuleTable.builder().add(ReloadRule.none("a.\"*\"")).build();

        assertThat(found(table, "a.\"*\"")).isEqualTo("a.\"*\"");
        assertThat(table.find(ConfigPath.parse("a.b"))).isEmpty();
    }

    @Test
    void find_elementOfAList_isMatchedByAWildcardOnly() {
        RuleTable table = RuleTable.builder()
                .identities(ListIdentities.defaults())
                .add(ReloadRule.none("agents.list.*.model"))
                .build();

        assertThat(found(table, "agents.list[id=coder].model")).isEqualTo("agents.list.*.model");
        assertThat(found(table, "agents.list[3].model.primary")).isEqualTo("agents.list.*.model");
        assertThat(table.find(ConfigPath.parse("agents.list[id=model]"))).isEmpty();
    }

    @Test
    void fault29_build_ruleBelowAListThatIsOneUnit_isRefused() {
        for (String list : new String[] {
            "agents.list",
            "agents.dispatch.rules",
            "bindings",
            "hooks.mappings",
            "model_list",
            "models.providers.*.models"
        }) {
            RuleTable.Builder builder = RuleTable.defaults().toBuilder()
                    .identities(ListIdentities.none())
                    .add(ReloadRule.none(list + ".*.x").withId("mine"));

            assertThatThrownBy(builder::build)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("rule [mine] can never match: [" + list
                            + "] is a list that is compared as one unit; give its elements an identity first");
            assertThat(builder.identity(list, "id").build().rules())
                    .hasSize(RuleTable.defaults().rules().size() + 1);
        }
    }

    @Test
    void build_ruleBelowASectionThatThisTableDoesNotKnowAsAList_isFine() {
        RuleTable table = RuleTable.builder()
                .add(ReloadRule.none("bindings.web"))
                .add(ReloadRule.hot("agents.list.coder", "reload-agents"))
                .build();

        assertThat(found(table, "bindings.web.port")).isEqualTo("bindings.web");
        assertThat(found(table, "agents.list.coder.model")).isEqualTo("agents.list.coder");
    }

    @Test
    void list_ofAHost_refusesRulesBelowItWithoutAnIdentity() {
        RuleTable.Builder builder = RuleTable.builder().list("jobs").add(ReloadRule.none("jobs.*.every"));

        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rule [jobs.*.every] can never match: [jobs] is a list that is compared as one unit;"
                        + " give its elements an identity first");
        assertThat(builder.identity("jobs", "name").build())
                .isEqualTo(RuleTable.builder()
                        .identity("jobs", "name")
                        .add(ReloadRule.none("jobs.*.every"))
                        .build());
        assertThatThrownBy(() -> builder.list("a[0]"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bad pattern [a[0]]: list elements are matched by *, not by [0]");
    }

    @Test
    void add_idOfAnotherRule_isRefusedNamingBothPatterns() {
        RuleTable.Builder builder = RuleTable.builder().add(ReloadRule.none("a").withId("mine"));

        assertThatThrownBy(() -> builder.add(ReloadRule.none("b").withId("mine")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rule [mine] stands for the pattern [a] already; the rule for [b] needs another id");
        assertThatThrownBy(() -> builder.add(ReloadRule.none("b"))
                        .replace(ReloadRule.hot("b").withId("mine")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rule [mine] stands for the pattern [a] already; the rule for [b] needs another id");
        assertThat(builder.build().rules()).extracting(ReloadRule::id).containsExactly("mine", "b");
    }

    @Test
    void add_idThatIsFreeAgain_isFine() {
        RuleTable.Builder builder = RuleTable.builder()
                .add(ReloadRule.none("a").withId("one"))
                .add(ReloadRule.none("b").withId("two"));

        builder.replace(ReloadRule.hot("a").withId("three"))
                .remove("b")
                .add(ReloadRule.none("c").withId("one"))
                .add(ReloadRule.none("d").withId("two"))
                .replace(ReloadRule.restart("d").withId("two"));

        assertThat(builder.build().rules()).extracting(ReloadRule::id).containsExactly("three", "one", "two");
    }

    @Test
    void channel_oneOfItsPatternsIsTaken_addsNone() {
        RuleTable.Builder builder = RuleTable.builder().add(ReloadRule.none("channel_list.telegram.accounts.default"));

        assertThatThrownBy(() -> builder.channelWithAccounts("telegram")).isInstanceOf(IllegalArgumentException.class);
        assertThat(builder.build().rules()).hasSize(1);
    }

    @Test
    void build_ruleBelowOneProvidersModelsThatAreOneUnit_isRefused() {
        RuleTable.Builder builder = RuleTable.defaults().toBuilder()
                .identities(ListIdentities.none())
                .add(ReloadRule.none("models.providers.openai.models.*"));

        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rule [models.providers.openai.models.*] can never match: [models.providers.*.models] is a"
                        + " list that is compared as one unit; give its elements an identity first");
    }

    @Test
    void build_ruleThatNamesAnElementByAKey_isRefused() {
        RuleTable.Builder builder = RuleTable.defaults().toBuilder().add(ReloadRule.none("agents.list.coder.model"));

        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "rule [agents.list.coder.model] can never match: [agents.list] is a list, whose elements are"
                                + " matched by *, not by [coder]");
    }

    @Test
    void channel_bothSpellings_becomeHot() {
        RuleTable table = RuleTable.defaults().toBuilder().channel("my chat").build();

        for (String section : new String[] {"channels", "channel_list"}) {
            ReloadRule rule = table.find(ConfigPath.of(section, "my chat", "accounts", "work", "token"))
                    .orElseThrow();
            assertThat(rule.id()).isEqualTo(section + ".\"my chat\"");
            assertThat(rule.verdict()).isEqualTo(Verdict.HOT);
            assertThat(rule.actions()).hasToString("[restart-channel:my%20chat]");
            assertThat(found(table, section)).isEqualTo(section);
            assertThat(found(table, section + ".other")).isEqualTo(section);
        }
    }

    @Test
    void channelWithAccounts_accountsHaveTheirOwnRule() {
        RuleTable table =
                RuleTable.defaults().toBuilder().channelWithAccounts("telegram").build();

        for (String section : new String[] {"channels", "channel_list"}) {
            assertThat(actions(table, section + ".telegram")).isEqualTo("[restart-channel:telegram]");
            assertThat(actions(table, section + ".telegram.token")).isEqualTo("[restart-channel:telegram]");
            assertThat(actions(table, section + ".telegram.accounts")).isEqualTo("[restart-channel:telegram]");
            assertThat(actions(table, section + ".telegram.accounts.default.token"))
                    .isEqualTo("[restart-channel:telegram]");
            assertThat(actions(table, section + ".telegram.accounts.work.token"))
                    .isEqualTo("[restart-channel-account:telegram/$1]");
            assertThat(found(table, section + ".discord.accounts.work")).isEqualTo(section);
        }
    }

    @Test
    void channel_saidTwice_isRefused() {
        RuleTable.Builder builder = RuleTable.defaults().toBuilder().channel("telegram");

        assertThatThrownBy(() -> builder.channelWithAccounts("telegram"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rule [channels.telegram] has the pattern [channels.telegram] of rule [channels.telegram];"
                        + " replace it or remove it first");
    }

    @Test
    void id_equalTablesInAnyOrder_isTheSame() {
        RuleTable one = RuleTable.builder()
                .add(ReloadRule.none("a"))
                .add(ReloadRule.hot("b", "reload-models"))
                .identity("l", "id")
                .identity("m", "name")
                .build();
        RuleTable other = RuleTable.builder()
                .identity("m", "name")
                .identity("l", "id")
                .add(ReloadRule.hot("b", "reload-models"))
                .add(ReloadRule.none("a"))
                .build();

        assertThat(one.id()).isEqualTo(other.id()).matches("[0-9a-f]{16}");
        assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
        assertThat(one).hasToString("RuleTable[" + one.id() + ", 2 rules]");
    }

    @Test
    void id_anyDifference_givesAnother() {
        RuleTable.Builder base = RuleTable.builder().add(ReloadRule.hot("a", "reload-models"));
        RuleTable table = base.build();
        RuleTable.Builder[] others = {
            RuleTable.builder().add(ReloadRule.hot("b", "reload-models").withId("a")),
            RuleTable.builder().add(ReloadRule.hot("a", "reload-agents")),
            RuleTable.builder().add(ReloadRule.hot("a", "reload-models").withId("mine")),
            RuleTable.builder().add(ReloadRule.hot("a", "reload-models").withReason("because")),
            RuleTable.builder().add(ReloadRule.restart("a")),
            table.toBuilder().add(ReloadRule.none("c")),
            table.toBuilder().identity("l", "id"),
            table.toBuilder().unmatched(Verdict.NONE)
        };

        for (RuleTable.Builder other : others) {
            assertThat(other.build().id()).isNotEqualTo(table.id());
            assertThat(other.build()).isNotEqualTo(table);
        }
        assertThat(table.toBuilder().build()).isEqualTo(table);
        assertThat(table.toBuilder().build().id()).isEqualTo(table.id());
    }

    @Test
    void id_textsThatRunTogether_giveAnother() {
        RuleTable one = RuleTable.builder().identity("a", "b, c=d").build();
        RuleTable other =
                RuleTable.builder().identity("a", "b").identity("c", "d").build();

        assertThat(one.id()).isNotEqualTo(other.id());
    }

    @Test
    void toBuilder_changes_doNotReachTheTable() {
        RuleTable table = RuleTable.builder().add(ReloadRule.none("a")).build();

        table.toBuilder()
                .add(ReloadRule.none("b"))
                .identity("l", "id")
                .unmatched(Verdict.HOT)
                .build();

        assertThat(table.rules()).hasSize(1);
        assertThat(table.identities()).isEqualTo(ListIdentities.none());
        assertThat(table.unmatched()).isEqualTo(Verdict.RESTART);
    }

    private static String found(RuleTable table, String path) {
        return table.find(ConfigPath.parse(path)).orElseThrow().id();
    }

    private static String actions(RuleTable table, String path) {
        return table.find(ConfigPath.parse(path)).orElseThrow().actions().toString();
    }
}
