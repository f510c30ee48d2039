// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.console;

/**
 * Makes texts safe to print: models, files and callers write what could move the cursor, set the clipboard, or make a line look like
 * another one.
 */
public final class TerminalText {

    private TerminalText() {}

    /** Returns the text without characters that control a terminal. It keeps line breaks and tabs. */
    static String withoutControls(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().filter(point -> !isControl(point)).forEach(clean::appendCodePoint);
        return clean.toString();
    }

    /** Returns the text with such characters as JSON writes them, so that they are seen, and JSON stays the same. */
    public static String withVisibleControls(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            if (isControl(point)) {
                clean.append(String.format("\\u%04x", point));
            } else {
                clean.appendCodePoint(point);
            }
        });
        return clean.toString();
    }

    private static boolean isControl(int point) {
        return (Character.isISOControl(point) && point != '\n' && point != '\t') || isReordering(point);
    }

    /** Characters that turn the direction of writing can make a line look like another one. */
    private static boolean isReordering(int point) {
        return (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
    }
}
