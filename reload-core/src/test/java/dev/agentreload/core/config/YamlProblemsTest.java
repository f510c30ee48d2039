// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Problems in YAML are reported in our own words, each with its location. */
class YamlProblemsTest {

    private static final String TAGS =
            "; only !!str, !!int, !!float, !!bool, !!null, !!map and !!seq are; write ${NAME} for a value from elsewhere";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{key: ${X}} | a placeholder inside { } or [ ] needs quotes at $ (c.yaml:1:8); write \"${X}\"",
                "a: [${file:x}] | a placeholder inside { } or [ ] needs quotes at a[1] (c.yaml:1:6); write \"${NAME}\"",
                "a:⏎\tb: 1 | a tab indents this line at a (c.yaml:2:1); YAML takes spaces only",
                "a: 1⏎  \t⏎b: 2 | a tab indents this line at $ (c.yaml:2:3); YAML takes spaces only",
                "a:\t1 | unexpected tab at a (c.yaml:1:3); YAML takes spaces only",
                "a: @x | this text needs quotes because of [@] at a (c.yaml:1:4)",
                "a: `x` | this text needs quotes because of [`] at a (c.yaml:1:4)",
                "a: %x | this text needs quotes because of [%] at a (c.yaml:1:4)",
                "a: b: c | this text needs quotes because of [:] at $ (c.yaml:1:5); a key starts a line, with the indentation of those next to it",
                "a: *nope | no anchor [nope] above this line at a (c.yaml:1:4); text that starts with [*] needs quotes",
                "a: *x⏎b: &x 1 | no anchor [x] above this line at a (c.yaml:1:4); text that starts with [*] needs quotes",
                "a: &a [*a] | alias [a] lies inside the value it names at a[0] (c.yaml:1:8); expected another value",
                "a: {<<: text} | this merges no object at a.\"<<\" (c.yaml:1:5); expected an object, an alias of one, or a list of them",
                "a: {<<: [{}, 1]} | this merges no object at a.\"<<\" (c.yaml:1:5); expected an object, an alias of one, or a list of them",
                "a: {<<: {}, <<: {}} | a second merge [<<] at a (c.yaml:1:13); expected one, with a list of all objects to merge",
                "a: {<<: *no} | no anchor [no] above this line at a.\"<<\" (c.yaml:1:9); text that starts with [*] needs quotes",
                "a: 1⏎---⏎b: 2 | a second document starts here at $ (c.yaml:2:1); one file is one document",
                "a: 1⏎...⏎b: 2 | a second document starts here at $ (c.yaml:3:1); one file is one document",
                "a: 1⏎--- | a second document starts here at $ (c.yaml:2:1); one file is one document",
                "- a | found a list at $ (c.yaml:1:1); expected an object",
                "text | found a string at $ (c.yaml:1:1); expected an object",
                "~ | found null at $ (c.yaml:1:1); expected an object",
                "`` | no content at $ (c.yaml:1:1); expected an object; an empty one is {}",
                "`# nothing⏎` | no content at $ (c.yaml:2:1); expected an object; an empty one is {}",
                "`---⏎` | no content at $ (c.yaml:2:1); expected an object; an empty one is {}",
                "{a: 1, c:3} | a key without a value at $ (c.yaml:1:8); expected a space after its [:]",
                "~: 1 | null as a key at $ (c.yaml:1:1); expected text",
                "? ⏎: 1 | null as a key at $ (c.yaml:1:2); expected text",
                "? [a]⏎: {b: [c]} | a list as a key at $ (c.yaml:1:3); expected text",
                "? {a: 1}⏎: b | an object as a key at $ (c.yaml:1:3); expected text",
                "b: &x 1⏎*x : 2 | an alias as a key at $ (c.yaml:2:1); expected text",
                "a: !!bool yes | this text does not fit its tag at a (c.yaml:1:11); expected one that does, or none of the two",
                "a: !!int 1.5 | this text does not fit its tag at a (c.yaml:1:10); expected one that does, or none of the two",
                "a: [1, 2 | unexpected end of the source at a[2] (c.yaml:1:9); expected []] for what opens at 1:4",
                "a: {b: 1⏎ | unexpected end of the source at a (c.yaml:2:1); expected [}] for what opens at 1:4",
                "a: \"x | unexpected end of the source at a (c.yaml:1:6); expected a quote for what opens at 1:4",
                "a: [1 ⏎b: 2 | unexpected [:] at a[1] (c.yaml:2:2); expected [,] or []] for what opens at 1:4",
                "a: {b: 1 ⏎c: 2} | unexpected [:] at a (c.yaml:2:2); expected [,] or [}] for what opens at 1:4",
                "a: 1⏎hello⏎b: 2 | text that is neither a key nor a value at $ (c.yaml:2:1); expected [:] and a space after a key",
                "a:⏎  b: 1⏎ c: 2 | unexpected [c] at $ (c.yaml:3:2); expected the indentation of the lines above, or quotes around the whole text",
                "a: 'x' y | unexpected [y] at $ (c.yaml:1:8); expected the indentation of the lines above, or quotes around the whole text",
                "a: \"\\q\" | unexpected [q] at a (c.yaml:1:6); expected an escape of YAML after [\\], or [\\\\] for a backslash",
                "a: \"\\UFFFFFFFF\" | syntax error at a (c.yaml:1:2); expected YAML",
                "a: \"\\U00110000\" | unexpected [0] at a (c.yaml:1:7); expected an escape of YAML after [\\], or [\\\\] for a backslash",
                "a:⏎<<<<<<< HEAD⏎  b: 1⏎=======⏎  b: 2⏎>>>>>>> x | found a merge conflict marker at $ (c.yaml:2:1); expected a file without conflicts",
                "a: [1]⏎<<<<<<< HEAD⏎b: 1 | found a merge conflict marker at $ (c.yaml:2:1); expected a file without conflicts",
                "a: {b: 1⏎c: 2}⏎>>>>>>> x | unexpected [:] at a (c.yaml:2:2); expected [,] or [}] for what opens at 1:4",
                "\u201ca\u201d: 1 | curly quotes around a key at $ (c.yaml:1:1); expected straight quotes",
                "a: \u2018b\u2019 | curly quotes are part of this text at a (c.yaml:1:4); straight quotes go around a text",
                "a: ] | unexpected []] at a (c.yaml:1:4); expected YAML",
                "%YAML 2.0⏎---⏎a: 1 | unexpected [%] at $ (c.yaml:1:1); expected YAML"
            })
    void text_thatIsWrong_isRefusedWithItsPlace(String yaml, String problem) {
        assertThat(problems(yaml.replace('⏎', '\n'))).first().hasToString(problem);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "!include x",
                "!secret x",
                "!!binary aGk=",
                "!!set {a}",
                "!!timestamp 2026-01-02",
                "!!python/object/apply:os.system [x]",
                "!!java.net.URL [x]",
                "! x",
                "!env:X x",
                "!un!known x",
                "!!map [x]",
                "!!seq {a: x}",
                "!!seq x",
                "!<other> x"
            })
    void tag_withATypeThatJsonLacks_isRefused(String value) {
        assertThat(problems("a: " + value))
                .singleElement()
                .hasToString("this tag is not read at a (c.yaml:1:4)" + TAGS);
    }

    @Test
    void tag_withATypeOfJson_isRead() {
        String yaml =
                "!!map\na: !!seq\n- !!int 5\n- !!int '6'\n- !!float 7\n- !!bool \"true\"\n- !!null ''\n- !!str 8\n- !!str\n!!str b: !!map {c: !!int 0x1F}\n";

        assertThat(ConfigReader.standard().readYaml("c.yaml", yaml).orThrow())
                .isEqualTo(ConfigDocument.parse("json", "{a: [5, 6, 7, true, null, '8', ''], b: {c: 31}}"));
    }

    @Test
    void problems_areReportedAllAtOnce_inSourceOrder() {
        assertThat(problems("a: 012\nb: !x 1\nc: [*no, .inf]\nd: {e: 1, e: 2}\nf: ${GONE}\n? [x]\n: 1\ng: @"))
                .extracting(problem -> problem.position() + " " + problem.message())
                .containsExactly(
                        "c.yaml:1:4 [012] is 10 in YAML 1.1 and 12 in YAML 1.2",
                        "c.yaml:2:4 this tag is not read",
                        "c.yaml:3:5 no anchor [no] above this line",
                        "c.yaml:3:10 [.inf] is no number in JSON",
                        "c.yaml:4:11 duplicate key [e]",
                        "c.yaml:6:3 a list as a key",
                        "c.yaml:8:4 this text needs quotes because of [@]");
    }

    @Test
    void blockText_onTheLineOfItsKey_isRefused() {
        assertThat(problems("a: |text"))
                .singleElement()
                .hasToString(
                        "unexpected [t] at a (c.yaml:1:5); expected a new line, or quotes around a text that starts with [|] or [>]");
    }

    @Test
    void duplicateKey_isTheSameProblemAsInJson() {
        String both = "{a: 1, a: 2, b: {c: 1, 'c': 2}";

        assertThat(duplicates(ConfigReader.standard().readYaml("c", both + ",\n  d: @}")))
                .hasSize(2)
                .isEqualTo(duplicates(ConfigReader.standard().read("c", both + ",\n  d: @}")));
    }

    private static List<ConfigProblem> duplicates(ReadResult result) {
        return result.problems().stream()
                .filter(problem -> problem.message().startsWith("duplicate key"))
                .toList();
    }

    @Test
    void secret_thatAnotherMeaningOfYamlTook_isInNoProblem() {
        for (String value : List.of(
                "*hunter2",
                "!hunter2 x",
                "|hunter2",
                "@hunter2",
                "hunter2: x",
                "'hunter2' x",
                "[hunter2",
                "{hunter2:x}")) {
            assertThat(problems("token: " + value))
                    .isNotEmpty()
                    .noneMatch(problem -> problem.toString().contains("hunter2"));
        }
    }

    @Test
    void secret_beforeAComment_isWarnedOf() {
        assertThat(
                        problems(
                                "token: abc #def\nother: abc #def\nkey: &x abc # def\npassword: *x\napiKey: \"a\" #b\nclientSecret: ${X} #b\nbroken: .inf"))
                .extracting(ConfigProblem::toString)
                .containsExactly(
                        "a comment follows the value at token (c.yaml:1:8); quote it if [#] belongs to it",
                        "a comment follows the value at key (c.yaml:3:9); quote it if [#] belongs to it",
                        "[.inf] is no number in JSON at broken (c.yaml:7:9); write a number, or \".inf\" for text");
    }

    @Test
    void marksOfADocument_areFine() {
        ConfigDocument expected = ConfigDocument.parse("json", "{a: 1}");

        for (String yaml : List.of(
                "a: 1",
                "---\na: 1\n...\n",
                "%YAML 1.1\n---\na: 1",
                "%YAML 1.2\n--- {a: 1}",
                "\uFEFFa: 1\r\n",
                "# x\na: 1 # y\n# z",
                "\n\na: 1\r\r")) {
            assertThat(ConfigReader.standard().readYaml("c.yaml", yaml).orThrow())
                    .isEqualTo(expected);
        }
    }

    @Test
    void characters_thatYamlDoesNotTake_areRefusedWithTheirPlace() {
        assertThat(problems("a: 漢\uD83D\uDE00\u2028x"))
                .singleElement()
                .hasToString(
                        "[U+2028] is a line break in YAML 1.1 and text in YAML 1.2 at a (c.yaml:1:6); expected an escape in double quotes");
        assertThat(problems("a: '\u0085'"))
                .singleElement()
                .hasToString(
                        "[U+0085] is a line break in YAML 1.1 and text in YAML 1.2 at a (c.yaml:1:5); expected an escape in double quotes");
        assertThat(problems("a: 1\nb: [x, \u0007]"))
                .singleElement()
                .hasToString("control character [U+0007] at b[1] (c.yaml:2:8); expected an escape in double quotes");
        assertThat(problems("\uFEFF\uFEFFa: 1"))
                .singleElement()
                .hasToString(
                        "a byte order mark [U+FEFF] inside the text at $ (c.yaml:1:1); expected an escape in double quotes");
    }

    @Test
    void bytes_thatAreNoUtf8_areRefusedAsInJson() {
        byte[] bytes = "a: 1\nb: xy".getBytes(StandardCharsets.UTF_8);
        bytes[9] = (byte) 0xFF;

        assertThat(ConfigReader.standard().readYaml("c.yaml", bytes).problems())
                .singleElement()
                .hasToString("broken UTF-8 at b (c.yaml:2:5); expected a file in the UTF-8 encoding");
        assertThat(problems("a: \uD83D"))
                .singleElement()
                .hasToString("broken UTF-8 at a (c.yaml:1:4); expected a file in the UTF-8 encoding");
    }

    @Test
    void source_largerThanTheLimit_isRefusedAsInJson() {
        ConfigReader small =
                ConfigReader.builder().limits(new ReadLimits(12, 100)).build();

        assertThat(small.readYaml("c.yaml", "a: 1\nb: abcd")).isInstanceOf(ReadResult.Success.class);
        assertThat(small.readYaml("c.yaml", "a: 012\nb: abc\n").problems())
                .extracting(ConfigProblem::toString)
                .containsExactly(
                        "[012] is 10 in YAML 1.1 and 12 in YAML 1.2 at a (c.yaml:1:4); write 12, or \"012\" for text",
                        "source too large at b (c.yaml:2:6); expected at most 12 bytes");
    }

    @Test
    void source_deeperThanTheLimit_isRefusedAsInJson() {
        ConfigReader flat =
                ConfigReader.builder().limits(new ReadLimits(1 << 20, 3)).build();
        String expected = "nested too deep at a.b[0] (c.yaml:1:9); expected at most 3 objects and lists in each other";

        assertThat(flat.readYaml("c.yaml", "a: {b: [1]}")).isInstanceOf(ReadResult.Success.class);
        assertThat(flat.readYaml("c.yaml", "a: {b: [[1, &x 2], *x, {c: [*x]}]}\nd: .inf")
                        .problems())
                .extracting(ConfigProblem::toString)
                .containsExactly(
                        expected,
                        "nested too deep at a.b[2] (c.yaml:1:24); expected at most 3 objects and lists in each other",
                        "[.inf] is no number in JSON at d (c.yaml:2:4); write a number, or \".inf\" for text");
        assertThat(flat.readYaml("c.yaml", "a: &x {b: {}}\nc: {d: *x}").problems())
                .singleElement()
                .hasToString(
                        "nested too deep at c.d.b (c.yaml:1:11); expected at most 3 objects and lists in each other");
    }

    @Test
    void source_farDeeperThanAnyLimit_endsSoon() {
        for (String bracket : List.of(" [", " {a: ", "- ")) {
            String yaml = "a:\n" + bracket.repeat(200_000);
            assertThat(problems(yaml)).isNotEmpty().hasSizeLessThan(3);
        }
    }

    @Test
    void problem_knowsNothingOfTheParser() {
        assertThat(Arrays.asList(
                        "a: [", "a: @", "{", "a: \"\\q\"", "%", "&", "*", "!", "!<", "|", ">9x", "\"", "a: b: c"))
                .allSatisfy(yaml -> assertThat(problems(yaml).toString())
                        .doesNotContain("scanning", "parsing", "token", "snakeyaml", "<block"));
    }

    private static List<ConfigProblem> problems(String yaml) {
        return ConfigReader.standard().readYaml("c.yaml", yaml).problems();
    }
}
