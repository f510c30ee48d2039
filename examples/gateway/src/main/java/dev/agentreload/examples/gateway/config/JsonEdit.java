// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.config;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigObject;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.JsonText;
import dev.agentreload.core.config.PathSegment;
import dev.agentreload.core.config.SourcePosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Changes one value in the text of a JSON file, in which comments, order and layout of everything else stay. <em>Immutable.</em>
 *
 * @param text the file, which is what the document was read from
 * @param document the document that the text is
 */
public record JsonEdit(String text, ConfigDocument document) {

    /**
     * What stands between two commas of an object or a list.
     *
     * @param start where it begins, for a member with its key
     * @param value where the value begins
     * @param end where the value ends
     * @param comma where the comma after it ends; the same as {@code end} if there is none
     */
    private record Entry(int start, int value, int end, int comma) {}

    /**
     * Returns the text with this value at this path. Objects on the way to it are added.
     *
     * @param json the value as JSON
     * @throws IllegalArgumentException if nothing can be written there
     */
    public String set(ConfigPath path, String json) {
        Optional<ConfigNode> node = document.find(path);
        if (node.isPresent()) {
            int start = offset(node.get());
            return text.substring(0, start) + json + text.substring(endOfValue(start));
        }
        ConfigPath parent = path.parent();
        String key = key(path);
        Optional<ConfigNode> holder = document.find(parent);
        if (holder.isEmpty()) {
            return set(parent, "{" + JsonText.compact(key) + ": " + json + "}");
        }
        if (!(holder.get() instanceof ConfigObject)) {
            throw new IllegalArgumentException(
                    "[" + parent + "] is " + holder.get().kind().description() + " and has no member [" + key + "]");
        }
        return added(offset(holder.get()), JsonText.compact(key) + ": " + json);
    }

    /** Only members have names to be added by. */
    private static String key(ConfigPath path) {
        if (path.isRoot() || !(path.segments().get(path.depth() - 1) instanceof PathSegment.Key key)) {
            throw new IllegalArgumentException("nothing stands at [" + path + "]");
        }
        return key.capture();
    }

    private String added(int object, String member) {
        List<Entry> entries = entries(object);
        if (entries.isEmpty()) {
            return text.substring(0, object + 1) + member + text.substring(object + 1);
        }
        Entry last = entries.get(entries.size() - 1);
        int line = startOfLine(last.start());
        String indent = text.substring(line, last.start());
        String separator = line > object && indent.isBlank() ? lineBreak(line) + indent : " ";
        return text.substring(0, last.comma())
                + (last.comma() == last.end() ? "," : "")
                + separator
                + member
                + text.substring(last.comma());
    }

    private String lineBreak(int line) {
        return text.startsWith("\r\n", line - 2) ? "\r\n" : text.substring(line - 1, line);
    }

    /**
     * Returns the text without what stands at this path.
     *
     * @throws IllegalArgumentException if nothing stands there, or it is the whole document
     */
    public String unset(ConfigPath path) {
        int value = document.find(path)
                .filter(node -> !path.isRoot())
                .map(this::offset)
                .orElseThrow(() -> new IllegalArgumentException("nothing stands at [" + path + "]"));
        List<Entry> entries = entries(offset(document.find(path.parent()).orElseThrow()));
        int index = 0;
        while (entries.get(index).value() != value) {
            index++;
        }
        Entry removed = entries.get(index);
        boolean isLast = index == entries.size() - 1 && index > 0 && removed.comma() == removed.end();
        if (!isLast) {
            return without(removed.start(), removed.comma());
        }
        Entry previous = entries.get(index - 1); // its comma would be one too many
        if (text.substring(previous.end(), removed.start()).strip().equals(",")) {
            return text.substring(0, previous.end()) + text.substring(removed.end());
        }
        String rest = without(removed.start(), removed.end()); // with the comment between the two
        return rest.substring(0, previous.comma() - 1) + rest.substring(previous.comma());
    }

