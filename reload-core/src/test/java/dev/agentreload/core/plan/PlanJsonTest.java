// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.JsonText;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Programs read these fields: a change here is a change for them. */
class PlanJsonTest {

    @Test
    void toMap_hasExactlyTheseFieldsInThisOrder() {
        Map<String, Object> map = plan("{ui: 1}", "{ui: 2}").toMap();

        assertThat(map.keySet())
                .containsExactly(
                        "base",
                        "target",
                        "ruleTable",
                        "secretsChanged",
                        "noop",
                        "requiresRestart",
                        "actions",
                        "restartReasons",
                        "hotReasons",
                        "noopPaths",
                        "changes");
        assertThat((List<?>) map.get("changes"))
                .singleElement()
                .satisfies(change -> assertThat(
                                ((Map<?, ?>) change).keySet().stream().map(String::valueOf))
                        .containsExactly(
                                "path",
                                "kind",
                                "verdict",
                                "rule",
                                "reason",
                                "actions",
                                "old",
                                "new",
                                "oldPosition",
                                "newPosition"));
    }

    @Test
    void toMap_identifiesDocumentsAndRules() {
        ReloadPlan plan = plan("{ui: 1}", "{ui: 2}");

        assertThat(plan.toMap())
                .containsEntry("base", plan.base().contentId())
                .containsEntry("target", plan.target().contentId())
                .containsEntry("ruleTable", RuleTable.defaults().id());
    }

    @Test
    void toMap_everyKindAndVerdict_isInLowerCase() {
        assertThat(json(
                        "{ui: 1, weather: 1, agents: {list: [{id: 'a'}, {id: 'b'}]}}",
                        "{ui: 2, agents: {list: [{id: 'b'}, {id: 'a'}]}, cron: {token: 'x'}}"))
                .isEqualTo("""
                {
                  "secretsChanged" : true,
                  "noop" : false,
                  "requiresRestart" : true,
                  "actions" : [
                    "reload-agents",
                    "restart-cron",
                    "restart-heartbeat"
                  ],
                  "restartReasons" : [
                    "weather"
                  ],
                  "hotReasons" : [
                    "agents.list",
                    "cron"
                  ],
                  "noopPaths" : [
                    "ui"
                  ],
                  "changes" : [
                    {
                      "path" : "ui",
                      "kind" : "replaced",
                      "verdict" : "none",
                      "rule" : "ui",
                      "reason" : "takes effect when it is read",
                      "actions" : [ ],
                      "old" : 1,
                      "new" : 2,
                      "oldPosition" : "before.json:1:6",
                      "newPosition" : "after.json:1:6"
                    },
                    {
                      "path" : "weather",
                      "kind" : "removed",
                      "verdict" : "restart",
                      "rule" : null,
                      "reason" : "no rule matches it",
                      "actions" : [ ],
                      "old" : 1,
                      "new" : null,
                      "oldPosition" : "before.json:1:18",
                      "newPosition" : null
                    },
                    {
                      "path" : "agents.list",
                      "kind" : "reordered",
                      "verdict" : "hot",
                      "rule" : "agents.list",
                      "reason" : "changed agents are built beside the old ones",
                      "actions" : [
                        "reload-agents",
                        "restart-heartbeat"
                      ],
                      "order" : [
                        "b",
                        "a"
                      ],
                      "oldPosition" : "before.json:1:36",
                      "newPosition" : "after.json:1:24"
                    },
                    {
                      "path" : "cron",
                      "kind" : "added",
                      "verdict" : "hot",
                      "rule" : "cron",
                      "reason" : "the scheduler is stopped and started",
                      "actions" : [
                        "restart-cron"
                      ],
                      "old" : null,
                      "new" : {
                        "token" : "***"
                      },
                      "oldPosition" : null,
                      "newPosition" : "after.json:1:55"
                    }
                  ]
                }""");
    }

    @Test
    void toJson_nothingToDo_isEmptyLists() {
        assertThat(json("{}", "{}")).isEqualTo("""
                {
                  "secretsChanged" : false,
                  "noop" : true,
                  "requiresRestart" : false,
                  "actions" : [ ],
                  "restartReasons" : [ ],
                  "hotReasons" : [ ],
                  "noopPaths" : [ ],
                  "changes" : [ ]
                }""");
    }

    @Test
    void toMap_accountOfAChannelThatRestartsWhole_isAnActionOfItsChangeAlone() {
        RuleTable rules =
                RuleTable.defaults().toBuilder().channelWithAccounts("telegram").build();
        Map<String, Object> map = ReloadPlanner.plan(
                        ConfigDocument.parse("a", "{channels: {telegram: {x: 1, accounts: {work: {y: 1}}}}}"),
                        ConfigDocument.parse("b", "{channels: {telegram: {x: 2, accounts: {work: {y: 2}}}}}"),
                        rules)
                .toMap();

        assertThat(map).containsEntry("actions", List.of("restart-channel:telegram"));
        assertThat(JsonText.compact(map.get("changes"))).contains("restart-channel-account:telegram/work");
    }

    @Test
    void toJson_isTheMapAsText() {
        ReloadPlan plan = plan("{}", "{cron: 1}");

        assertThat(plan.toJson()).isEqualTo(JsonText.pretty(plan.toMap()));
        assertThat(ConfigDocument.parse("plan.json", plan.toJson()).root().keys())
                .containsExactlyElementsOf(plan.toMap().keySet());
    }

    @Test
    void toJson_secrets_areNotInIt() {
        assertThat(plan("{cron: {token: 'SECRET-1'}}", "{cron: {token: 'SECRET-2'}, x: {env: {A: 'SECRET-3'}}}")
                        .toJson())
                .doesNotContain("SECRET")
                .contains("\"secretsChanged\" : true");
    }

    private static String json(String before, String after) {
        return plan(before, after).toJson().replaceAll("  \"(base|target|ruleTable)\" : \"[0-9a-f]{16}\",\n", "");
    }

    private static ReloadPlan plan(String before, String after) {
        return ReloadPlanner.plan(
                ConfigDocument.parse("before.json", before), ConfigDocument.parse("after.json", after));
    }
}
