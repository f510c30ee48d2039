// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.plan;

import java.util.List;

/** Cuts text to a width, never inside a character. */
final class TextWidth {

    static final String CUT = "...";

    private TextWidth() {}

    static String cut(String text, int width) {
        return text.length() <= width ? text : text.substring(0, whole(text, width - CUT.length())) + CUT;
    }

    /** Keeps the beginning and the end, since the end of a path says most. */
    static String cutMiddle(String text, int width) {
        if (text.length() <= width) {
            return text;
        }
        int left = (width - CUT.length()) / 3;
        int right = width - CUT.length() - left;
        int from = text.length() - right;
        return text.substring(0, whole(text, left)) + CUT + text.substring(whole(text, from));
    }

    /** Returns an index that does not lie inside a character. */
    static int whole(String text, int index) {
        int end = Math.max(0, Math.min(index, text.length()));
        return end > 0 && end < text.length() && Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end;
    }

    /** Returns as many of the items as fit in one line, and how many more there are. */
    static String list(String start, List<?> items, int width) {
        StringBuilder line = new StringBuilder(start);
        for (int i = 0; i < items.size(); i++) {
            String item = (i > 0 ? ", " : "") + items.get(i);
            int left = items.size() - i;
            String more = (i > 0 ? ", " : "") + left + (i > 0 ? " more" : "");
            boolean last = left == 1;
            int reserved = last ? 0 : (", " + (left - 1) + " more").length();
            if (line.length() + item.length() + reserved > width) {
                return i == 0
                        ? cut(line + item, width - reserved) + (last ? "" : ", " + (left - 1) + " more")
                        : line + more;
            }
            line.append(item);
        }
        return line.toString();
    }
}
