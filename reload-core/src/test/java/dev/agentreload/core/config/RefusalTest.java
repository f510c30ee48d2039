// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused, where, and in which words; all of it at once. */
class RefusalTest {

    private static final ConfigReader STANDARD =
            ConfigReader.builder().strictness(Strictness.STRICT).build();

    @Test
    void duplicateKeys_areAllReportedWhereTheyStandAgain() {
        assertThat(problems("{\"a\": 1, \"a\": 2,\n 'b': {c: 1, \"c\": 2, \"\\u0063\": 3},\n a: 3}"))
                .containsExactly(
                        "duplicate key [a] at a (c.json:1:10); expected each key once, the first is at c.json:1:2",
                        "duplicate key [c] at b.c (c.json:2:14); expected each key once, the first is at c.json:2:8",
                        "duplicate key [c] at b.c (c.json:2:22); expected each key once, the first is at c.json:2:8",
                        "duplicate key [a] at a (c.json:3:2); expected each key once, the first is at c.json:1:2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"`` | 1:1", "` ` | 1:2", "`\n\n` | 3:1", "`// so` | 1:6", "`\uFEFF` | 1:1"})
    void noContent_isNotAnEmptyDocument(String text, String position) {
        assertThat(problems(text))
                .containsExactly("no content at $ (c.json:" + position + "); expected an object; an empty one is {}");
    }

    @ParameterizedTest
    @CsvSource({"[], a list", "'\"x\"', a string", "5, a number", "true, true or false", "null, null"})
    void root_thatIsNoObject_isRefused(String text, String kind) {
        assertThat(problems("\n " + text)).containsExactly("found " + kind + " at $ (c.json:2:2); expected an object");
    }

    @Test
    void root_thatIsNoObject_isReportedBeforeWhatFollows() {
        assertThat(problems("[] []"))
                .containsExactly(
                        "found a list at $ (c.json:1:1); expected an object",
                        "text after the end of the document at $ (c.json:1:4); expected nothing more");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} {}        | 1:4",
                "{},          | 1:3",
                "{}~~ x        | 3:2",
                "{} // a~b     | 2:1",
                "{} \"unclosed | 1:4",
                "{} /* unclosed | 1:4",
                "{\"a\":\"\u00e9\"} 'x' | 1:11"
            })
    void text_afterTheEnd_isRefused(String text, String position) {
        assertThat(problems(text.replace('~', '\n')))
                .containsExactly(
                        "text after the end of the document at $ (c.json:" + position + "); expected nothing more");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{               | unexpected end of the source at $ (c.json:1:2); expected a key or }; the { at 1:1 is still open",
                "{\"a\"          | unexpected end of the source at $ (c.json:1:5); expected :",
                "{\"a\":         | unexpected end of the source at a (c.json:1:6); expected a value",
                "{\"a\": 1       | unexpected end of the source at $ (c.json:1:8); expected , or }; the { at 1:1 is still open",
                "{\"a\": 1,      | unexpected end of the source at $ (c.json:1:9); expected a key or }; the { at 1:1 is still open",
                "{\"a\": [       | unexpected end of the source at a[0] (c.json:1:8); expected a value or ]; the [ at 1:7 is still open",
                "{\"a\": [1      | unexpected end of the source at a (c.json:1:9); expected , or ]; the [ at 1:7 is still open",
                "{\"a\": \"b     | unexpected end of the source at a (c.json:1:9); expected the closing quote of a string",
                "{\"a\": 'b      | unexpected end of the source at a (c.json:1:9); expected the closing quote of a string",
                "{a: /* b        | unexpected end of the source at a (c.json:1:9); expected the end of a comment",
                "{a: -           | unexpected end of the source at a (c.json:1:6); expected a digit",
                "{a: 1.          | unexpected end of the source at a (c.json:1:7); expected a digit",
                "{a: 1e          | unexpected end of the source at a (c.json:1:7); expected a digit",
                "{a: tru         | unexpected [t] at a (c.json:1:5); expected a value; text needs quotes",
                "{a: sk-1}       | unexpected [s] at a (c.json:1:5); expected a value; text needs quotes",
                "{a: nulls}      | unexpected [n] at a (c.json:1:5); expected a value; text needs quotes",
                "{a: 01}         | unexpected [0] at a (c.json:1:5); expected a number without leading zeros",
                "{a: .5}         | unexpected [.] at a (c.json:1:5); expected a value",
                "{a: 5.}         | unexpected [}] at a (c.json:1:7); expected a digit",
                "{a: 1x}         | unexpected [x] at $ (c.json:1:6); expected , or }",
                "{a: 1 b: 2}     | unexpected [b] at $ (c.json:1:7); expected , or }",
                "{a: [1 2]}      | unexpected [2] at a (c.json:1:8); expected , or ]",
                "{a: [1,,2]}     | unexpected [,] at a[1] (c.json:1:8); expected a value or ]",
                "{a: 1,, b: 2}   | unexpected [,] at $ (c.json:1:7); expected a key or }",
                "{a 1}           | unexpected [1] at $ (c.json:1:4); expected :",
                "{a: 1, sk-x}    | unexpected [}] at $ (c.json:1:12); expected :",
                "{a: 1, \"sk\"}  | unexpected [}] at $ (c.json:1:12); expected :",
                "{a: ]           | unexpected []] at a (c.json:1:5); expected a value",
                "{a: \"b~c\"}   | unexpected control character [U+000A] at a (c.json:1:7); expected the closing quote of a string; line breaks in it are written \\n",
                "{a: \"\\x\"}    | unexpected [x] at a (c.json:1:7); expected one of \" ' \\ / b f n r t u after a backslash; a backslash itself is written \\\\",
                "{a: '\\x'}      | unexpected [x] at a (c.json:1:7); expected one of \" ' \\ / b f n r t u after a backslash; a backslash itself is written \\\\",
                "{a: \"\\u00g\"} | unexpected [g] at a (c.json:1:10); expected four hexadecimal digits after \\u",
                "{a: \u00e9}     | unexpected [U+00E9] at a (c.json:1:5); expected a value",
                "{'it\\'s': 1 x} | unexpected [x] at $ (c.json:1:13); expected , or }",
                "{a: 1, \u00e9\u00e9: 1 x} | unexpected [U+00E9] at $ (c.json:1:8); expected quotes around a key that is not ASCII",
                "{@a: {#*+: x}}  | unexpected [x] at \"@a\".\"#*+\" (c.json:1:12); expected a value; text needs quotes",
                "{'a\"b': [x]}   | unexpected [x] at \"a\\\"b\"[0] (c.json:1:10); expected a value or ]; text needs quotes",
                "{a: 1, \"\\ud83d\": 2} | half of a surrogate pair in a key at $ (c.json:1:8); expected both halves",
                "{a: [{b: 1}, {c: x}]} | unexpected [x] at a[1].c (c.json:1:18); expected a value; text needs quotes",
                "x               | unexpected [x] at $ (c.json:1:1); expected a value; text needs quotes",
                "}               | unexpected [}] at $ (c.json:1:1); expected a value",
                "/x              | unexpected [/] at $ (c.json:1:1); expected a value"
            })
    void syntaxError_isReportedWithPathPlaceAndExpectation(String text, String problem) {
        assertThat(problems(text.replace('~', '\n'))).containsExactly(problem);
    }

