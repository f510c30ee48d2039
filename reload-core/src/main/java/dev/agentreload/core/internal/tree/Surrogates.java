// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.tree;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Halves of surrogate pairs, which a string can hold alone and UTF-8 cannot. */
public final class Surrogates {

    private static final byte BROKEN = (byte) 0xFF;

    private Surrogates() {}

    /** Returns UTF-8 that breaks off where the text has half a pair, where an encoder would put a question mark. */
    public static byte[] utf8(String text) {
        int lone = indexOfLone(text, 0);
        if (lone < 0) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        byte[] before = text.substring(0, lone).getBytes(StandardCharsets.UTF_8);
        byte[] broken = Arrays.copyOf(before, before.length + 1);
        broken[before.length] = BROKEN;
        return broken;
    }

    /** Returns JSON in which halves of pairs are escaped, so that it can be encoded and read again. */
    public static String escaped(String json) {
        int lone = indexOfLone(json, 0);
        if (lone < 0) {
            return json;
        }
        StringBuilder escaped = new StringBuilder();
        int start = 0;
        for (; lone >= 0; lone = indexOfLone(json, start)) {
            escaped.append(json, start, lone).append("\\u").append(Integer.toHexString(json.charAt(lone)));
            start = lone + 1;
        }
        return escaped.append(json, start, json.length()).toString();
    }

    /** Returns the index of the first half of a pair, from this index on, that stands alone; -1 if there is none. */
    public static int indexOfLone(String text, int start) {
        for (int i = start; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (Character.isBmpCodePoint(text.codePointAt(i))) {
                    return i;
                }
                i++;
            }
        }
        return -1;
    }
}
