// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.json;

import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.config.PathSegment;
import dev.agentreload.core.internal.tree.Surrogates;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Walks through JSON, with the extensions that {@link ConfigReader} names, to the first place where it is not. Runs only
 * after a parser has refused the text. <em>Not safe for use by multiple threads.</em>
 */
final class SyntaxErrorFinder {

    private static final String VALUE = "a value";
    private static final String KEY = "a key or }";
    private static final String LITERAL_START = "tfn";
    private static final int LONGEST_WORD = 12;
    private static final int MARKER_LENGTH = 7;
    private static final String MERGE_MARKER = "found a merge conflict marker";
    private static final String NO_CONFLICTS = "a file without conflicts";
    private static final int INITIAL_DEPTH = 32;

    /** Between the members of an object, and before the first element of a list. */
    private static final int NONE = -1;

    /** What a key without quotes may have besides letters, digits and the like. */
    private static final String NAME_MARKS = "-+*@#";

    private final byte[] content;
    private final int length;
    private int position;

    /** One bit for each open container: set for an object. */
    private final BitSet objects = new BitSet();

    private int depth;

    /** Where each open container starts. */
    private int[] starts = new int[INITIAL_DEPTH];

    /** Where the key stands that is read in each open object, or how many elements each open list has so far. */
    private int[] steps = new int[INITIAL_DEPTH];

    /** Whether a value of the innermost container is being read, and not what stands between two. */
    private boolean inValue;

    private int commentStart;

    private SyntaxErrorFinder(byte[] content, int length) {
        this.content = content;
        this.length = length;
        this.position = Math.min(Utf8Check.bomLength(content), length);
    }

    /** Returns the first syntax error, or empty if there is none. */
    static Optional<SyntaxError> find(byte[] content, int length) {
        try {
            new SyntaxErrorFinder(content, length).document();
            return Optional.empty();
        } catch (Found found) {
            return Optional.of(found.error);
        }
    }

    /** Returns the error that text is which follows the document and is no white space and no whole comment. */
    static SyntaxError afterDocument(byte[] content, int length) {
        SyntaxErrorFinder finder = new SyntaxErrorFinder(content, length);
        int offset;
        try {
            finder.document();
            finder.peek();
            offset = finder.position;
        } catch (Found inComment) {
            offset = finder.commentStart;
        }
        return isMergeMarker(content, length, offset)
                ? new SyntaxError(ConfigPath.root(), offset, MERGE_MARKER, "expected " + NO_CONFLICTS)
                : SyntaxError.afterDocument(offset, closer(content, length, offset));
    }

    /** One brace too many is where it is seen, or earlier, where the document ended too soon. */
    private static String closer(byte[] content, int length, int offset) {
        int next = offset < length ? content[offset] : -1;
        return switch (next) {
            case '}', ']' -> "; here or above is a [" + (char) next + "] too many";
            case ',' -> isLast(content, length, offset) ? "" : "; above is a [}] too many";
            default -> "";
        };
    }

    private static boolean isLast(byte[] content, int length, int offset) {
        return new String(content, offset + 1, length - offset - 1, StandardCharsets.UTF_8).isBlank();
    }

    private void document() {
        boolean complete = value(VALUE);
        while (!complete || depth > 0) {
            if (complete) {
                complete = separator();
            } else {
                complete = inObject() ? member() : element();
            }
        }
    }

    /** Each step returns whether a value is complete; if not, a member, an element or an end comes next. */
    private boolean value(String expectation) {
        int next = peek();
        if (next == '{' || next == '[') {
            open(next == '{');
            return false;
        }
        if (next == '"' || next == '\'') {
            string();
        } else if (next == '-' || isDigit(next)) {
            number();
        } else if (next >= 0 && LITERAL_START.indexOf(next) >= 0) {
            literal(next == 't' ? "true" : next == 'f' ? "false" : "null");
        } else {
            fail(next == '`' ? "double quotes around text, in place of backticks" : word(expectation));
        }
        inValue = false;
        return true;
    }

    private void open(boolean object) {
        if (depth == starts.length) {
            starts = Arrays.copyOf(starts, 2 * depth);
            steps = Arrays.copyOf(steps, 2 * depth);
        }
        objects.set(depth, object);
        starts[depth] = position++;
        steps[depth++] = NONE;
        inValue = false;
    }

