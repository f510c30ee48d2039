// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.bind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ProblemCollector;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reading an object member by member. */
class ConfigSectionTest {

    private final ProblemCollector problems = new ProblemCollector();

    @Test
    void members_ofTheRightKind_areRead() {
        ConfigSection section = section(
                "{text: 'a', whole: 1.0, number: 2.5, flag: true, texts: ['b', 'c'], section: {x: 1}, any: [null]}");

        assertThat(section.string("text")).contains("a");
        assertThat(section.integer("whole")).hasValue(1);
        assertThat(section.number("number")).contains(2.5);
        assertThat(section.bool("flag")).contains(true);
        assertThat(section.strings("texts")).containsExactly("b", "c");
        assertThat(section.section("section").orElseThrow().integer("x")).hasValue(1);
        assertThat(section.node("any").orElseThrow()).hasToString("[null]");
        assertThat(problems.problems()).isEmpty();
    }

    @Test
    void members_thatAreAbsentOrNull_areEmpty() {
        ConfigSection section = section("{text: null, whole: null, texts: null, section: null}");

        assertThat(section.string("text")).isEmpty();
        assertThat(section.integer("whole")).isEmpty();
        assertThat(section.strings("texts")).isEmpty();
        assertThat(section.section("section")).isEmpty();
        assertThat(section.sections("none")).isEmpty();
        assertThat(section.number("none")).isEmpty();
        assertThat(section.bool("none")).isEmpty();
        assertThat(section.node("none")).isEmpty();
        assertThat(problems.problems()).isEmpty();
    }

    @Test
    void members_ofAnotherKind_areProblemsAndEmpty() {
        ConfigSection section = section(
                "{text: 1, whole: 1.5, number: '1', flag: 1, texts: ['a', 2, []], section: [], sections: [{}, 1]}");

        assertThat(section.string("text")).isEmpty();
        assertThat(section.integer("whole")).isEmpty();
        assertThat(section.number("number")).isEmpty();
        assertThat(section.bool("flag")).isEmpty();
        assertThat(section.strings("texts")).containsExactly("a");
        assertThat(section.section("section")).isEmpty();
        assertThat(section.sections("sections")).hasSize(1);
        assertThat(reported())
                .containsExactly(
                        "found a number at text (c.json:1:8); expected a string",
                        "found a number at whole (c.json:1:18); expected a whole number",
                        "found a string at number (c.json:1:31); expected a number",
                        "found a number at flag (c.json:1:42); expected true or false",
                        "found a number at texts[1] (c.json:1:58); expected a string",
                        "found a list at texts[2] (c.json:1:61); expected a string",
                        "found a list at section (c.json:1:75); expected an object",
                        "found a number at sections[1] (c.json:1:94); expected an object");
    }

    @ParameterizedTest
    @CsvSource({
        "true, ; write it without quotes",
        "FALSE, ; write it without quotes",
        "yes, ; write true",
        "off, ; write false",
        "maybe, ''"
    })
    void bool_writtenAsAWord_isAProblemThatSaysWhatToWrite(String word, String advice) {
        assertThat(section("{flag: '" + word + "'}").bool("flag")).isEmpty();
        assertThat(reported()).containsExactly("found a string at flag (c.json:1:8); expected true or false" + advice);
    }

    @Test
    void integer_beyondItsRange_isAProblem() {
        assertThat(section("{whole: 9223372036854775808}").integer("whole")).isEmpty();
        assertThat(reported()).containsExactly("found a number at whole (c.json:1:9); expected a whole number");
    }

    @ParameterizedTest
    @CsvSource({"maxTokens", "max_tokens", "max-tokens"})
    void everySpelling_ofAKey_isRead(String written) {
        ConfigSection section = section("{'" + written + "': 5}");

        assertThat(section.integer("maxTokens")).hasValue(5);
        assertThat(section.integer("max_tokens")).hasValue(5);
        assertThat(section.pathOf("maxTokens").segments().get(0).capture()).isEqualTo(written);
        assertThat(section.positionOf("maxTokens"))
                .isNotEqualTo(section.object().position());
        assertThat(section.unread()).isEmpty();
        assertThat(problems.problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"baseUrl", "api_base", "api-base", "endpoint"})
    void earlierNames_ofAKey_areReadInEverySpelling(String written) {
        ConfigSection section = section("{'" + written + "': 'x'}");

        assertThat(section.string("baseUrl", "apiBase", "endpoint")).contains("x");
        assertThat(section.pathOf("baseUrl").segments().get(0).capture()).isEqualTo(written);
        assertThat(section.unread()).isEmpty();
    }

