package dev.agentreload.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.config.ConfigDocument;
import org.junit.jupiter.api.Test;

class PlanExplanationTest {

    @Test
    void explain_noChange_saysSoInOneLine() {
        assertThat(explain("{}", "{}")).isEqualTo("nothing to do: 0 changes, base ID, target ID\n");
    }

    @Test
    void explain_hotChange_isATableAndTheActions() {
        assertThat(explain(
                        "{agents: {list: [{id: 'coder', model: 'gpt-5'}]}, ui: {theme: 'a'}}",
                        "{agents: {list: [{id: 'coder', model: 'gpt-6'}]}, ui: {theme: 'b'}, cron: {}}"))
                .isEqualTo("""
                hot: 3 changes, base ID, target ID
                VERDICT  PATH                         CHANGE              RULE         ACTIONS
                HOT      agents.list[id=coder].model  "gpt-5" -> "gpt-6"  agents.list  reload-agents, restart-heartbeat
                NONE     ui.theme                     "a" -> "b"          ui           -
                HOT      cron                         added {}            cron         restart-cron
                actions: reload-agents, restart-cron, restart-heartbeat
                """);
    }

    @Test
    void explain_restart_saysWhy() {
        assertThat(explain("{gateway: {port: 1}, mcp: [1]}", "{gateway: {port: 2}}"))
                .isEqualTo("""
                restart needed: 2 changes, base ID, target ID
                VERDICT  PATH          CHANGE       RULE       ACTIONS
                RESTART  gateway.port  1 -> 2       gateway    -
                RESTART  mcp           removed [1]  (no rule)  -
                restart because of gateway.port: the gateway binds its port and its settings at the start
                restart because of mcp: no rule knows it
                """);
    }

    @Test
    void explain_moreThanThereIsRoomFor_saysHowManyMore() {
        ReloadPlan plan = ReloadPlanner.plan(document("{}"), document("{mcp: 1, ui: 2, plugins: 3, web: 4}"));

        assertThat(withoutIds(plan.explain(2))).isEqualTo("""
                restart needed: 4 changes, base ID, target ID
                VERDICT  PATH  CHANGE   RULE       ACTIONS
                RESTART  mcp   added 1  (no rule)  -
                NONE     ui    added 2  ui         -
                and 2 more
                restart because of mcp: no rule knows it
                restart because of plugins: plugins are loaded at the start
                and 1 more
                """);
    }

    @Test
    void explain_ruleWithoutAReason_namesThePathOnly() {
        RuleTable table = RuleTable.builder().add(ReloadRule.restart("a")).build();

        assertThat(explain("{}", "{a: 1}", table)).isEqualTo("""
                restart needed: 1 change, base ID, target ID
                VERDICT  PATH  CHANGE   RULE  ACTIONS
                RESTART  a     added 1  a     -
                restart because of a
                """);
    }

    @Test
    void explain_noopChange_saysNothingToDo() {
        assertThat(explain("{ui: 1}", "{}")).isEqualTo("""
                nothing to do: 1 change, base ID, target ID
                VERDICT  PATH  CHANGE     RULE  ACTIONS
                NONE     ui    removed 1  ui    -
                """);
    }

    @Test
    void explain_partsOfAChange_doNotRepeatItsValue() {
        assertThat(explain("{}", "{hooks: {gmail: {label: 'x'}, path: '/h'}}")).isEqualTo("""
                hot: 2 changes, base ID, target ID
                VERDICT  PATH         CHANGE                                     RULE         ACTIONS
                HOT      hooks.gmail  added                                      hooks.gmail  restart-gmail-watcher, reload-hooks
                HOT      hooks        added {"gmail":{"label":"x"},"path":"/h"}  hooks        reload-hooks
                actions: reload-hooks, restart-gmail-watcher
                """);
        assertThat(explain("{hooks: {gmail: 1}}", "{}")).contains("HOT      hooks.gmail  removed  hooks.gmail  ");
        assertThat(explain("{hooks: {gmail: 1}}", "{hooks: 'off'}"))
                .contains("hooks.gmail  replaced              hooks.gmail  ")
                .contains("hooks        {\"gmail\":1} -> \"off\"  hooks        ");
    }

