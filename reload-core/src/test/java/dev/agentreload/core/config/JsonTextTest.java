// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.internal.tree.Surrogates;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {

    @Test
    void compact_everyKind_isOneLine() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("text", "a\"b\\\n\u00e9");
        map.put("numbers", List.of(1, 2L, (short) 3, (byte) 4, new AtomicLong(5), 1.5, 2.5f));
        map.put("big", List.of(new BigDecimal("1.50"), new BigInteger("9223372036854775808")));
        map.put("others", Arrays.asList(true, null, ConfigPath.of("a", "b"), ConfigNode.Kind.NULL));
        map.put("empty", List.of(Map.of(), List.of()));

        assertThat(JsonText.compact(map))
                .isEqualTo("{\"text\":\"a\\\"b\\\\\\n\u00e9\",\"numbers\":[1,2,3,4,5,1.5,2.5],"
                        + "\"big\":[1.50,9223372036854775808],\"others\":[true,null,\"a.b\",\"NULL\"],"
                        + "\"empty\":[{},[]]}");
        assertThat(JsonText.compact(null)).isEqualTo("null");
        assertThat(JsonText.compact("x")).isEqualTo("\"x\"");
    }

    @Test
    void pretty_hasOneMemberInALine() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("a", List.of(1, Map.of("b", "c")));
        map.put("d", List.of());

        assertThat(JsonText.pretty(map)).isEqualTo("""
                {
                  "a" : [
                    1,
                    {
                      "b" : "c"
                    }
                  ],
                  "d" : [ ]
                }""");
    }

    @Test
    void nodes_areWrittenWithTheirSecretsMasked() {
        ConfigDocument document = ConfigDocument.parse("c.json", "{a: [1.0, 'x'], token: 'SECRET', env: {n: 5}}");

        assertThat(JsonText.compact(Map.of("root", document.root())))
                .isEqualTo("{\"root\":{\"a\":[1.0,\"x\"],\"token\":\"***\",\"env\":{\"n\":\"***\"}}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\uD83D\uDE00", "\uD83D", "\uDE00", "\uDE00\uD83D", "a\uD83Db\uD83D\uDE00\uDE00"})
    void strings_withHalvesOfSurrogatePairs_canBeReadAgain(String text) {
        String json = JsonText.compact(Map.of("a", text));

        assertThat(Surrogates.indexOfLone(json, 0)).isNegative();
        assertThat(ConfigDocument.parse("c.json", json).root().value(0))
                .isInstanceOfSatisfying(
                        ConfigString.class, string -> assertThat(string.value()).isEqualTo(text));
    }

    @Test
    void strings_withHalvesOfSurrogatePairs_areEscaped() {
        assertThat(JsonText.compact("\uD83D\uDE00\uD83Dx")).isEqualTo("\"\uD83D\uDE00\\ud83dx\"");
    }
}
