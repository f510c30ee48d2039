// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.secret;

import com.google.common.collect.ImmutableList;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A text, or what it says when escapes are undone, and which part of the original each of its characters came from.
 * <em>Immutable.</em>
 */
public final class DecodedText {

    private static final int HEX = 16;
    private static final String ESCAPED = "\"\\/'bfnrt";
    private static final String UNESCAPED = "\"\\/'\b\f\n\r\t";

    private final String text;

    /** Where in the original each character begins, and at last where the text ends; null if this is the original. */
    private final int @Nullable [] starts;

    private DecodedText(String text, int @Nullable [] starts) {
        this.text = text;
        this.starts = starts;
    }

    public static DecodedText of(String original) {
        return new DecodedText(original, null);
    }

    public String text() {
        return text;
    }

    /** Sets the bits of what these characters came from. */
    public void mark(BitSet original, int from, int to) {
        original.set(start(from), start(to));
    }

    private int start(int index) {
        return starts == null ? index : starts[index];
    }

    /** Returns this with one layer of JSON escapes, percent encoding or form encoding undone, as far as there are such. */
    public List<DecodedText> decodings() {
        return Stream.of(
                        text.indexOf('\\') < 0 ? null : decoded(DecodedText::unescape),
                        text.indexOf('%') < 0 ? null : decoded(DecodedText::percent),
                        text.indexOf('+') < 0 ? null : decoded(DecodedText::form))
                .filter(Objects::nonNull)
                .collect(ImmutableList.toImmutableList());
    }

    private @Nullable DecodedText decoded(Code code) {
        StringBuilder decoded = new StringBuilder(text.length());
        int[] places = new int[text.length() + 1];
        for (int i = 0; i < text.length(); ) {
            int begin = decoded.length();
            int used = code.decode(text, i, decoded);
            if (used == 0) {
                decoded.append(text.charAt(i));
                used = 1;
            }
            Arrays.fill(places, begin, decoded.length(), start(i));
            i += used;
        }
        places[decoded.length()] = start(text.length());
        String result = decoded.toString();
        return result.equals(text) ? null : new DecodedText(result, Arrays.copyOf(places, decoded.length() + 1));
    }

    private static int unescape(String text, int at, StringBuilder decoded) {
        if (text.charAt(at) != '\\' || at + 1 == text.length()) {
            return 0;
        }
        char escaped = text.charAt(at + 1);
        if (escaped == 'u') {
            int code = hex(text, at + 2, 4);
            return code < 0 ? 0 : append(decoded, String.valueOf((char) code), 6);
        }
        int index = ESCAPED.indexOf(escaped);
        return index < 0 ? 0 : append(decoded, UNESCAPED.substring(index, index + 1), 2);
    }

    private static int form(String text, int at, StringBuilder decoded) {
        return text.charAt(at) == '+' ? append(decoded, " ", 1) : percent(text, at, decoded);
    }

    /** A character that is no ASCII is encoded as two to four bytes. */
    private static int percent(String text, int at, StringBuilder decoded) {
        int first = encoded(text, at);
        int count = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            int next = encoded(text, at + 3 * i);
            if (next < 0) {
                return 0;
            }
            bytes[i] = (byte) next;
        }
        return append(decoded, new String(bytes, StandardCharsets.UTF_8), 3 * count);
    }

    /** Returns the byte of {@code %XX}, or -1. */
    private static int encoded(String text, int at) {
        return at < text.length() && text.charAt(at) == '%' ? hex(text, at + 1, 2) : -1;
    }

    private static int hex(String text, int at, int digits) {
        if (at + digits > text.length()) {
            return -1;
        }
        int value = 0;
        for (int i = at; i < at + digits; i++) {
            int digit = Character.digit(text.charAt(i), HEX);
            if (digit < 0) {
                return -1;
            }
            value = value * HEX + digit;
        }
        return value;
    }

    private static int append(StringBuilder decoded, String characters, int used) {
        decoded.append(characters);
        return used;
    }

    private interface Code {

        /** Appends what the escape at this place stands for and returns its length, or 0 if there is none. */
        int decode(String text, int at, StringBuilder decoded);
    }
}