    @Test
    void keysThatMixSpellings_areReadAsTheyAre() {
        ConfigSection section = section("{'X-Api_key': 1, API_KEY: 2, 'x-': 3, xApi-key: 4}");

        assertThat(section.integer("X-Api_key")).hasValue(1);
        assertThat(section.integer("API_KEY")).hasValue(2);
        assertThat(section.integer("xApi-key")).hasValue(4);
        assertThat(section.integer("xApiKey")).isEmpty();
        assertThat(section.unread()).containsOnlyKeys("x-");
    }

    @Test
    void camelCase_isTheSameForAllSpellings() {
        assertThat(List.of("maxTokens", "max_tokens", "max-tokens", "model", "API_KEY"))
                .extracting(KeySpelling::camelCase)
                .containsExactly("maxTokens", "maxTokens", "maxTokens", "model", "API_KEY");
    }

    @Test
    void twoSpellings_ofOneKey_areAProblemReportedOnce() {
        ConfigSection section = section("{max_tokens: 5, maxTokens: 6}");

        assertThat(section.integer("maxTokens")).hasValue(6);
        assertThat(section.integer("maxTokens")).hasValue(6);
        assertThat(section.integer("max_tokens")).hasValue(6);
        assertThat(reported())
                .containsExactly("two spellings of one key at max_tokens (c.json:1:14); "
                        + "[maxTokens] is there too, keep one");
    }

    @Test
    void twoNames_ofOneKey_areAProblemAndTheFirstNameCounts() {
        ConfigSection section = section("{apiBase: 'b', 'base-url': 'a'}");

        assertThat(section.string("baseUrl", "apiBase")).contains("a");
        assertThat(reported())
                .containsExactly(
                        "two spellings of one key at apiBase (c.json:1:11); [base-url] is there too, keep one");
    }

    @Test
    void pathAndPosition_ofAnAbsentMember_areTheNameAndTheSection() {
        ConfigSection section = section("{max_tokens: 5}");

        assertThat(section.pathOf("noneAtAll")).hasToString("noneAtAll");
        assertThat(section.positionOf("noneAtAll")).hasToString("c.json:1:1");
        assertThat(section.pathOf("maxTokens")).hasToString("max_tokens");
        assertThat(section.positionOf("maxTokens")).hasToString("c.json:1:14");
    }

    @Test
    void find_returnsTheObjectAtAPath() {
        ConfigDocument document = ConfigDocument.parse("c.json", "{a: {b: {c: 1}, d: 2}}");

        assertThat(ConfigSection.find(document, ConfigPath.of("a", "b"), problems)
                        .orElseThrow()
                        .integer("c"))
                .hasValue(1);
        assertThat(ConfigSection.find(document, ConfigPath.of("a", "d"), problems))
                .isEmpty();
        assertThat(ConfigSection.find(document, ConfigPath.of("x"), problems)).isEmpty();
    }

    @Test
    void sectionsBy_namesElementsByTheirIdentity() {
        List<ConfigSection> sections = section(
                        "{agents: [{id: 'a'}, {id: 'a'}, {id: 5}, {name: 'x'}, {id: '${X}'}, {id: null}]}")
                .sectionsBy("id", "agents");

        assertThat(sections)
                .extracting(section -> section.path().toString())
                .containsExactly(
                        "agents[id=a]",
                        "agents[id=a#2]",
                        "agents[id=5]",
                        "agents[3]",
                        "agents[id=\"${X}\"]",
                        "agents[5]");
    }

    @Test
    void memberSections_areAllMembersButCommentsAndThenNoKeyIsUnknown() {
        ConfigSection section = section("{a: {x: 1}, b: 2, _note: 'old', _c: {}, $schema: 's', c: {}, '// d': 1}");

        assertThat(section.memberSections())
                .extracting(member -> member.path().toString())
                .containsExactly("a", "_c", "c");
        section.reportUnknownKeys(ConfigProblem.Severity.ERROR);
        assertThat(reported()).containsExactly("found a number at b (c.json:1:16); expected an object");
    }

