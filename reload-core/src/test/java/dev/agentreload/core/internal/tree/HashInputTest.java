// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.tree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.config.ConfigArray;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class HashInputTest {

    /** Values that would give the same words if kinds or lengths were left out, or one value ran into the next. */
    private static final List<String> LISTS = List.of(
            "[]",
            "[[]]",
            "[{}]",
            "[[], []]",
            "[null]",
            "[false]",
            "[true]",
            "[0]",
            "[1]",
            "['1']",
            "['\\u0001']",
            "['\\u0000']",
            "['\\u0000\\u0000']",
            "['']",
            "['', '']",
            "['a']",
            "['a', '']",
            "['', 'a']",
            "['ab']",
            "['a', 'b']",
            "['b', 'a']",
            "['aaaaaaaa']",
            "['aaaaaaaaa']",
            "['aaaaaaaa', 'a']",
            "['a\\u0000\\u0000\\u0000\\u0000\\u0000\\u0000\\u0000']",
            "['\\ud800']",
            "['\\u0430']",
            "['\\u0430\\u0000']",
            "['\\u0430\\u0430\\u0430\\u0430']",
            "[0.5]",
            "[-0.5]",
            "[5]",
            "[0.05]",
            "[1e400]",
            "[1e401]",
            "[97]",
            "[9223372036854775807]",
            "[9223372036854775808]",
            "[-9223372036854775808]");

    @Test
    void fingerprint_differentContent_differs() {
        List<ConfigNode> nodes =
                new ArrayList<>(LISTS.stream().map(HashInputTest::value).toList());
        nodes.addAll(List.of(
                value("{}"),
                value("{a: []}"),
                value("{a: {}}"),
                value("{b: {}}"),
                value("{a: 1, b: 2}"),
                value("{a: 2, b: 1}")));

        assertThat(nodes).extracting(ConfigNode::fingerprint).doesNotHaveDuplicates();
        assertThat(nodes).doesNotHaveDuplicates();
    }

    @Test
    void fingerprint_scalarsOfDifferentContent_differs() {
        List<ConfigNode> scalars = LISTS.stream()
                .map(HashInputTest::value)
                .map(list -> (ConfigArray) list)
                .filter(list -> list.size() == 1)
                .map(list -> list.element(0))
                .toList();

        assertThat(scalars).extracting(ConfigNode::fingerprint).doesNotHaveDuplicates();
        assertThat(scalars).doesNotHaveDuplicates();
    }

    @Test
    void fingerprint_otherSpelling_isTheSame() {
        assertThat(value("[1, 'a\\u0062c', 0.5, -0.0, 9223372036854775807, 123456789012345678901234567890]"))
                .extracting(ConfigNode::fingerprint)
                .isEqualTo(value("[1.0, \"abc\", 5e-1, 0, 9223372036854775807.00, 12345678901234567890123456789e1]")
                        .fingerprint());
    }

    /** The reader takes plain strings from the bytes, all others from the parser: both must come to the same words. */
    @Test
    void fingerprint_plainAndEscapedText_isTheSame() {
        for (int length = 0; length <= 40; length++) {
            String plain = "x".repeat(length);
            String escaped = "\\u0078".repeat(length);

            assertThat(value("[\"" + plain + "\", \"y\"]").fingerprint())
                    .isEqualTo(value("['" + plain + "', 'y']").fingerprint())
                    .isEqualTo(value("['" + escaped + "', 'y']").fingerprint());
        }
    }

    /** A surrogate without its other half has no UTF-8: it would be encoded as a question mark. */
    @Test
    void fingerprint_halvesOfSurrogatePairs_differ() {
        assertThat(List.of(
                        value("'?'"),
                        value("'\\ud800'"),
                        value("'\\udc00'"),
                        value("'\\ud83e\\udd16'"),
                        value("'\\udd16\\ud83e'")))
                .extracting(ConfigNode::fingerprint)
                .doesNotHaveDuplicates();
    }

    /** One array ends where the text ends, the other goes on: the last bytes are fetched in different ways. */
    @Test
    void text_anyLengthAndPlace_isTheSame() {
        for (int length = 0; length <= 40; length++) {
            byte[] text = "0123456789".repeat(4).substring(0, length).getBytes(StandardCharsets.US_ASCII);
            byte[] around = ("<<<" + "0123456789".repeat(4) + ">>>>>>>>").getBytes(StandardCharsets.US_ASCII);
            HashInput alone = new HashInput();
            alone.text(HashInput.Tag.TEXT, text, 0, length);
            HashInput within = new HashInput();
            within.text(HashInput.Tag.TEXT, around, 3, 3 + length);

            assertThat(content(within)).containsExactly(content(alone));
        }
    }

    @Test
    void startAndEnd_valuesOfSeveralWords_delimitThem() {
        HashInput words = new HashInput();
        for (int i = 0; i < 100; i++) {
            words.text("x".repeat(i));
        }

        assertThat(words.start(0)).isZero();
        assertThat(words.end(99)).isEqualTo(words.length());
        for (int i = 1; i < 100; i++) {
            assertThat(words.start(i)).isEqualTo(words.end(i - 1));
            assertThat(words.end(i) - words.start(i)).isEqualTo(i / 7 + 1);
        }
    }

    private static long[] content(HashInput words) {
        return Arrays.copyOf(words.words(), words.length());
    }

    private static ConfigNode value(String json) {
        return ConfigDocument.parse("config.json", "{value: " + json + "}")
                .find("value")
                .orElseThrow();
    }
}