    /** Returns what to write for the words of other languages; no other word is shown, since it may be a secret. */
    private String word(String expectation) {
        int end = position;
        while (end < length && end < position + LONGEST_WORD && Character.isLetter(content[end])) {
            end++;
        }
        return switch (new String(content, position, end - position, StandardCharsets.US_ASCII)) {
            case "True", "TRUE" -> "true in lower case";
            case "False", "FALSE" -> "false in lower case";
            case "None", "nil", "Null", "NULL", "undefined" -> "null";
            case "yes", "Yes", "on", "On", "no", "No", "off", "Off" -> "true or false; text needs quotes";
            case "" -> expectation;
            default -> expectation + "; text needs quotes";
        };
    }

    private boolean element() {
        if (peek() == ']') {
            return close();
        }
        steps[depth - 1]++;
        inValue = true;
        return value("a value or ]");
    }

    private boolean member() {
        int next = peek();
        if (next == '}') {
            return close();
        }
        int start = position;
        if (next == '"' || next == '\'') {
            string();
        } else if (isNamePart(next)) {
            bareName();
        } else {
            fail(KEY);
        }
        checkName(start);
        if (peek() != ':') {
            refuseComment(start);
            fail(":"); // the path does not have the name yet: what no colon follows may be a value, and a secret
        }
        position++;
        steps[depth - 1] = start;
        inValue = true;
        return value(VALUE);
    }

    /** Other languages begin a comment like this, and a key without quotes may as well. */
    private void refuseComment(int start) {
        if (content[start] == '#') {
            position = start;
            fail("// or /* before a comment");
        }
    }

    private void bareName() {
        int start = position;
        while (isNamePart(current())) {
            position++;
        }
        for (int i = start; i < length && i <= position; i++) {
            if (content[i] < 0) {
                position = i;
                OddCharacter odd = OddCharacter.of(SyntaxError.codePoint(content, length, i));
                fail(odd == null ? "quotes around a key that is not ASCII" : odd.expectation());
            }
        }
    }

    private boolean separator() {
        int next = peek();
        if (next == ',') {
            position++;
            return false;
        }
        if (next == '#') {
            refuseComment(position);
        }
        if (next != (inObject() ? '}' : ']')) {
            fail(inObject() ? ", or }" : ", or ]");
        }
        return close();
    }

    private boolean close() {
        position++;
        depth--;
        inValue = false;
        return true;
    }

    /** Only what is escaped can be half of a pair: the bytes are known to be UTF-8. */
    private void checkName(int start) {
        if (content[start] == '"' || content[start] == '\'') {
            for (int i = start; i < position; i++) {
                if (content[i] == '\\') {
                    refuseHalves(start);
                    return;
                }
            }
        }
    }

    private void refuseHalves(int start) {
        if (Surrogates.indexOfLone(name(start), 0) >= 0) {
            position = start;
            fail("half of a surrogate pair in a key", "both halves");
        }
    }

    /** Returns the key that starts here and was walked through before. */
    private String name(int start) {
        position = start;
        if (content[start] != '"' && content[start] != '\'') {
            bareName();
            return written(start);
        }
        string();
        return JsonFormat.unquote(written(start));
    }

    private String written(int start) {
        return new String(content, start, position - start, StandardCharsets.UTF_8);
    }

    private boolean inObject() {
        return objects.get(depth - 1);
    }

    private void string() {
        int quote = content[position++];
        while (current() != quote) {
            int next = current();
            if (next < 0 && position >= length) {
                fail("the closing quote of a string");
            }
            if (next == '\t') {
                fail("\\t in place of a tab in a string");
            }
            if (next >= 0 && next < ' ') {
                fail("the closing quote of a string; line breaks in it are written \\n");
            }
            position++;
            if (next == '\\') {
                escape();
            }
        }
        position++;
    }

    private void escape() {
        int next = current();
        if (next == 'u') {
            for (int i = 1; i <= 4; i++) {
                position++;
                if (Character.digit(current(), 16) < 0) {
                    fail("four hexadecimal digits after \\u");
                }
            }
        } else if (next < 0 || "\"'\\/bfnrt".indexOf(next) < 0) {
            fail("one of \" ' \\ / b f n r t u after a backslash; a backslash itself is written \\\\");
        }
        position++;
    }

