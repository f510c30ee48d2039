// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents and their parts are equal when their content is, and so are their fingerprints. */
class ContentEqualityTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{a: 1, b: 2}            | {b: 2, a: 1}",
                "{a: {x: [1], y: null}}  | {a: {y: null, x: [1]}}",
                "{a: 1}                  | {  'a' :  1, /* so */ }",
                "{a: 'b'}                | {\"a\": \"\\u0062\"}",
                "{a: 1}                  | {a: 1.0}",
                "{a: 1}                  | {a: 1e0}",
                "{a: 100}                | {a: 1.00E+2}",
                "{a: 0.5}                | {a: 5e-1}",
                "{a: 0}                  | {a: -0}",
                "{a: 0}                  | {a: -0.0}",
                "{a: 0}                  | {a: 0e9999}",
                "{a: 9223372036854775807} | {a: 9223372036854775807.0}",
                "{a: -9223372036854775808} | {a: -922337203685477580.8e1}",
                "{a: 9223372036854775808} | {a: 9.223372036854775808e18}",
                "{a: 1e9999}             | {a: 10e9998}",
                "{a: 1e-400}             | {a: 0.1e-399}",
                "{a: []}                 | {a: [ ]}"
            })
    void documents_thatSayTheSame_areEqual(String one, String other) {
        assertThat(read(one)).isEqualTo(read(other)).hasSameHashCodeAs(read(other));
        assertThat(read(one).fingerprint()).isEqualTo(read(other).fingerprint());
        assertThat(read(one).contentId()).isEqualTo(read(other).contentId());
        assertThat(read(one).root().value(0).fingerprint())
                .isEqualTo(read(other)
                        .root()
                        .find(read(one).root().key(0))
                        .orElseThrow()
                        .fingerprint());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                      | {a: null}",
                "{a: null}               | {a: 'null'}",
                "{a: 1}                  | {a: '1'}",
                "{a: true}               | {a: 'true'}",
                "{a: true}               | {a: false}",
                "{a: 0}                  | {a: false}",
                "{a: ''}                 | {a: null}",
                "{a: []}                 | {a: {}}",
                "{a: [[]]}               | {a: []}",
                "{a: ['b', 'c']}         | {a: ['bc']}",
                "{a: ['b', 'c']}         | {a: ['c', 'b']}",
                "{a: {b: 1}}             | {a: {}, b: 1}",
                "{ab: 'c'}               | {a: 'bc'}",
                "{a: 9007199254740992}   | {a: 9007199254740993}",
                "{a: 9223372036854775807} | {a: 9223372036854775808}",
                "{a: 0.1}                | {a: 0.10000000000000000001}",
                "{a: 1e9999}             | {a: 1e9998}",
                "{a: 'x'}                | {a: 'X'}",
                "{a: 'x'}                | {A: 'x'}",
                "{a: 'x'}                | {a: 'x '}",
                "{a: '\\u00e9'}          | {a: 'e\\u0301'}"
            })
    void documents_thatSayOtherwise_differ(String one, String other) {
        assertThat(read(one)).isNotEqualTo(read(other));
        assertThat(read(one).fingerprint()).isNotEqualTo(read(other).fingerprint());
        assertThat(read(one).contentId()).isNotEqualTo(read(other).contentId());
    }

    @Test
    void documents_ofOtherSourcesAndPositions_areEqual() {
        ConfigDocument one = ConfigDocument.parse("one.json", "{a: [1]}");
        ConfigDocument other = ConfigDocument.parse("other.json", "\n\n{a: \n [1]}");

        assertThat(one).isEqualTo(other);
        assertThat(one.nearestPosition("a")).isNotEqualTo(other.nearestPosition("a"));
    }

    @Test
    void subtrees_inOtherPlaces_areEqual() {
        ConfigDocument document = read("{a: {x: [1, {y: 2}]}, b: [{x: [1.0, {y: 2e0}]}]}");

        assertThat(document.find(ConfigPath.parse("a"))).isEqualTo(document.find(ConfigPath.parse("b[0]")));
    }

    @Test
    void fingerprints_areNotShown() {
        Fingerprint fingerprint = read("{a: 1}").fingerprint();

        assertThat(fingerprint).hasToString("Fingerprint[hidden]");
    }

    @Test
    void contentId_isSixteenDigitsThatStandForTheContentEverywhere() {
        assertThat(read("{}").contentId()).isEqualTo(read("{ }").contentId()).matches("[0-9a-f]{16}");
        assertThat(read("{a: [1, 'x', null, true]}").contentId()).isEqualTo("1f6bc29ae9bb5215");
    }

    @Test
    void toString_ofADocument_isSourceAndContentId() {
        assertThat(read("{a: 1}")).hasToString("config.json@" + read("{a: 1}").contentId());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1.0", "1.50", "1E+2", "9223372036854775808"})
    void numbers_areShownAsTheyWereWritten(String number) {
        assertThat(read("{a: " + number + "}").root()).hasToString("{\"a\":" + number + "}");
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1.0, 1", "1e3, 1000", "-0, 0", "9223372036854775807, 9223372036854775807"})
    void asLong_wholeNumber_isItsValue(String number, long value) {
        assertThat(number(number).asLong()).hasValue(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5", "9223372036854775808", "-9223372036854775809", "1e19", "1e9999", "1e-9999"})
    void asLong_anythingElse_isEmpty(String number) {
        assertThat(number(number).asLong()).isEmpty();
    }

    @Test
    void maps_andText_giveTheSameTree() {
        Map<String, Object> map = Map.of("a", List.of(1, 2.5, "x", true), "b", Map.of());

        assertThat(ConfigReader.standard().read("map", map).orThrow())
                .isEqualTo(read("{a: [1, 2.5, 'x', true], b: {}}"));
    }

    private static ConfigNumber number(String number) {
        return (ConfigNumber) read("{a: " + number + "}").root().value(0);
    }

    private static ConfigDocument read(String json) {
        return ConfigDocument.parse("config.json", json);
    }
}
