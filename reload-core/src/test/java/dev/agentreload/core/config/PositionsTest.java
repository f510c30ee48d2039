// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where values stand: lines and columns from 1, columns in code points. */
class PositionsTest {

    private static final String EMOJI = "\uD83D\uDE00";

    @Test
    void values_ofEveryKind_standAtTheirFirstCharacter() {
        ConfigDocument document = read("""
                {
                  "object": {"in": 1},
                  "list": [ "a",
                    -2.5, true, null],
                  'single': 'quoted', bare: {}
                }""");

        assertThat(position(document, "$")).isEqualTo("1:1");
        assertThat(position(document, "object")).isEqualTo("2:13");
        assertThat(position(document, "object.in")).isEqualTo("2:20");
        assertThat(position(document, "list")).isEqualTo("3:11");
        assertThat(position(document, "list[0]")).isEqualTo("3:13");
        assertThat(position(document, "list[1]")).isEqualTo("4:5");
        assertThat(position(document, "list[2]")).isEqualTo("4:11");
        assertThat(position(document, "list[3]")).isEqualTo("4:17");
        assertThat(position(document, "single")).isEqualTo("5:13");
        assertThat(position(document, "bare")).isEqualTo("5:29");
    }

    @Test
    void columns_countCodePoints() {
        ConfigDocument document =
                read("{\"" + EMOJI + "\": \"" + EMOJI + EMOJI + "\", \"\u00e9\": \"e\u0301\u6f22\", \"last\": 1}");

        assertThat(position(document, "\"" + EMOJI + "\"")).isEqualTo("1:7");
        assertThat(position(document, "\u00e9")).isEqualTo("1:18");
        assertThat(position(document, "last")).isEqualTo("1:33");
    }

    @Test
    void columns_inALaterLine_doNotCountEarlierOnes() {
        assertThat(position(read("{\"" + EMOJI + "\": 1,\n \"b\": \"" + EMOJI + "\", \"c\": 2}"), "c"))
                .isEqualTo("2:17");
    }

    @Test
    void columns_afterATab_countItOnce() {
        assertThat(position(read("{\t\t\"a\":\t1}"), "a")).isEqualTo("1:9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void lines_endAsAnySystemEndsThem(String end) {
        ConfigDocument document = read("{" + end + "// " + EMOJI + end + end + "  \"a\": [" + end + "1" + end + "]}");

        assertThat(position(document, "a")).isEqualTo("4:8");
        assertThat(position(document, "a[0]")).isEqualTo("5:1");
    }

    @Test
    void lines_doNotEndAtOtherSeparators() {
        assertThat(position(read("{\"a\": \"\u2028\u0085\", \"b\": 1}"), "b")).isEqualTo("1:18");
    }

    @Test
    void byteOrderMark_isNotCounted() {
        ConfigDocument document = read("\uFEFF{\"a\": 1,\n\"b\": \"" + EMOJI + "\", \"c\": 2}");

        assertThat(position(document, "$")).isEqualTo("1:1");
        assertThat(position(document, "a")).isEqualTo("1:7");
        assertThat(position(document, "c")).isEqualTo("2:16");
    }

    @Test
    void comments_areCounted() {
        ConfigDocument document = read("/* " + EMOJI + " */ {a: // x\n /*\n*/ 1}");

        assertThat(position(document, "$")).isEqualTo("1:9");
        assertThat(position(document, "a")).isEqualTo("3:4");
    }

    @Test
    void positions_inOneLongLine_areRight() {
        StringBuilder json = new StringBuilder("{\"list\": [");
        for (int i = 0; i < 5_000; i++) {
            json.append('"').append(EMOJI).append("\",");
        }
        ConfigDocument document = read(json.append("0]}").toString());

        assertThat(position(document, "list[0]")).isEqualTo("1:11");
        assertThat(position(document, "list[4999]")).isEqualTo("1:" + (11 + 4 * 4999));
        assertThat(position(document, "list[5000]")).isEqualTo("1:" + (11 + 4 * 5000));
    }

    @Test
    void problems_afterWideCharacters_countCodePointsToo() {
        assertThat(ConfigReader.standard()
                        .read("c.json", "{\"" + EMOJI + "\": 1, \"a\": 1e99999, \"" + EMOJI + "\": 2}")
                        .problems())
                .extracting(problem -> problem.position().toString())
                .containsExactly("c.json:1:15", "c.json:1:24");
    }

    @Test
    void maps_haveNoLines() {
        ConfigDocument document =
                ConfigReader.standard().read("defaults", Map.of("a", 1)).orThrow();

        assertThat(document.nearestPosition("a")).hasToString("defaults");
        assertThat(document.nearestPosition("a").hasLine()).isFalse();
        assertThat(document.nearestPosition("a")).isEqualTo(SourcePosition.of("defaults"));
    }

    @Test
    void position_print_isSourceLineAndColumn() {
        assertThat(new SourcePosition("config.json", 14, 7)).hasToString("config.json:14:7");
    }

    @Test
    void position_thatCannotBe_isRefused() {
        assertThatThrownBy(() -> new SourcePosition("x", -1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("line and column must not be negative");
        assertThatThrownBy(() -> new SourcePosition("x", 1, 0))
                .hasMessage("line and column must both be known or unknown");
    }

    private static ConfigDocument read(String json) {
        return ConfigDocument.parse("c.json", json);
    }

    private static String position(ConfigDocument document, String path) {
        SourcePosition position =
                document.find(ConfigPath.parse(path)).orElseThrow().position();
        return position.line() + ":" + position.column();
    }
}