    @Test
    void explain_otherOrder_saysSo() {
        assertThat(explain(
                        "{model_list: [{model_name: 'a'}, {model_name: 'b'}]}",
                        "{model_list: [{model_name: 'b'}, {model_name: 'a'}]}"))
                .contains("HOT      model_list  another order  model_list  reload-models, reload-providers\n");
    }

    @Test
    void explain_secrets_areNeverShown() {
        assertThat(
                        explain(
                                "{cron: {token: 'SECRET-1', api_keys: ['SECRET-2'], url: 'ftp://u:SECRET-3@h', x: 1}}",
                                "{cron: {token: 'SECRET-4', api_keys: ['SECRET-5'], url: 'ftp://u:SECRET-6@h', x: {secret: 'SECRET-7'}}}"))
                .isEqualTo("""
                hot: 4 changes, base ID, target ID, secrets changed
                VERDICT  PATH           CHANGE                 RULE  ACTIONS
                HOT      cron.token     another secret         cron  restart-cron
                HOT      cron.api_keys  another secret         cron  restart-cron
                HOT      cron.url       another secret         cron  restart-cron
                HOT      cron.x         1 -> {"secret":"***"}  cron  restart-cron
                actions: restart-cron
                """);
        assertThat(explain("{cron: {token: 'SECRET'}}", "{cron: {}}"))
                .contains("HOT      cron.token  removed \"***\"  cron  restart-cron\n");
        assertThat(explain("{cron: {token: 'SECRET'}}", "{cron: {token: true}}"))
                .contains("\"***\" -> true");
    }

    @Test
    void explain_onlySecretsDiffer_haveOneContentIdAndSaySo() {
        ReloadPlan plan = ReloadPlanner.plan(document("{cron: {token: 'a'}}"), document("{cron: {token: 'b'}}"));
        String id = plan.base().contentId();

        assertThat(plan.target().contentId()).isEqualTo(id);
        assertThat(plan).hasToString("hot: 1 change, base " + id + ", target " + id + ", secrets changed");
        assertThat(plan.explain()).startsWith(plan + "\n");
    }

    @Test
    void explain_longValue_isCutBetweenCharacters() {
        String forty = "x".repeat(38);
        String smiles = "x".repeat(35) + "\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00";

        assertThat(explain("{}", "{cron: '" + forty + "'}")).contains("added \"" + forty + "\"  cron");
        assertThat(explain("{}", "{cron: '" + forty + "x'}")).contains("added \"" + "x".repeat(36) + "...  cron");
        assertThat(explain("{}", "{cron: '" + smiles.substring(1) + "x'}"))
                .contains("added \"" + "x".repeat(34) + "\uD83D\uDE00...  cron");
        assertThat(explain("{}", "{cron: '" + smiles + "'}")).contains("added \"" + "x".repeat(35) + "...  cron");
    }

    @Test
    void explain_oddKeys_stayOnOneLine() {
        assertThat(explain("{}", "{cron: {'a\\nb': {'': '\\n'}}}"))
                .contains("HOT      cron  added {\"a\\nb\":{\"\":\"\\n\"}}  cron  restart-cron\n");
        assertThat(explain("{cron: {'a\\nb': 1}}", "{cron: {'a\\nb': 2}}"))
                .contains("HOT      cron.\"a\\nb\"  1 -> 2  cron  restart-cron\n");
    }

    private static String explain(String before, String after) {
        return explain(before, after, RuleTable.defaults());
    }

    private static String explain(String before, String after, RuleTable table) {
        return withoutIds(
                ReloadPlanner.plan(document(before), document(after), table).explain());
    }

    private static String withoutIds(String explanation) {
        return explanation.replaceFirst("base [0-9a-f]{16}, target [0-9a-f]{16}", "base ID, target ID");
    }

    private static ConfigDocument document(String json) {
        return ConfigDocument.parse("test.json", json);
    }
}
