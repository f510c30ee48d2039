// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.yaml;

import dev.agentreload.core.internal.tree.PackedPosition;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * The characters of a source, for what events do not say. SnakeYAML counts code points and strings count UTF-16; places are
 * asked for mostly in source order, so a step is short. <em>Not safe for use by multiple threads.</em>
 */
final class YamlText {

    private static final int BYTE_ORDER_MARK = 0xFEFF;
    private static final int NEXT_LINE = 0x85;
    private static final int LINE_SEPARATOR = 0x2028;
    private static final int PARAGRAPH_SEPARATOR = 0x2029;

    private final String text;
    private int knownCodePoints;
    private int knownOffset;

    YamlText(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    /** Returns the index of the first character that YAML has escapes for and takes in no other way, or the length. */
    static int refusedCharacter(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < ' ' || c > '~') && isRefused(c)) {
                return i;
            }
        }
        return text.length();
    }

    private static boolean isRefused(char c) {
        return !Character.isSurrogate(c)
                && (!StreamReader.isPrintable(c) || isLineBreakOfOldYaml(c) || c == BYTE_ORDER_MARK);
    }

    /** Says why a character is refused. */
    static String describeRefused(int c) {
        String name = String.format("[U+%04X]", c);
        if (isLineBreakOfOldYaml(c)) {
            return name + " is a line break in YAML 1.1 and text in YAML 1.2";
        }
        return c == BYTE_ORDER_MARK ? "a byte order mark " + name + " inside the text" : "control character " + name;
    }

    private static boolean isLineBreakOfOldYaml(int c) {
        return c == NEXT_LINE || c == LINE_SEPARATOR || c == PARAGRAPH_SEPARATOR;
    }

    /** Returns the position of an index, counted from the start. */
    static long position(String text, int index) {
        return advance(text, 0, index, PackedPosition.of(1, 1));
    }

    private static long advance(String text, int from, int to, long start) {
        int line = (int) (start >>> Integer.SIZE);
        int column = (int) start;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            boolean lineEnd = c == '\n' || (c == '\r' && !(i + 1 < text.length() && text.charAt(i + 1) == '\n'));
            line += lineEnd ? 1 : 0;
            column = lineEnd ? 1 : column + (Character.isLowSurrogate(c) ? 0 : 1);
        }
        return PackedPosition.of(line, column);
    }

    static long position(Mark mark) {
        return PackedPosition.of(mark.getLine() + 1, mark.getColumn() + 1);
    }

    /** Returns the index of a mark in the text. */
    int indexOf(Mark mark) {
        int codePoints = mark.getIndex();
        knownOffset = text.offsetByCodePoints(knownOffset, codePoints - knownCodePoints);
        knownCodePoints = codePoints;
        return knownOffset;
    }

    /** Returns the position of a value whose anchor or tag starts here. */
    long afterProperties(Mark start) {
        int from = indexOf(start);
        int value = from;
        while (value < text.length() && (text.charAt(value) == '&' || text.charAt(value) == '!')) {
            value = skipSpace(endOfProperty(value));
        }
        return advance(text, from, value, position(start));
    }

    private int endOfProperty(int start) {
        boolean verbatim = text.startsWith("!<", start);
        int end = start;
        while (end < text.length() && (verbatim ? text.charAt(end) != '>' : !endsProperty(text.charAt(end)))) {
            end++;
        }
        return verbatim ? Math.min(end + 1, text.length()) : end;
    }

    private static boolean endsProperty(char c) {
        return isSpace(c) || ",[]{}".indexOf(c) >= 0;
    }

    /** Returns the index of the end of the line that this index is on. */
    int lineEnd(int index) {
        int end = text.indexOf('\n', index);
        return end < 0 ? text.length() : end;
    }

    /** Returns whether nothing but space stands before this index on its line. */
    boolean isIndentation(int index) {
        int before = index - 1;
        while (before >= 0 && (text.charAt(before) == ' ' || text.charAt(before) == '\t')) {
            before--;
        }
        return before < 0 || text.charAt(before) == '\n' || text.charAt(before) == '\r';
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }

    /** Returns the index of the first character from here on that is neither space nor in a comment. */
    private int skipSpace(int start) {
        int next = start;
        boolean comment = false;
        while (next < text.length()) {
            char c = text.charAt(next);
            comment = comment ? c != '\n' && c != '\r' : c == '#';
            if (!comment && !isSpace(c)) {
                break;
            }
            next++;
        }
        return next;
    }

    /** Returns whether a comment follows on the same line. */
    boolean hasCommentAfter(Mark end) {
        int next = indexOf(end);
        int start = next;
        while (next < text.length() && (text.charAt(next) == ' ' || text.charAt(next) == '\t')) {
            next++;
        }
        return next > start && next < text.length() && text.charAt(next) == '#';
    }
}
