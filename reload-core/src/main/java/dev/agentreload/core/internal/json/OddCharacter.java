// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.json;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Characters that look like others, or like nothing at all, and come from word processors, chats and joined files.
 *
 * @param name what they are
 * @param expectation what should stand there
 */
public record OddCharacter(String name, String expectation) {

    private static final OddCharacter QUOTE = new OddCharacter("curly quote", "straight quotes");
    private static final OddCharacter MARK = new OddCharacter("byte order mark", "it at the start of a file only");
    private static final OddCharacter SPACE = new OddCharacter("no-break space", "a plain space");
    private static final OddCharacter NOTHING = new OddCharacter("character without width", "nothing there");
    private static final char JOINER = 0x200D;

    /** From each character of ASCII to its full-width form. */
    private static final int FULL_WIDTH = 0xFEE0;

    private static final OddCharacter LINE = new OddCharacter("line separator", "a plain line break");

    private static final Set<OddCharacter> UNSEEN = Set.of(MARK, SPACE, NOTHING, LINE);

    /** Returns what is known of a character, or null if it is none of these. */
    static @Nullable OddCharacter of(int codePoint) {
        return switch (codePoint) {
            case 0x2018, 0x2019, 0x201A, 0x201B, 0x201C, 0x201D, 0x201E, 0x201F, 0xAB, 0xBB -> QUOTE;
            case 0xFEFF -> MARK;
            case 0xA0, 0x2007, 0x202F, 0x3000 -> SPACE;
            case 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xAD -> NOTHING;
            case 0x2028, 0x2029, 0x85 -> LINE;
            case '\uFF02', '\uFF0C', '\uFF1A', '\uFF3B', '\uFF3D', '\uFF5B', '\uFF5D' -> fullWidth(codePoint);
            default -> null;
        };
    }

    /** Input methods for Chinese and Japanese write these. */
    private static OddCharacter fullWidth(int codePoint) {
        return new OddCharacter("full-width character", "a plain [" + (char) (codePoint - FULL_WIDTH) + "]");
    }

    /** Returns the index of the first such character in a text, or -1. */
    static int indexIn(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0x7F && of(text.charAt(i)) != null) {
                return i;
            }
        }
        return -1;
    }

    /** Returns the text with the code of each character that would not be seen, but of those that join pictures. */
    public static String visible(String text) {
        if (indexIn(text) < 0) {
            return text;
        }
        StringBuilder visible = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            OddCharacter odd = c > 0x7F && c != JOINER ? of(c) : null;
            visible.append(odd != null && UNSEEN.contains(odd) ? String.format("\\u%04X", (int) c) : c);
        }
        return visible.toString();
    }

    /** Returns the words for a character that is no ASCII. */
    static String describe(int codePoint) {
        OddCharacter odd = of(codePoint);
        return String.format("unexpected [U+%04X]", codePoint) + (odd == null ? "" : " (" + odd.name() + ")");
    }
}
