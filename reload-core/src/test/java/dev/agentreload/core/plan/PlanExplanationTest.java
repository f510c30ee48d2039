// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentreload.core.config.ConfigDocument;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the corpus of edits does not show: layouts, odd values, secrets. */
class PlanExplanationTest {

    @Test
    void explain_noChange_saysSoInOneLine() {
        assertThat(explain("{}", "{}")).isEqualTo("nothing to do: 0 changes, base ID, target ID\n");
    }

    @Test
    void explain_allVerdicts_restartsFirstThenHotThenWhatIsRead() {
        assertThat(
                        explain(
                                "{agents: {list: [{id: 'coder', model: 'gpt-5'}]}, ui: {theme: 'a'}, gateway: {port: 1, bind: 'x'}}",
                                "{agents: {list: [{id: 'coder', model: 'gpt-6'}]}, ui: {theme: 'b'}, gateway: {port: 2, bind: 'y'}, cron: {}}"))
                .isEqualTo("""
                restart needed: 5 changes, base ID, target ID
                restart: the gateway binds its port and its settings at the start
                  gateway.port  1 -> 2
                  gateway.bind  "x" -> "y"
                hot: reload-agents, restart-heartbeat
                  agents.list[id=coder].model  "gpt-5" -> "gpt-6"
                hot: restart-cron
                  cron  added {}
                when read: ui.theme
                """);
    }

    @Test
    void explain_unmatchedPath_namesNearMatches() {
        assertThat(explain("{}", "{modles: 1}")).isEqualTo("""
                restart needed: 1 change, base ID, target ID
                restart: no rule matches it; did you mean [models]?
                  modles  added 1
                """);
        assertThat(explain("{}", "{weather: 1}")).contains("restart: no rule matches it\n");
    }

    @Test
    void explain_notesAtTheTopOfTheFile_planNothing() {
        assertThat(explain("{}", "{$schema: 'x', _note: 'y', '// a': 'z'}")).isEqualTo("""
                takes effect when read: 3 changes, base ID, target ID
                when read
                  "$schema"  added "x"
                  _note      added "y"
                  "// a"     added "z"
                """);
    }

    @Test
    void explain_moreThanFits_countsTheRest() {
        ReloadPlan plan = plan("{}", "{weather: 1, ui: 2, discovery: 3, cron: 4}");

        assertThat(withoutIds(plan.explain(PlanLayout.standard().withMaxChanges(1))))
                .isEqualTo("""
                restart needed: 4 changes, base ID, target ID
                restart: no rule matches it
                  weather  added 1
                when read: ui
                and 2 more
                """);
    }

    @Test
    void explain_listingAll_hasALineForEach() {
        assertThat(withoutIds(plan("{}", "{ui: 1, cron: 2}")
                        .explain(PlanLayout.standard().listingAll())))
                .isEqualTo("""
                hot: 2 changes, base ID, target ID
                hot: restart-cron
                  cron  added 2
                when read
                  ui  added 1
                """);
    }

    @Test
    void explain_ofATerminal_hasColour() {
        String text = plan("{cron: 1}", "{cron: 2, gateway: 1}")
                .explain(PlanLayout.standard().coloured());

        assertThat(text)
                .contains("\u001B[31mrestart: the gateway binds its port and its settings at the start\u001B[0m\n")
                .contains("\u001B[32mhot: restart-cron\u001B[0m\n");
        assertThat(plan("{cron: 1}", "{cron: 2}").explain()).doesNotContain("\u001B");
    }

    @Test
    void explain_everyWidth_isKept() {
        String text = IntStream.range(0, 60).mapToObj(i -> "tool-" + i).collect(Collectors.joining("','", "['", "']"));
        ReloadPlan plan = plan(
                "{cron: {jobs: " + text + ", note: '" + "a".repeat(300) + "'}, ui: {}}",
                "{cron: {jobs: [], note: '" + "a".repeat(300) + "b'}, ui: {" + "x".repeat(90) + ": 1}, "
                        + "y".repeat(99) + ": {z: 1}}");
        for (int width = PlanLayout.MIN_WIDTH; width < 200; width++) {
            int limit = width;
            assertThat(plan.explain(PlanLayout.standard().withWidth(width))
                            .lines()
                            .skip(1))
                    .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(limit));
        }
    }

    @Test
    void layout_tooSmall_isRefused() {
        assertThatThrownBy(() -> PlanLayout.standard().withWidth(39)).hasMessage("width [39] is less than 40");
        assertThatThrownBy(() -> PlanLayout.standard().withMaxChanges(-1))
                .hasMessage("the number of changes to show must not be negative, but is -1");
    }

    @Test
    void explain_longStrings_areShownFromBeforeTheDifference() {
        String same = "x".repeat(200);

        assertThat(explain("{cron: '" + same + "one" + same + "'}", "{cron: '" + same + "two" + same + "'}"))
                .contains("  cron  ...xxxxxxxxxxxxone")
                .contains("-> ...xxxxxxxxxxxxtwo");
    }

    @Test
    void explain_secrets_areNeverShown() {
        assertThat(
                        explain(
                                "{cron: {token: 'SECRET-1', api_keys: ['SECRET-2'], url: 'ftp://u:SECRET-3@h', x: 1}}",
                                "{cron: {token: 'SECRET-4', api_keys: ['SECRET-5'], url: 'ftp://u:SECRET-6@h', x: {secret: 'SECRET-7'}}}"))
                .isEqualTo("""
                hot: 4 changes, base ID, target ID, secrets changed
                hot: restart-cron
                  cron.token     another secret
                  cron.api_keys  another secret
                  cron.url       another secret
                  cron.x         1 -> {"secret":"***"}
                """);
        assertThat(explain("{cron: {list: ['a', {token: 'SECRET'}]}}", "{cron: {list: [{token: 'SECRET-2'}]}}"))
                .doesNotContain("SECRET");
    }

    @Test
    void explain_onlySecretsDiffer_haveOneContentIdAndSaySo() {
        ReloadPlan plan = plan("{cron: {token: 'a'}}", "{cron: {token: 'b'}}");
        String id = plan.base().contentId();

        assertThat(plan.target().contentId()).isEqualTo(id);
        assertThat(plan).hasToString("hot: 1 change, base " + id + ", target " + id + ", secrets changed");
        assertThat(plan.explain()).startsWith(plan + "\n");
    }

    @Test
    void explain_oddKeys_stayOnOneLine() {
        assertThat(explain("{cron: {'a\\nb': 1}}", "{cron: {'a\\nb': 2}}")).contains("  cron.\"a\\nb\"  1 -> 2\n");
    }

    private static String explain(String before, String after) {
        return withoutIds(plan(before, after).explain());
    }

    private static ReloadPlan plan(String before, String after) {
        return ReloadPlanner.plan(ConfigDocument.parse("test.json", before), ConfigDocument.parse("test.json", after));
    }

    private static String withoutIds(String explanation) {
        return explanation.replaceFirst("base [0-9a-f]{16}, target [0-9a-f]{16}", "base ID, target ID");
    }
}