    /** Returns the text without this part, and without the line of which nothing else is left. */
    private String without(int start, int end) {
        boolean wholeLine = text.substring(startOfLine(start), start).isBlank() && endsLine(end);
        return wholeLine
                ? text.substring(0, startOfLine(start)) + text.substring(nextLine(end))
                : text.substring(0, start) + text.substring(skipBlanks(end));
    }

    private boolean endsLine(int at) {
        int end = skipBlanks(at);
        return end < text.length() && isLineBreak(text.charAt(end));
    }

    private int nextLine(int at) {
        int end = skipBlanks(at);
        return text.startsWith("\r\n", end) ? end + 2 : end + 1;
    }

    private int skipBlanks(int at) {
        int end = at;
        while (end < text.length() && (text.charAt(end) == ' ' || text.charAt(end) == '\t')) {
            end++;
        }
        return end;
    }

    private int startOfLine(int at) {
        int start = at;
        while (start > 0 && !isLineBreak(text.charAt(start - 1))) {
            start--;
        }
        return start;
    }

    private static boolean isLineBreak(char character) {
        return character == '\n' || character == '\r';
    }

    private int offset(ConfigNode node) {
        SourcePosition position = node.position();
        if (!position.source().equals(document.source())) {
            throw new IllegalArgumentException("it stands in [" + position.source() + "], which is another file");
        }
        int at = text.startsWith("\uFEFF") ? 1 : 0;
        for (int line = 1; line < position.line(); line++) {
            while (!isLineBreak(text.charAt(at))) {
                at++;
            }
            at += text.startsWith("\r\n", at) ? 2 : 1;
        }
        return text.offsetByCodePoints(at, position.column() - 1);
    }

    /** Returns the entries of the object or list that begins here. The text was read, so it is well formed. */
    private List<Entry> entries(int open) {
        List<Entry> entries = new ArrayList<>();
        boolean object = text.charAt(open) == '{';
        int at = skip(open + 1);
        while (text.charAt(at) != '}' && text.charAt(at) != ']') {
            int start = at;
            int value = object ? skip(skip(endOfValue(start)) + 1) : start;
            int end = endOfValue(value);
            int next = skip(end);
            int comma = text.charAt(next) == ',' ? next + 1 : end;
            entries.add(new Entry(start, value, end, comma));
            at = skip(Math.max(next, comma));
        }
        return entries;
    }

    /** Returns where the value, or the key, ends that begins here. */
    private int endOfValue(int start) {
        char first = text.charAt(start);
        if (first == '"' || first == '\'') {
            return endOfString(start);
        }
        if (first == '{' || first == '[') {
            List<Entry> entries = entries(start);
            int end = skip(
                    entries.isEmpty()
                            ? start + 1
                            : entries.get(entries.size() - 1).comma());
            return end + 1;
        }
        int end = start;
        while (end < text.length() && !endsWord(end)) {
            end++;
        }
        return end;
    }

    private boolean endsWord(int at) {
        char character = text.charAt(at);
        return Character.isWhitespace(character)
                || ",:{}[]".indexOf(character) >= 0
                || text.startsWith("//", at)
                || text.startsWith("/*", at);
    }

    private int endOfString(int start) {
        int at = start + 1;
        while (text.charAt(at) != text.charAt(start)) {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        return at + 1;
    }

    /** Returns where the next token begins. */
    private int skip(int from) {
        int at = from;
        while (at < text.length()) {
            if (text.startsWith("//", at)) {
                while (at < text.length() && !isLineBreak(text.charAt(at))) {
                    at++;
                }
            } else if (text.startsWith("/*", at)) {
                at = text.indexOf("*/", at + 2) + 2;
            } else if (Character.isWhitespace(text.charAt(at))
                    || text.charAt(at) == '\u00A0'
                    || text.charAt(at) == '\uFEFF') {
                at++;
            } else {
                return at;
            }
        }
        return at;
    }
}
