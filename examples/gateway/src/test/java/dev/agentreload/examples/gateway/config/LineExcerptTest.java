// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineExcerptTest {

    @Test
    void masked_line_showsKeysAndLiteralsAndCaret() {
        assertThat(masked("  \"model\": \"openai/gpt-5\", \"on\": true x", 39))
                .isEqualTo("  7 |   \"model\": ***, \"on\": true ***\n" + " ".repeat(33) + "^");
    }

    @Test
    void withValue_subjectIsNoSecret_showsItAlone() {
        assertThat(new LineExcerpt("  \"a\": \"one\", \"b\": \"two\"", 7).withValue(20))
                .isEqualTo("  7 |   \"a\": ***, \"b\": \"two\"\n  " + " ".repeat(21) + "^");
    }

    @Test
    void masked_caretBeyondEmoji_countsCodePoints() {
        assertThat(masked("{\"\uD83D\uDE00\": !", 7))
                .isEqualTo("  7 | {\"\uD83D\uDE00\": ***\n           " + " ".repeat(2) + "^");
    }

    @Test
    void masked_longLine_showsThePartAroundTheCaret() {
        String line = "{" + "\"key\": 1, ".repeat(100) + "]";

        List<String> shown = masked(line, line.length()).lines().toList();

        assertThat(shown.get(0)).startsWith("  7 | ...").endsWith("]").hasSizeLessThan(130);
        assertThat(shown.get(1).indexOf('^')).isEqualTo(shown.get(0).length() - 1);
    }

    @Test
    void masked_longString_needsNoMoreStackThanAShortOne() {
        String line =
                "\"prompt\": \"" + "a \\\" ".repeat(100_000) + "\", 'b': '" + "\\' ".repeat(100_000) + "', \"typo\": 1";

        assertThat(masked(line, line.length() - 8)).contains("\"typo\": ***").hasSizeLessThan(300);
    }

    @Test
    @Timeout(value = 60) // the square of this length takes much longer
    void masked_fileOnOneLine_takesTimeForItsLengthAlone() {
        String line = "{" + "\"key\": [1, \"two\"], ".repeat(100_000) + "}";

        assertThat(masked(line, line.length())).hasSizeLessThan(300);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"token\": \"s3cr3t\"",
                "\"token\": 's3cr3t'",
                "token: s3cr3t",
                "\"token\": \"s3cr3t",
                "\"token\": 12:s3cr3t",
                "\"token\": 12:s3cr3t:",
                "  \"s3cr3t\", ",
                "// token was s3cr3t",
                "1, /* s3cr3t */ 2",
                "\"token\": /* new */ s3cr3t:",
                "// token\u2028was: s3cr3t :",
                "  12:s3cr3t",
                "\"headers\": {\"x\": \"s3cr3t\"}",
                "\"url\": \"https://user:s3cr3t@host\"",
            })
    void masked_secretInAnyShape_isNotShown(String line) {
        for (int column = 1; column <= line.length() + 1; column++) {
            assertThat(masked(line, column)).doesNotContain("s3cr3t");
        }
    }

    @Test
    @Timeout(value = 60) // the product of length and number of places takes much longer
    void masked_manyPlacesOfOneLine_readsTheLineOnce() {
        String line = "{" + "\"k\uD83D\uDE00y\": [1, \"two\"], ".repeat(50_000) + "}";
        LineExcerpt excerpt = new LineExcerpt(line, 7);

        for (int i = 0; i < 50_000; i++) {
            assertThat(excerpt.masked(2 + i * 19)).endsWith("^");
        }
        assertThat(excerpt.masked(2))
                .startsWith("  7 | {\"k\uD83D\uDE00y\": [***, ***], ")
                .endsWith("\n       ^");
    }

    @Test
    void masked_yaml_showsKeysAndSignsOfLists() {
        assertThat(masked("  - id: main # s3cr3t", 9)).isEqualTo("  7 |   - id: ***\n              ^");
    }

    private static String masked(String line, int column) {
        return new LineExcerpt(line, 7).masked(column);
    }
}
