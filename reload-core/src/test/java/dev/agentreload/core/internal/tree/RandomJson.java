// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.tree;

import java.util.List;
import java.util.Random;

/** Makes texts like those that people write: comments, odd line ends, secrets, placeholders, keys that stand twice. */
final class RandomJson {

    private static final List<String> KEYS =
            List.of("id", "model", "apiKey", "headers", "env", "enabled", "source", "provider", "имя", "list", "token");
    private static final List<String> SCALARS =
            List.of("1", "1.0", "-7e3", "true", "false", "null", "\"text\"", "\"Агент 🤖\"", "\"a\\\"b\"");
    private static final List<String> ODD_SCALARS =
            List.of("\"\"", "\"${KEY}\"", "\"\\u0024{X}\"", "'single'", "\"--token\"", "\"https://u:p@example.org\"");
    private static final List<String> SPACES =
            List.of("", "", " ", "\n", "\n  ", "\t", " // note\n", "/* note */", "\n");
    private static final List<String> PIECES = List.of(
            "x",
            "\"",
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "1",
            "\n",
            " ",
            "// ",
            "/*",
            "*/",
            "я",
            "$",
            "\\",
            "\"k\": 1,",
            "{},",
            "\"apiKey\": \"s\",",
            "\"enabled\": false,",
            "\"id\": \"new\"",
            "\r");

    private final Random random;
    private final StringBuilder text = new StringBuilder();

    RandomJson(Random random) {
        this.random = random;
    }

    String text() {
        object(4);
        String made = text.append(space()).toString();
        return random.nextInt(4) == 0 ? made.replace("\n", "\r\n") : made;
    }

    /** Returns the text with one part of it replaced. */
    static String edit(String text, Random random) {
        int from = random.nextInt(text.length());
        int to = Math.min(text.length(), from + random.nextInt(4));
        String piece = random.nextInt(4) == 0 ? "" : PIECES.get(random.nextInt(PIECES.size()));
        boolean word = random.nextInt(3) > 0;
        return word
                ? text.replaceFirst("text|model|1", random.nextBoolean() ? "Word" : "\"\n\"")
                : text.substring(0, from) + piece + text.substring(to);
    }

    private void object(int depth) {
        text.append('{').append(space());
        int size = random.nextInt(6);
        for (int i = 0; i < size; i++) {
            text.append('"')
                    .append(pick(KEYS))
                    .append(random.nextInt(40) == 0 ? "" : i)
                    .append("\":");
            value(depth - 1);
            text.append(i + 1 < size ? "," : "").append(space());
        }
        text.append('}');
    }

    private void list(int depth) {
        text.append('[').append(space());
        int size = random.nextInt(6);
        for (int i = 0; i < size; i++) {
            value(depth - 1);
            text.append(i + 1 < size ? "," : "").append(space());
        }
        text.append(']');
    }

    private void value(int depth) {
        text.append(space());
        int kind = depth < 0 ? 9 : random.nextInt(10);
        if (kind < 4) {
            object(depth);
        } else if (kind < 6) {
            list(depth);
        } else {
            text.append(pick(random.nextInt(20) == 0 ? ODD_SCALARS : SCALARS));
        }
    }

    private String space() {
        return pick(SPACES);
    }

    private String pick(List<String> all) {
        return all.get(random.nextInt(all.size()));
    }
}
