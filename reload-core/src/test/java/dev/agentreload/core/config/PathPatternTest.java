// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathPatternTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "channels.*.accounts.* | channels.telegram.accounts.work",
                "channels.*.accounts.* | channels.telegram.accounts[0]",
                "channels.*.accounts.* | channels.telegram.accounts[id=work#2]",
                "models.providers.*    | models.providers.\"gpt-4.1\"",
                "*                     | \"\"",
                "\"*\"                 | \"*\"",
                "\"a.b\"               | \"a.b\"",
                "$                     | $"
            })
    void matches_everySegmentFits_isTrue(String pattern, String path) {
        assertThat(PathPattern.parse(pattern).matches(ConfigPath.parse(path))).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "channels.*            | channels",
                "channels.*            | channels.telegram.accounts",
                "agents.defaults.model | agents.defaults.models",
                "\"*\"                 | a",
                "a.b                   | \"a.b\"",
                "a.\"0\"               | a[0]",
                "a.main                | a[id=main]",
                "a                     | A",
                "$                     | a"
            })
    void matches_aSegmentDiffers_isFalse(String pattern, String path) {
        assertThat(PathPattern.parse(pattern).matches(ConfigPath.parse(path))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"$", "a", "a.*", "*.*", "\"*\".*", "\"a.b\".\"\"", "\"[0]\""})
    void text_isWhatWasParsed(String text) {
        assertThat(PathPattern.parse(text)).hasToString(text).isEqualTo(PathPattern.parse(text));
    }

    @Test
    void pattern_hasDepthLiteralsAndWildcards() {
        PathPattern pattern = PathPattern.parse("channels.*.\"*\"");

        assertThat(pattern.depth()).isEqualTo(3);
        assertThat(pattern.wildcards()).isEqualTo(1);
        assertThat(pattern.literal(0)).contains("channels");
        assertThat(pattern.literal(1)).isEmpty();
        assertThat(pattern.literal(2)).contains("*");
    }

    @Test
    void keyAndAny_goOneSegmentFurther() {
        assertThat(PathPattern.parse("$").key("a.b").any())
                .hasToString("\"a.b\".*")
                .isEqualTo(PathPattern.parse("\"a.b\".*"))
                .hasSameHashCodeAs(PathPattern.parse("\"a.b\".*"));
        assertThat(PathPattern.parse("a.*")).isNotEqualTo(PathPattern.parse("a.\"*\""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"a[0]          | [0]", "a[2147483647] | [2147483647]", "a[id=main].b  | [id=main]"})
    void parse_listElement_isRefused(String text, String element) {
        assertThatThrownBy(() -> PathPattern.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bad pattern [" + text + "]: list elements are matched by *, not by " + element);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``    | expected a name at column 1",
                "a.    | expected a name at column 3",
                "a.**  | expected '.' at column 4",
                "a*    | expected '.' at column 2"
            })
    void parse_textThatIsNoPattern_isRefusedWithTheColumn(String text, String expectation) {
        assertThatThrownBy(() -> PathPattern.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bad pattern [" + text + "]: " + expectation);
    }
}