    @Test
    void memberSections_ofNamesThatDifferInSpelling_areAllRead() {
        ConfigSection section = section("{my-provider: {x: 1}, my_provider: {x: 2}, myProvider: {x: 3}}");

        assertThat(section.memberSections())
                .extracting(member -> member.integer("x").orElseThrow())
                .containsExactly(1L, 2L, 3L);
        assertThat(problems.problems()).isEmpty();
    }

    @Test
    void memberStrings_areAllMembersUnderTheirNames() {
        ConfigSection section = section("{X-Key: 'a', x_key: 'b', x-key: 'c', n: 1, none: null}");

        assertThat(section.memberStrings()).isEqualTo(Map.of("X-Key", "a", "x_key", "b", "x-key", "c"));
        section.reportUnknownKeys(ConfigProblem.Severity.ERROR);
        assertThat(reported()).containsExactly("found a number at n (c.json:1:41); expected a string");
    }

    @ParameterizedTest
    @CsvSource({
        "'max_tokns: 1', max_tokens",
        "'maxTokns: 1', maxTokens",
        "'max-tokns: 1', max-tokens",
        "'maxtokens: 1, some_thing: 2', max_tokens",
        "'maxtokens: 1, some-thing: 2', max-tokens",
        "'maxtokens: 1, some: 2', maxTokens"
    })
    void hint_proposesTheSpellingOfTheFile(String members, String proposal) {
        ConfigSection section = section("{" + members + "}");
        section.integer("maxTokens");
        section.node("someThing", "some");
        section.reportUnknownKeys(ConfigProblem.Severity.WARNING);

        assertThat(reported()).singleElement().asString().endsWith("; did you mean [" + proposal + "]?");
    }

    @Test
    void hint_inAnObjectWithoutSpelling_proposesTheOneOfTheSectionAround() {
        ConfigSection section = section("{my_agent: {maxtokens: 1}, some-name: {maxtokens: 1}}");
        ConfigSection agent = section.section("myAgent").orElseThrow();
        agent.integer("maxTokens");
        agent.reportUnknownKeys(ConfigProblem.Severity.WARNING);
        ConfigSection named = section.memberSections().get(1);
        named.integer("maxTokens");
        named.reportUnknownKeys(ConfigProblem.Severity.WARNING);

        assertThat(reported())
                .containsExactly(
                        "unknown key [maxtokens] at my_agent.maxtokens (c.json:1:24); did you mean [max_tokens]?",
                        "unknown key [maxtokens] at some-name.maxtokens (c.json:1:51); did you mean [maxTokens]?");
    }

    @Test
    void unknownKeys_thatTheCallerKnowsInAnotherSpelling_areNotReported() {
        ConfigSection section = section("{host_key: 1, host-name: 2, hostPort: 3}");
        section.reportUnknownKeys(ConfigProblem.Severity.WARNING, Set.of("hostKey", "hostName", "host_port"));

        assertThat(problems.problems()).isEmpty();
    }

    @Test
    void unknownKeys_areReportedWithNearMatches() {
        ConfigSection section = section("{modle: 1, nothing: 2, _comment: 3, $schema: 4, known: 5, extra: 6, '//': 7}");
        section.node("model");
        section.node("known");
        section.reportUnknownKeys(ConfigProblem.Severity.WARNING, Set.of("extra"));

        assertThat(reported())
                .containsExactly(
                        "unknown key [modle] at modle (c.json:1:9); did you mean [model]?",
                        "unknown key [nothing] at nothing (c.json:1:21)");
        assertThat(problems.hasErrors()).isFalse();
        assertThat(section.unread()).containsOnlyKeys("modle", "nothing", "extra");
    }

    @Test
    void errorsAndWarnings_standAtTheMember() {
        ConfigSection section = section("{a: {b: 1}}").section("a").orElseThrow();
        section.error("b", "wrong", "expected right");
        section.warning("c", "odd", "");

        assertThat(reported()).containsExactly("wrong at a.b (c.json:1:9); expected right", "odd at a.c (c.json:1:5)");
        assertThat(problems.problems()).extracting(ConfigProblem::isError).containsExactly(true, false);
    }

    private ConfigSection section(String json) {
        return ConfigSection.of(ConfigDocument.parse("c.json", json), problems);
    }

    private List<String> reported() {
        return problems.problems().stream().map(ConfigProblem::toString).toList();
    }
}