    @Test
    void backtick_isNoQuote() {
        assertThat(problems("{a: `b`}"))
                .containsExactly(
                        "unexpected [`] at a (c.json:1:5); expected double quotes around text, in place of backticks");
    }

    @Test
    void syntaxError_belowKeysOfAnyForm_hasTheirPath() {
        assertThat(problems("{'a\\u0062': {\"\\\"\": {c-d: [[1, {e: x}]]}}}"))
                .containsExactly(
                        "unexpected [x] at ab.\"\\\"\".c-d[0][1].e (c.json:1:35); expected a value; text needs quotes");
    }

    @Test
    void syntaxErrorAfterDuplicateKeys_isReportedWithThem() {
        assertThat(problems("{a: {b: 1, b: 2}, c: [1"))
                .containsExactly(
                        "duplicate key [b] at a.b (c.json:1:12); expected each key once, the first is at c.json:1:6",
                        "unexpected end of the source at c (c.json:1:24); expected , or ]; the [ at 1:22 is still open");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{a: True}     | unexpected [T] at a (c.json:1:5); expected true in lower case",
                "{a: FALSE}    | unexpected [F] at a (c.json:1:5); expected false in lower case",
                "{a: None}     | unexpected [N] at a (c.json:1:5); expected null",
                "{a: undefined} | unexpected [u] at a (c.json:1:5); expected null",
                "{a: nil}      | unexpected [n] at a (c.json:1:5); expected null",
                "{a: [yes]}    | unexpected [y] at a[0] (c.json:1:6); expected true or false; text needs quotes",
                "{a: off}      | unexpected [o] at a (c.json:1:5); expected true or false; text needs quotes",
                "{a: 1, # so~} | unexpected [#] at $ (c.json:1:8); expected // or /* before a comment",
                "{~# so~a: 1}  | unexpected [#] at $ (c.json:2:1); expected // or /* before a comment",
                "{a: 1 # so~}  | unexpected [#] at $ (c.json:1:7); expected // or /* before a comment",
                "{#a: 1, b x}  | unexpected [x] at $ (c.json:1:11); expected :",
                "{a: \"b\tc\"} | unexpected control character [U+0009] at a (c.json:1:7); expected \\t in place of a tab in a string",
                "{~<<<<<<< HEAD~a: 1} | found a merge conflict marker at $ (c.json:2:1); expected a file without conflicts",
                "{a: 1~=======~} | found a merge conflict marker at $ (c.json:2:1); expected a file without conflicts",
                "{a: 1,~>>>>>>> x~} | found a merge conflict marker at $ (c.json:2:1); expected a file without conflicts",
                "{a: \u201cb\u201d} | unexpected [U+201C] (curly quote) at a (c.json:1:5); expected straight quotes",
                "{\u201ca\u201d: 1} | unexpected [U+201C] (curly quote) in a key at \"\u201ca\u201d\" (c.json:1:2); expected straight quotes",
                "{\u2018a\u2019: 1} | unexpected [U+2018] (curly quote) in a key at \"\u2018a\u2019\" (c.json:1:2); expected straight quotes",
                "{~\ufeff\"a\": 1} | unexpected [U+FEFF] (byte order mark) at $ (c.json:2:1); expected it at the start of a file only",
                "{\u00a0\"a\": 1} | unexpected [U+00A0] (no-break space) at $ (c.json:1:2); expected a plain space",
                "{a:\u00a01}    | unexpected [U+00A0] (no-break space) at a (c.json:1:4); expected a plain space",
                "{\u2028\"a\": 1} | unexpected [U+2028] (line separator) at $ (c.json:1:2); expected a plain line break",
                "{\u200b\"a\": 1} | unexpected [U+200B] (character without width) at $ (c.json:1:2); expected nothing there",
                "{a: {b: [1}}   | unexpected [}] at a.b (c.json:1:11); expected , or ]; the [ at 1:9 is still open",
                "{a: {~ b: [{~ c: 1}] | unexpected end of the source at a (c.json:3:8); expected , or }; the { at 1:5 is still open",
                "{a: [{b: 1]}  | unexpected []] at a[0] (c.json:1:11); expected , or }; the { at 1:6 is still open",
                "{a: 1}, b: 2} | text after the end of the document at $ (c.json:1:7); expected nothing more; above is a [}] too many",
                "{a: 1}~>>>>>>> x | found a merge conflict marker at $ (c.json:2:1); expected a file without conflicts",
                "{\"a\"\uff1a1} | unexpected [U+FF1A] (full-width character) at $ (c.json:1:5); expected a plain [:]",
                "{a: 1\uff0cb: 2} | unexpected [U+FF0C] (full-width character) at $ (c.json:1:6); expected a plain [,]",
                "{a\uff1a 1} | unexpected [U+FF1A] (full-width character) at $ (c.json:1:3); expected a plain [:]",
                "{a: \uff02b\uff02} | unexpected [U+FF02] (full-width character) at a (c.json:1:5); expected a plain [\"]",
                "{}}            | text after the end of the document at $ (c.json:1:3); expected nothing more; here or above is a [}] too many"
            })
    void mistake_thatIsUsual_isReportedInWordsThatHelp(String text, String problem) {
        assertThat(problems(text.replace('~', '\n'))).containsExactly(problem);
    }

    @Test
    void oddCharacter_inQuotes_isPartOfTheText() {
        assertThat(problems("{\"\u201ca\u201d\": \"\u00a0\ufeff\", '\u2018b': 1}"))
                .isEmpty();
    }

    @Test
    void depth_beyondTheLimit_isReportedForEachPlace() {
        ConfigReader reader =
                ConfigReader.builder().limits(new ReadLimits(1_000, 2)).build();

        assertThat(problems(reader, "{a: {b: {c: [1]}}, d: [[1], 2, {}], e: {}}"))
                .containsExactly(
                        "nested too deep at a.b (c.json:1:9); expected at most 2 objects and lists in each other",
                        "nested too deep at d[0] (c.json:1:24); expected at most 2 objects and lists in each other",
                        "nested too deep at d[2] (c.json:1:32); expected at most 2 objects and lists in each other");
        assertThat(problems(reader, "{a: {b: 1}, c: []}")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {101, 1_001, 99_999, 100_001, 1_000_000})
    void depth_farBeyondTheLimit_isReportedOnce(int depth) {
        String open = "{\"a\":" + "[".repeat(depth);

        assertThat(STANDARD.read("c.json", open + "]".repeat(depth) + "}").problems())
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.message()).isEqualTo("nested too deep");
                    assertThat(problem.position()).hasToString("c.json:1:105");
                });
        assertThat(STANDARD.read("c.json", open).problems())
                .filteredOn(problem -> problem.message().equals("nested too deep"))
                .hasSize(1);
        assertThat(STANDARD.read("c.json", "{\"a\":" + "{\"a\":".repeat(depth)).problems())
                .filteredOn(problem -> problem.message().equals("nested too deep"))
                .hasSize(1);
    }

    @Test
    void size_beyondTheLimit_endsTheReading() {
        ConfigReader reader = ConfigReader.builder()
                .strictness(Strictness.STRICT)
                .limits(new ReadLimits(16, 10))
                .build();

        assertThat(problems(reader, "{a: 1, a: 2, b: {c: 3}}"))
                .containsExactly(
                        "duplicate key [a] at a (c.json:1:8); expected each key once, the first is at c.json:1:2",
                        "source too large at b (c.json:1:17); expected at most 16 bytes");
        assertThat(problems(reader, "{a: 1, a: 2}      "))
                .containsExactly(
                        "duplicate key [a] at a (c.json:1:8); expected each key once, the first is at c.json:1:2",
                        "source too large at $ (c.json:1:17); expected at most 16 bytes");
        assertThat(problems(reader, "{a: \"0123456789\u00e9\"}"))
                .containsExactly("source too large at a (c.json:1:16); expected at most 16 bytes");
        assertThat(problems(reader, "{a: \"01234567\"}")).isEmpty();
    }

    @Test
    void brokenUtf8_endsTheReading() {
        assertThat(problems(bytes("{\"a\": 1, \"a\": [\"\u00e9", 0xff, "\"], \"b\": 1}")))
                .containsExactly(
                        "duplicate key [a] at a (c.json:1:10); expected each key once, the first is at c.json:1:2",
                        "broken UTF-8 at a[0] (c.json:1:18); expected a file in the UTF-8 encoding");
        assertThat(problems(bytes("{} // \u00e9", 0xc3, "")))
                .containsExactly("broken UTF-8 at $ (c.json:1:8); expected a file in the UTF-8 encoding");
        assertThat(problems(bytes("", 0xff, "{}")))
                .containsExactly("broken UTF-8 at $ (c.json:1:1); expected a file in the UTF-8 encoding");
    }

    @Test
    void brokenUtf8_behindASyntaxError_isNotReached() {
        assertThat(problems(bytes("{a: x}", 0xff, "")))
                .containsExactly("unexpected [x] at a (c.json:1:5); expected a value; text needs quotes");
    }

    @Test
    void otherEncodings_areRefused() {
        for (java.nio.charset.Charset charset : List.of(
                StandardCharsets.UTF_16LE,
                StandardCharsets.UTF_16BE,
                StandardCharsets.UTF_16,
                java.nio.charset.Charset.forName("UTF-32LE"),
                java.nio.charset.Charset.forName("UTF-32BE"))) {
            assertThat(problems("{\"a\": 1}".getBytes(charset)))
                    .as("%s", charset)
                    .singleElement()
                    .asString()
                    .startsWith("broken UTF-8 at $ (c.json:1:")
                    .endsWith("; expected a file in the UTF-8 encoding; this one looks like UTF-16");
            assertThat(problems(bytes("\uFEFF", "{\"a\": 1}".getBytes(charset))))
                    .as("%s behind a byte order mark", charset)
                    .isNotEmpty();
        }
    }

    @Test
    void text_withHalfOfASurrogatePair_isNotReadAsSomethingElse() {
        assertThat(problems("{\"a\": \"x\uD83D\"}"))
                .containsExactly("broken UTF-8 at a (c.json:1:9); expected a file in the UTF-8 encoding");
        assertThat(problems("{\"a\": \"\uDE00\uD83D\"}"))
                .containsExactly("broken UTF-8 at a (c.json:1:8); expected a file in the UTF-8 encoding");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e10000", "1e-10000", "1e99999999999", "-1e2147483648"})
    void numbers_outOfRange_areRefused(String number) {
        assertThat(problems("{a: [" + number + "]}"))
                .containsExactly("number out of range at a[0] (c.json:1:6); "
                        + "expected at most 1000 digits and an exponent of at most 9999");
    }

    @Test
    void numbers_ofMoreDigitsThanTheLimit_areRefused() {
        String digits = "9".repeat(1_000);

        assertThat(problems("{a: -" + digits + ", b: 0." + digits + "}")).isEmpty();
        assertThat(problems("{a: 1" + digits + "}")).hasSize(1);
        assertThat(problems("{a: " + "1".repeat(1_000_000) + "}")).hasSize(1);
        assertThat(problems("{a: 1." + "0".repeat(1_000_000) + "}")).hasSize(1);
    }

    @Test
    void problems_ofAllKinds_areReportedInTheirOrderAndTheSyntaxErrorLast() {
        ConfigReader reader = ConfigReader.builder()
                .strictness(Strictness.STRICT)
                .limits(new ReadLimits(1_000, 2))
                .placeholders(placeholder -> new PlaceholderResolver.Resolution.Missing(
                        "environment variable [" + placeholder.name() + "] is not set"))
                .build();

        assertThat(problems(reader, """
                        {
                          a: '${ONE}', a: 1e99999,
                          b: {c: {}, d: '${TWO}', d: 1},
                          b: tru
                        }"""))
                .containsExactly(
                        "duplicate key [a] at a (c.json:2:16); expected each key once, the first is at c.json:2:3",
                        "number out of range at a (c.json:2:19); "
                                + "expected at most 1000 digits and an exponent of at most 9999",
                        "nested too deep at b.c (c.json:3:10); expected at most 2 objects and lists in each other",
                        "duplicate key [d] at b.d (c.json:3:27); expected each key once, the first is at c.json:3:14",
                        "unexpected [t] at b (c.json:4:6); expected a value; text needs quotes");
    }

    @Test
    void orThrow_refused_throwsAllProblemsWithoutACause() {
        assertThatThrownBy(() -> ConfigDocument.parse("c.json", "{a: 1, a: 2, b: x}"))
                .isInstanceOfSatisfying(
                        InvalidConfigException.class,
                        e -> assertThat(e.problems()).hasSize(2))
                .hasMessage("duplicate key [a] at a (c.json:1:8); the last one counts, the first is at c.json:1:2\n"
                        + "unexpected [x] at b (c.json:1:17); expected a value; text needs quotes")
                .hasNoCause();
    }

    @Test
    void limits_thatCannotBe_areRefused() {
        assertThatThrownBy(() -> new ReadLimits(0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the limit of bytes must be positive, not 0");
        assertThatThrownBy(() -> new ReadLimits(1, 0)).hasMessage("the limit of depth must be 1 to 1000, not 0");
        assertThatThrownBy(() -> new ReadLimits(1, 1001)).hasMessage("the limit of depth must be 1 to 1000, not 1001");
        assertThat(ReadLimits.standard()).isEqualTo(new ReadLimits(67_108_864, 100));
    }

    @Test
    void maps_haveTheSameLimits() {
        ConfigReader reader =
                ConfigReader.builder().limits(new ReadLimits(1_000, 2)).build();

        assertThat(reader.read("map", Map.of("a", List.of(List.of()))).problems())
                .extracting(ConfigProblem::toString)
                .containsExactly("nested too deep at a[0] (map); expected at most 2 objects and lists in each other");
    }

    private static byte[] bytes(String before, int broken, String after) {
        return bytes(before, concat(new byte[] {(byte) broken}, after.getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] bytes(String before, byte[] after) {
        return concat(before.getBytes(StandardCharsets.UTF_8), after);
    }

    private static byte[] concat(byte[] one, byte[] other) {
        byte[] all = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, all, one.length, other.length);
        return all;
    }

    private static List<String> problems(String text) {
        return problems(STANDARD, text);
    }

    private static List<String> problems(ConfigReader reader, String text) {
        return problems(reader.read("c.json", text));
    }

    private static List<String> problems(byte[] content) {
        return problems(STANDARD.read("c.json", content));
    }

    private static List<String> problems(ReadResult result) {
        assertThat(result.problems().isEmpty()).isEqualTo(result instanceof ReadResult.Success);
        assertThat(result.problems()).allMatch(ConfigProblem::isError);
        return result.problems().stream().map(ConfigProblem::toString).toList();
    }
}
