// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The text form of paths: it reads well, and nothing in a key can pass for something else. */
class PathTextTest {

    private static final String EMOJI = "\uD83D\uDE00";

    @Test
    void root_printsAsDollar() {
        assertThat(ConfigPath.root()).hasToString("$");
        assertThat(ConfigPath.parse("$")).isEqualTo(ConfigPath.root());
    }

    @Test
    void keys_ofLettersDigitsUnderscoreAndDash_areBare() {
        assertThat(ConfigPath.of("agents", "gpt-4_x", "5", "-", "\u00e9t\u00e9", "\u043a\u043b\u044e\u0447"))
                .hasToString("agents.gpt-4_x.5.-.\u00e9t\u00e9.\u043a\u043b\u044e\u0447");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "a.b",
                "gpt-4.1",
                "a/b",
                "[0]",
                "x]y",
                "[id=a]",
                "two words",
                "*",
                "$",
                "#2",
                "50%",
                "it's",
                "id=a",
                EMOJI
            })
    void keys_withAnyOtherCharacter_areQuoted(String key) {
        assertThat(ConfigPath.of("a", key, "b")).hasToString("a.\"" + key + "\".b");
    }

    @Test
    void keys_withQuotesBackslashesAndControlCharacters_areEscapedAsInJson() {
        assertThat(ConfigPath.of("\"", "\\", "\n", "\u0000")).hasToString("\"\\\"\".\"\\\\\".\"\\n\".\"\\u0000\"");
    }

    @Test
    void keys_withDots_doNotEqualTwoKeys() {
        assertThat(ConfigPath.of("a.b")).isNotEqualTo(ConfigPath.of("a", "b"));
        assertThat(ConfigPath.parse("a.b")).isEqualTo(ConfigPath.of("a", "b"));
        assertThat(ConfigPath.parse("\"a.b\"")).isEqualTo(ConfigPath.of("a.b"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "a.b",
                "a/b",
                "~1",
                "[0]",
                "x]y",
                "[id=a]",
                "\"",
                "\\\"",
                "\\",
                "it's",
                "two words",
                " ",
                "*",
                "$",
                "#2",
                "id=a",
                "true",
                "5",
                "-",
                "line\nbreak",
                "\u0000",
                "\u00e9",
                "\u2028",
                EMOJI,
                "a" + EMOJI + "b",
                "\uD83D",
                "\uDE00\uD83D"
            })
    void text_parsedAgain_isTheSamePath(String text) {
        ConfigPath path = ConfigPath.of(text, "x")
                .index(7)
                .key(text)
                .then(new PathSegment.Identity(text, ConfigNode.Kind.STRING, text, 0))
                .then(new PathSegment.Identity("id", ConfigNode.Kind.STRING, text, 2))
                .key(text);

        assertThat(ConfigPath.parse(path.toString())).isEqualTo(path);
        assertThat(ConfigPath.parse(path.toString()).segments()).isEqualTo(path.segments());
    }

    @Test
    void indexes_areInBrackets() {
        assertThat(ConfigPath.of("bindings").index(2).key("agentId")).hasToString("bindings[2].agentId");
        assertThat(ConfigPath.parse("[0][1].a"))
                .isEqualTo(ConfigPath.root().index(0).index(1).key("a"));
    }

    @Test
    void identities_nameKeyAndValue() {
        assertThat(identified(ConfigNode.Kind.STRING, "coder", 0)).hasToString("agents.list[id=coder].model");
        assertThat(identified(ConfigNode.Kind.STRING, "two words", 0))
                .hasToString("agents.list[id=\"two words\"].model");
        assertThat(identified(ConfigNode.Kind.STRING, "", 0)).hasToString("agents.list[id=\"\"].model");
    }

    @Test
    void identities_secondOccurrence_countsFromTwo() {
        assertThat(identified(ConfigNode.Kind.STRING, "coder", 1)).hasToString("agents.list[id=coder#2].model");
        assertThat(ConfigPath.parse("agents.list[id=coder#2].model"))
                .isEqualTo(identified(ConfigNode.Kind.STRING, "coder", 1));
        assertThat(ConfigPath.parse("agents.list[id=coder#1].model"))
                .isEqualTo(identified(ConfigNode.Kind.STRING, "coder", 0));
    }

    @Test
    void identities_ofOtherKinds_differFromStringsThatLookAlike() {
        assertThat(identified(ConfigNode.Kind.NUMBER, "5", 0)).hasToString("agents.list[id=5].model");
        assertThat(identified(ConfigNode.Kind.STRING, "5", 0)).hasToString("agents.list[id=\"5\"].model");
        assertThat(identified(ConfigNode.Kind.BOOLEAN, "true", 0)).hasToString("agents.list[id=true].model");
        assertThat(identified(ConfigNode.Kind.STRING, "true", 0)).hasToString("agents.list[id=\"true\"].model");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "-5", "0.5", "100000000000000000000", "-1.5E-7"})
    void identities_ofNumbers_parseBack(String number) {
        ConfigPath path = identified(ConfigNode.Kind.NUMBER, number, 1);

        assertThat(ConfigPath.parse(path.toString())).isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource({"1.0, 1", "1e0, 1", "007, 7", "-0, 0", "0.50, 0.5", "100e-2, 1", "1e20, 100000000000000000000"})
    void identities_ofNumbersSpelledOtherwise_areTheSame(String spelled, String canonical) {
        assertThat(ConfigPath.parse("list[id=" + spelled + "]"))
                .isEqualTo(ConfigPath.of("list")
                        .then(new PathSegment.Identity("id", ConfigNode.Kind.NUMBER, canonical, 0)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``         | expected a name at column 1",
                "a.         | expected a name at column 3",
                ".a         | expected a name at column 1",
                "a..b       | expected a name at column 3",
                "a b        | expected '.' at column 2",
                "a$         | expected '.' at column 2",
                "a\"b\"     | expected '.' at column 2",
                "a[0]b      | expected '.' at column 5",
                "a.[0]      | expected a name at column 3",
                "a]         | expected '.' at column 2",
                "a[         | expected a name at column 3",
                "a[]        | expected a name at column 3",
                "a[0        | expected ']' at column 4",
                "a[x]       | expected a number or an identity such as id=main in the brackets at column 3",
                "a[-1]      | expected a number or an identity such as id=main in the brackets at column 3",
                "a[\"5\"]   | expected a number or an identity such as id=main in the brackets at column 3",
                "a[+1]      | expected a name at column 3",
                "a[9999999999] | expected a number or an identity such as id=main in the brackets at column 3",
                "a[id=x#0]  | expected a positive number after # at column 8",
                "a[id=x#-1] | expected a positive number after # at column 8",
                "a[id=x#y]  | expected a positive number after # at column 8",
                "a[id=x     | expected ']' at column 7",
                "a[id=]     | expected an identity; quote one with other characters than letters, digits, _ and - at column 6",
                "a[id=x y]  | expected an identity; quote one with other characters than letters, digits, _ and - at column 6",
                "a[id=\"x]  | expected a quoted name with its closing quote at column 6",
                "\"a        | expected a quoted name with its closing quote at column 1",
                "\"a\\\"    | expected a quoted name with its closing quote at column 1",
                "\"\\q\"    | expected a quoted name with its closing quote at column 1",
                "a.*        | expected a name; a key that is an asterisk is written \"*\" at column 3"
            })
    void parse_textThatIsNoPath_isRefusedWithTheColumn(String text, String expectation) {
        assertThatThrownBy(() -> ConfigPath.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bad path [" + text + "]: " + expectation);
    }

    @Test
    void parse_columns_areCodePoints() {
        assertThatThrownBy(() -> ConfigPath.parse("\"" + EMOJI + EMOJI + "\" x"))
                .hasMessage("bad path [\"" + EMOJI + EMOJI + "\" x]: expected '.' at column 5");
    }

    @Test
    void parse_digitsOfOtherScripts_areNoIndex() {
        assertThatThrownBy(() -> ConfigPath.parse("a[\u0663]"))
                .hasMessage("bad path [a[\u0663]]: "
                        + "expected a number or an identity such as id=main in the brackets at column 3");
    }

    @Test
    void compareTo_shorterPathsComeFirst_thenByText() {
        assertThat(List.of("b.a", "c", "a.b", "a", "$").stream()
                        .map(ConfigPath::parse)
                        .sorted())
                .extracting(ConfigPath::toString)
                .containsExactly("$", "a", "c", "a.b", "b.a");
    }

    private static ConfigPath identified(ConfigNode.Kind kind, String value, int occurrence) {
        return ConfigPath.of("agents", "list")
                .then(new PathSegment.Identity("id", kind, value, occurrence))
                .key("model");
    }
}