    private void number() {
        position += current() == '-' ? 1 : 0;
        int start = position;
        digits();
        if (content[start] == '0' && position > start + 1) {
            position = start;
            fail("a number without leading zeros");
        }
        if (current() == '.') {
            position++;
            digits();
        }
        if (current() == 'e' || current() == 'E') {
            position++;
            position += current() == '+' || current() == '-' ? 1 : 0;
            digits();
        }
    }

    private void digits() {
        if (!isDigit(current())) {
            fail("a digit");
        }
        while (isDigit(current())) {
            position++;
        }
    }

    private void literal(String word) {
        int start = position;
        String known = word(VALUE);
        for (int i = 0; i < word.length(); i++, position++) {
            if (current() != word.charAt(i)) {
                position = start;
                fail(known);
            }
        }
        if (isNamePart(current())) {
            position = start;
            fail(known);
        }
    }

    /** Skips white space and comments and returns the next byte, or -1 at the end. */
    private int peek() {
        while (position < length) {
            int next = content[position];
            if (next == '/') {
                comment();
            } else if (next == ' ' || next == '\t' || next == '\n' || next == '\r') {
                position++;
            } else {
                return next & 0xFF;
            }
        }
        return -1;
    }

    private void comment() {
        int start = position++;
        commentStart = start;
        if (current() == '/') {
            while (position < length && content[position] != '\n' && content[position] != '\r') {
                position++;
            }
        } else if (current() == '*') {
            position++;
            while (position + 1 < length && !(content[position] == '*' && content[position + 1] == '/')) {
                position++;
            }
            if (position + 1 >= length) {
                position = length;
                fail("the end of a comment");
            }
            position += 2;
        } else {
            position = start;
            fail(VALUE);
        }
    }

    private int current() {
        return position < length ? content[position] : -1;
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    /** The parser looks at bytes, and takes one that is no ASCII for a character of Latin-1. */
    private boolean isNamePart(int b) {
        char c = (char) (b & 0xFF);
        return position < length && c > ' ' && (NAME_MARKS.indexOf(c) >= 0 || Character.isJavaIdentifierPart(c));
    }

    private void fail(String expectation) {
        if (isMergeMarker(content, length, position)) {
            fail(MERGE_MARKER, NO_CONFLICTS);
        }
        OddCharacter odd = position < length && content[position] < 0
                ? OddCharacter.of(SyntaxError.codePoint(content, length, position))
                : null;
        fail(
                SyntaxError.describe(content, length, position),
                (odd == null ? expectation : odd.expectation()) + open(expectation));
    }

    /** Where the text or a container around ends too early, the one that is still open is what its author looks for. */
    private String open(String expectation) {
        boolean closes = expectation.endsWith("}") || expectation.endsWith("]");
        boolean ends = position == length || content[position] == '}' || content[position] == ']';
        if (!ends || depth == 0 || !closes) {
            return "";
        }
        int start = starts[depth - 1];
        long place = JacksonBytes.position(content, start);
        return "; the " + (char) content[start] + " at " + (place >>> Integer.SIZE) + ":" + (int) place
                + " is still open";
    }

    /** Returns whether one of the lines stands here that version control leaves in files with conflicts. */
    private static boolean isMergeMarker(byte[] content, int length, int offset) {
        if (offset + MARKER_LENGTH > length || "<=>|".indexOf(content[offset]) < 0) {
            return false;
        }
        for (int i = 1; i < MARKER_LENGTH; i++) {
            if (content[offset + i] != content[offset]) {
                return false;
            }
        }
        return true;
    }

    private void fail(String message, String expectation) {
        int offset = position;
        throw new Found(new SyntaxError(path(), offset, message, "expected " + expectation));
    }

    /** Returns the way to the value that is being read, or to the container between whose values it failed. */
    private ConfigPath path() {
        List<PathSegment> path = new ArrayList<>();
        int most = inValue ? depth : depth - 1;
        for (int i = 0; i < most; i++) {
            path.add(objects.get(i) ? new PathSegment.Key(name(steps[i])) : new PathSegment.Index(steps[i]));
        }
        return ConfigPath.of(path);
    }

    /** Leaves the walk at the first error, from whatever depth. */
    private static final class Found extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient SyntaxError error;

        Found(SyntaxError error) {
            super(error.message(), null, false, false);
            this.error = error;
        }
    }
}
