package dev.agentreload.core.bind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ProblemCollector;
import java.util.List;
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

        assertThat(section.text("text")).contains("a");
        assertThat(section.whole("whole")).hasValue(1);
        assertThat(section.number("number")).contains(2.5);
        assertThat(section.flag("flag")).contains(true);
        assertThat(section.texts("texts")).containsExactly("b", "c");
        assertThat(section.section("section").orElseThrow().whole("x")).hasValue(1);
        assertThat(section.node("any").orElseThrow()).hasToString("[null]");
        assertThat(problems.problems()).isEmpty();
    }

    @Test
    void members_thatAreAbsentOrNull_areEmpty() {
        ConfigSection section = section("{text: null, whole: null, texts: null, section: null}");

        assertThat(section.text("text")).isEmpty();
        assertThat(section.whole("whole")).isEmpty();
        assertThat(section.texts("texts")).isEmpty();
        assertThat(section.section("section")).isEmpty();
        assertThat(section.sections("none")).isEmpty();
        assertThat(section.number("none")).isEmpty();
        assertThat(section.flag("none")).isEmpty();
        assertThat(section.node("none")).isEmpty();
        assertThat(problems.problems()).isEmpty();
    }

    @Test
    void members_ofAnotherKind_areProblemsAndEmpty() {
        ConfigSection section = section(
                "{text: 1, whole: 1.5, number: '1', flag: 1, texts: ['a', 2, []], section: [], sections: [{}, 1]}");

        assertThat(section.text("text")).isEmpty();
        assertThat(section.whole("whole")).isEmpty();
        assertThat(section.number("number")).isEmpty();
        assertThat(section.flag("flag")).isEmpty();
        assertThat(section.texts("texts")).containsExactly("a");
        assertThat(section.section("section")).isEmpty();
        assertThat(section.sections("sections")).hasSize(1);
        assertThat(told())
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
    void flag_writtenAsAWord_isAProblemThatSaysWhatToWrite(String word, String advice) {
        assertThat(section("{flag: '" + word + "'}").flag("flag")).isEmpty();
        assertThat(told()).containsExactly("found a string at flag (c.json:1:8); expected true or false" + advice);
    }

    @Test
    void wholeNumber_beyondItsRange_isAProblem() {
        assertThat(section("{whole: 9223372036854775808}").whole("whole")).isEmpty();
        assertThat(told()).containsExactly("found a number at whole (c.json:1:9); expected a whole number");
    }

    @Test
    void spellings_areCamelCaseAndSnakeCase() {
        assertThat(ConfigSection.spellings("maxTokens")).containsExactly("maxTokens", "max_tokens");
        assertThat(ConfigSection.spellings("model")).containsExactly("model");
        assertThat(section("{max_tokens: 5}").whole(ConfigSection.spellings("maxTokens")))
                .hasValue(5);
    }

    @Test
    void twoSpellings_ofOneKey_areAProblemToldOnce() {
        ConfigSection section = section("{max_tokens: 5, maxTokens: 6}");

        assertThat(section.whole("maxTokens", "max_tokens")).hasValue(6);
        assertThat(section.whole("maxTokens", "max_tokens")).hasValue(6);
        assertThat(told())
                .containsExactly("two spellings of one key at max_tokens (c.json:1:14); "
                        + "[maxTokens] is there too, keep one");
    }

    @Test
    void pathAndPosition_areThoseOfTheSpellingThatIsThere() {
        ConfigSection section = section("{max_tokens: 5}");

        assertThat(section.pathOf("maxTokens", "max_tokens")).hasToString("max_tokens");
        assertThat(section.positionOf("maxTokens", "max_tokens")).hasToString("c.json:1:14");
        assertThat(section.pathOf("none", "no")).hasToString("none");
        assertThat(section.positionOf("none")).hasToString("c.json:1:1");
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
        ConfigSection section = section("{a: {x: 1}, b: 2, _note: 'old', _c: {}, $schema: 's', c: {}}");

        assertThat(section.memberSections())
                .extracting(member -> member.path().toString())
                .containsExactly("a", "_c", "c");
        section.reportUnknownKeys(ConfigProblem.Severity.ERROR);
        assertThat(told()).containsExactly("found a number at b (c.json:1:16); expected an object");
    }

    @Test
    void unknownKeys_areToldWithNearMatches() {
        ConfigSection section = section("{modle: 1, nothing: 2, _comment: 3, $schema: 4, known: 5, extra: 6}");
        section.node("model");
        section.node("known");
        section.reportUnknownKeys(ConfigProblem.Severity.WARNING, Set.of("extra"));

        assertThat(told())
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

        assertThat(told()).containsExactly("wrong at a.b (c.json:1:9); expected right", "odd at a.c (c.json:1:5)");
        assertThat(problems.problems()).extracting(ConfigProblem::isError).containsExactly(true, false);
    }

    private ConfigSection section(String json) {
        return ConfigSection.of(ConfigDocument.parse("c.json", json), problems);
    }

    private List<String> told() {
        return problems.problems().stream().map(ConfigProblem::toString).toList();
    }
}
