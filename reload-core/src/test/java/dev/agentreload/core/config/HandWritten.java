// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.config;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Writes a value as some person might, and remembers where each part of it begins. */
final class HandWritten {

    private static final List<String> SPACES = List.of(
            "", "", " ", "\t", "\n  ", "\r\n", "\r", " // {\"so\": [\n", "/* * so\n*/", " /* \uD83D\uDE00\u00e9 */ ");

    private final Random random;
    private final StringBuilder text = new StringBuilder();
    private final Map<ConfigPath, Integer> offsets = new LinkedHashMap<>();

    HandWritten(Map<String, @Nullable Object> root, Random random) {
        this.random = random;
        text.append(random.nextInt(4) == 0 ? "\uFEFF" : "");
        space();
        value(root, ConfigPath.root());
        space();
    }

    String text() {
        return text.toString();
    }

    /** Returns line and column of every value, counted in the most obvious way. */
    Map<ConfigPath, String> positions() {
        Map<ConfigPath, String> positions = new LinkedHashMap<>();
        offsets.forEach((path, offset) -> positions.put(path, position(offset)));
        return positions;
    }

    private String position(int offset) {
        String before = text.substring(text.charAt(0) == '\uFEFF' ? 1 : 0, offset);
        String[] lines = before.split("\r\n|\r|\n", -1);
        String last = lines[lines.length - 1];
        return "file:" + lines.length + ":" + (last.codePointCount(0, last.length()) + 1);
    }

    private void value(@Nullable Object value, ConfigPath path) {
        offsets.put(path, text.length());
        if (value instanceof Map<?, ?> map) {
            object(map, path);
        } else if (value instanceof List<?> list) {
            array(list, path);
        } else if (value instanceof String string) {
            string(string);
        } else if (value instanceof BigDecimal number) {
            text.append(number(number));
        } else {
            text.append(value);
        }
    }

    private void object(Map<?, ?> map, ConfigPath path) {
        List<String> keys = new ArrayList<>();
        map.keySet().forEach(key -> keys.add((String) key));
        Collections.shuffle(keys, random);
        text.append('{');
        for (int i = 0; i < keys.size(); i++) {
            String key = keys.get(i);
            space();
            key(key);
            space();
            text.append(':');
            space();
            value(map.get(key), path.key(key));
            comma(i == keys.size() - 1);
        }
        space();
        text.append('}');
    }

    private void array(List<?> list, ConfigPath path) {
        text.append('[');
        for (int i = 0; i < list.size(); i++) {
            space();
            value(list.get(i), path.index(i));
            comma(i == list.size() - 1);
        }
        space();
        text.append(']');
    }

    private void comma(boolean last) {
        space();
        text.append(last && random.nextBoolean() ? "" : ",");
    }

    private void key(String key) {
        if (key.matches("[A-Za-z0-9_$@#*+-]+") && random.nextBoolean()) {
            text.append(key);
        } else {
            string(key);
        }
    }

    private void string(String value) {
        char quote = random.nextBoolean() ? '"' : '\'';
        text.append(quote);
        value.codePoints().forEach(c -> character(c, quote));
        text.append(quote);
    }

    private void character(int c, char quote) {
        boolean isHalf = Character.getType(c) == Character.SURROGATE;
        if (c == quote || c == '\\') {
            text.append('\\').appendCodePoint(c);
        } else if (c < ' ' || isHalf || random.nextInt(8) == 0) {
            Character.toString(c).chars().forEach(half -> text.append(String.format("\\u%04x", half)));
        } else {
            text.appendCodePoint(c);
        }
    }

    private String number(BigDecimal value) {
        return switch (random.nextInt(4)) {
            case 0 -> value.toString();
            case 1 -> value.unscaledValue() + "e" + -value.scale();
            case 2 -> value.unscaledValue().multiply(BigInteger.valueOf(100)) + ".0E" + (-value.scale() - 2);
            default -> value.toPlainString();
        };
    }

    private void space() {
        text.append(SPACES.get(random.nextInt(SPACES.size())));
    }
}
