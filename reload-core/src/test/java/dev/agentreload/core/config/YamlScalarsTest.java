// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What text without quotes is: what YAML 1.1 and 1.2 agree about, or else nothing that was guessed. */
class YamlScalarsTest {

    /** An error, so that warnings can be seen beside it. */
    private static final String BROKEN = "\nbroken: .inf";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "true | true",
                "True | true",
                "TRUE | true",
                "false | false",
                "False | false",
                "FALSE | false",
                "null | null",
                "Null | null",
                "NULL | null",
                "~ | null",
                "`` | null",
                "tRUE | 'tRUE'",
                "y | 'y'",
                "n | 'n'",
                "12 | 12",
                "0 | 0",
                "-0 | 0",
                "-3 | -3",
                "+1 | 1",
                "0x1F | 31",
                "0o14 | 12",
                "0o17 | 15",
                "1e3 | 1000",
                "1.5e+2 | 150",
                ".5 | 0.5",
                "-.5 | -0.5",
                "1. | 1",
                "012.5 | 12.5",
                "12345678901234567890123 | 12345678901234567890123",
                "0xFFFFFFFFFFFFFFFFFF | 4722366482869645213695",
                "12:30 | '12:30'",
                "1:30 | '1:30'",
                "2026-01-02 | '2026-01-02'",
                "2026-01-02T03:04:05Z | '2026-01-02T03:04:05Z'",
                "1.2.3 | '1.2.3'",
                "0x | '0x'",
                "0o8 | '0o8'",
                "-0o14 | '-0o14'",
                "1e | '1e'",
                "-a | '-a'",
                ". | '.'",
                "+ | '+'",
                "<< | '<<'",
                "= | '='",
                "two words | 'two words'",
                "a:b | 'a:b'",
                "a#b | 'a#b'",
                "http://h/p | 'http://h/p'"
            })
    void plainText_whereBothVersionsAgree_isThat(String yaml, String json) {
        ConfigDocument document = read("a: " + yaml);

        assertThat(document).isEqualTo(ConfigDocument.parse("json", "{a: " + json + "}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"12", "012", "true", "yes", "null", "~", "1_000", ".inf", "12:30", ""})
    void quotedText_isText(String text) {
        ConfigDocument expected = ConfigDocument.parse("json", "{a: '" + text + "'}");

        assertThat(read("a: '" + text + "'")).isEqualTo(expected);
        assertThat(read("a: \"" + text + "\"")).isEqualTo(expected);
        assertThat(read("a: !!str " + text)).isEqualTo(expected);
        assertThat(read("a: |-\n  " + text + "\n")).isEqualTo(expected);
        assertThat(read("a: >-\n  " + text + "\n")).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "012 | [012] is 10 in YAML 1.1 and 12 in YAML 1.2 at a (c.yaml:1:4); write 12, or \"012\" for text",
                "-017 | [-017] is -15 in YAML 1.1 and -17 in YAML 1.2 at a (c.yaml:1:4); write -17, or \"-017\" for text",
                "+012 | [+012] is 10 in YAML 1.1 and 12 in YAML 1.2 at a (c.yaml:1:4); write 12, or \"+012\" for text",
                "00 | [00] has a leading zero at a (c.yaml:1:4); write 0, or \"00\" for text",
                "07 | [07] has a leading zero at a (c.yaml:1:4); write 7, or \"07\" for text",
                "09 | [09] is text in YAML 1.1 and 9 in YAML 1.2 at a (c.yaml:1:4); write 9, or \"09\" for text",
                "!!int 012 | [012] is 10 in YAML 1.1 and 12 in YAML 1.2 at a (c.yaml:1:10); write 12, or \"012\" for text",
                ".inf | [.inf] is no number in JSON at a (c.yaml:1:4); write a number, or \".inf\" for text",
                "-.INF | [-.INF] is no number in JSON at a (c.yaml:1:4); write a number, or \"-.INF\" for text",
                ".NaN | [.NaN] is no number in JSON at a (c.yaml:1:4); write a number, or \".NaN\" for text"
            })
    void plainText_thatCannotBeTaken_isRefused(String yaml, String problem) {
        ReadResult result = ConfigReader.standard().readYaml("c.yaml", "a: " + yaml);

        assertThat(result.problems()).singleElement().hasToString(problem);
        assertThat(result.problems()).allMatch(ConfigProblem::isError);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "yes | [yes] is true in YAML 1.1 and text in YAML 1.2 at a (c.yaml:1:4); read as text; write true, or \"yes\" for text",
                "on | [on] is true in YAML 1.1 and text in YAML 1.2 at a (c.yaml:1:4); read as text; write true, or \"on\" for text",
                "NO | [NO] is false in YAML 1.1 and text in YAML 1.2 at a (c.yaml:1:4); read as text; write false, or \"NO\" for text",
                "Off | [Off] is false in YAML 1.1 and text in YAML 1.2 at a (c.yaml:1:4); read as text; write false, or \"Off\" for text",
                "1_000 | [1_000] is a number in YAML 1.1 and text in YAML 1.2 at a (c.yaml:1:4); read as text; write a plain decimal number, or \"1_000\" for text",
                "0_1 | [0_1] is a number in YAML 1.1 and text in YAML 1.2 at a (c.yaml:1:4); read as text; write a plain decimal number, or \"0_1\" for text",
                "1_0.5 | [1_0.5] is a number in YAML 1.1 and text in YAML 1.2 at a (c.yaml:1:4); read as text; write a plain decimal number, or \"1_0.5\" for text",
                "0b11 | [0b11] is a number in YAML 1.1 and text in YAML 1.2 at a (c.yaml:1:4); read as text; write a plain decimal number, or \"0b11\" for text",
                "-0x1F | [-0x1F] is a number in YAML 1.1 and text in YAML 1.2 at a (c.yaml:1:4); read as text; write a plain decimal number, or \"-0x1F\" for text"
            })
    void plainText_thatIsMoreInOldYaml_isTextWithAWarning(String yaml, String warning) {
        ReadResult beside = ConfigReader.standard().readYaml("c.yaml", "a: " + yaml + BROKEN);

        assertThat(beside.problems()).first().hasToString(warning).matches(problem -> !problem.isError());
        assertThat(read("a: " + yaml)).isEqualTo(ConfigDocument.parse("json", "{a: '" + yaml + "'}"));
    }

    @Test
    void value_thatIsSecret_isNotQuotedInAProblem() {
        ReadResult result = ConfigReader.standard()
                .readYaml("c.yaml", "token: 0123456\nother: &x 0123\npassword: *x\napiKey: 1_000");

        assertThat(result.problems())
                .extracting(ConfigProblem::toString)
                .containsExactly(
                        "a number with a leading zero is not the same in YAML 1.1 and YAML 1.2 at token (c.yaml:1:8); write it without the zero, or in quotes for text",
                        "a number with a leading zero is not the same in YAML 1.1 and YAML 1.2 at other (c.yaml:2:11); write it without the zero, or in quotes for text",
                        "[***] is a number in YAML 1.1 and text in YAML 1.2 at apiKey (c.yaml:4:9); read as text; write a plain decimal number, or quotes for text");
    }

    @Test
    void number_outOfRange_isRefusedAsInJson() {
        String expected =
                "number out of range at a (c.yaml:1:4); expected at most 1000 digits and an exponent of at most 9999";

        for (String number :
                new String[] {"1e99999", "0x" + "F".repeat(1_000), "0x" + "F".repeat(100_000), "9".repeat(1_001)}) {
            assertThat(ConfigReader.standard()
                            .readYaml("c.yaml", "a: " + number)
                            .problems())
                    .singleElement()
                    .hasToString(expected);
        }
    }

    @Test
    void key_isTheTextAsItIsWritten() {
        assertThat(read("1: a\ntrue: b\non: c\n012: d\n1_0: e\n.inf: f\n\"\": g\n\"<<\": h\n'~': i\n12:30: j\n")
                        .root()
                        .keys())
                .containsExactly("1", "true", "on", "012", "1_0", ".inf", "", "<<", "~", "12:30");
    }

    @Test
    void blockText_isReadAsYamlDefines() {
        assertThat(
                        read(
                                "a: |\n  one\n   two\n\nb: >\n  one\n  two\n\n  three\nc: |+\n  x\n\nd: \"a\\\n  b\"\ne: 'it''s\n  so'\nf: one\n  two\n"))
                .isEqualTo(
                        ConfigDocument.parse(
                                "json",
                                "{a: 'one\\n two\\n', b: 'one two\\nthree\\n', c: 'x\\n\\n', d: 'ab', e: 'it\\'s so', f: 'one two'}"));
    }

    private static ConfigDocument read(String yaml) {
        return ConfigReader.standard().readYaml("c.yaml", yaml).orThrow();
    }
}
