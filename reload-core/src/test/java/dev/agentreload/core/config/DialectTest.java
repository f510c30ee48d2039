// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What hand-written files use besides JSON. */
class DialectTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\": 1} // end          | {\"a\":1}",
                "// start~{\"a\": 1}      | {\"a\":1}",
                "{/* one */\"a\"/* two */:/**/1/*** 3 ***/} | {\"a\":1}",
                "{\"a\": /* { */ 1}         | {\"a\":1}",
                "{\"a\": 'it'}              | {\"a\":\"it\"}",
                "{\"a\": 'it\\'s \"so\"'}   | {\"a\":\"it's \\\"so\\\"\"}",
                "{\"a\": '//'}              | {\"a\":\"//\"}",
                "{'a': 1}                   | {\"a\":1}",
                "{a: 1, b_2: 2, $c: 3}      | {\"a\":1,\"b_2\":2,\"$c\":3}",
                "{gpt-4: 1, @b: 2, #c: 3, *: 4, +: 5} | {\"gpt-4\":1,\"@b\":2,\"#c\":3,\"*\":4,\"+\":5}",
                "{5: 1, true: 2, null: 3}   | {\"5\":1,\"true\":2,\"null\":3}",
                "{\"a\": [1, 2,], \"b\": {\"c\": 1,},} | {\"a\":[1,2],\"b\":{\"c\":1}}"
            })
    void text_ofPeople_isRead(String text, String json) {
        assertThat(ConfigDocument.parse("config.json", text.replace('~', '\n')).root())
                .hasToString(json);
    }

    @Test
    void text_ofPrograms_isRead() {
        assertThat(ConfigDocument.parse("config.json", """
                        {"a":{"b":[1,-2.5e+3,"\\u00e9\\n\\"\\\\\\/\\b\\f\\r\\t",true,false,null,{},[]]}}""").root())
                .hasToString("{\"a\":{\"b\":[1,-2.5E+3,\"\u00e9\\n\\\"\\\\/\\b\\f\\r\\t\",true,false,null,{},[]]}}");
    }

    @Test
    void emptyObject_isADocument() {
        assertThat(ConfigDocument.parse("config.json", "{}").root().isEmpty()).isTrue();
    }

    @Test
    void strings_withHalfOfASurrogatePair_areRead() {
        ConfigDocument document = ConfigDocument.parse("config.json", "{\"a\": \"\\ud83d\"}");

        assertThat(((ConfigString) document.root().value(0)).value()).isEqualTo("\uD83D");
        assertThat(document.root()).hasToString("{\"a\":\"\\ud83d\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{a: unquoted}",
                "{a: NaN}",
                "{a: Infinity}",
                "{a: .5}",
                "{a: 5.}",
                "{a: +5}",
                "{a: 05}",
                "{a: 0x10}",
                "{a: 1_000}",
                "{a: \"b\" \"c\"}",
                "{a = 1}",
                "{a: 1; b: 2}",
                "{a: 1 b: 2}",
                "{a b: 1}",
                "{, a: 1}",
                "{a: 1,, b: 2}",
                "{a: [1,,2]}",
                "{a: [,1]}",
                "{a: \"b\nc\"}",
                "{a: \"\\x\"}",
                "{a: `b`}",
                "{\"a\": 1} # end",
                "{a: 1 # end\n}",
                "# start\n{}",
                "{a: /* 1}",
                "{a: tru}",
                "{a: TRUE}",
                "{[a]: 1}",
                "{\u00e9: 1}",
                "{: 1}"
            })
    void text_ofOtherDialects_isRefused(String text) {
        assertThat(ConfigReader.standard().read("config.json", text))
                .isInstanceOfSatisfying(
                        ReadResult.Refused.class,
                        refused -> assertThat(refused.problems()).isNotEmpty());
    }
}
