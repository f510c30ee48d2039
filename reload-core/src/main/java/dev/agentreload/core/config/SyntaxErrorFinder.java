package dev.agentreload.core.config;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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

    private final byte[] content;
    private final int length;
    private int position;

    /** One bit for each open container: set for an object. */
    private final BitSet objects = new BitSet();

    private int depth;

    /** The way to the value that is being read, and how many elements each open list has so far. */
    private final List<PathSegment> path = new ArrayList<>();

    private final List<Integer> counts = new ArrayList<>();

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
            objects.set(depth++, next == '{');
            counts.add(0);
            position++;
            return false;
        }
        if (next == '"' || next == '\'') {
            string();
        } else if (next == '-' || isDigit(next)) {
            number();
        } else if (next >= 0 && LITERAL_START.indexOf(next) >= 0) {
            literal(next == 't' ? "true" : next == 'f' ? "false" : "null");
        } else {
            fail(expectation);
        }
        leave();
        return true;
    }

    /** Steps back from a complete value to the container around it. */
    private void leave() {
        if (!path.isEmpty()) {
            path.remove(path.size() - 1);
        }
    }

    private boolean element() {
        if (peek() == ']') {
            return close();
        }
        int index = counts.get(depth - 1);
        counts.set(depth - 1, index + 1);
        path.add(new PathSegment.Index(index));
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
            while (isNamePart(current())) {
                position++;
            }
        } else {
            fail(KEY);
        }
        path.add(new PathSegment.Key(name(start)));
        if (peek() != ':') {
            fail(":");
        }
        position++;
        return value(VALUE);
    }

    private boolean separator() {
        int next = peek();
        if (next == ',') {
            position++;
            return false;
        }
        if (next != (inObject() ? '}' : ']')) {
            fail(inObject() ? ", or }" : ", or ]");
        }
        return close();
    }

    private boolean close() {
        position++;
        depth--;
        counts.subList(depth, counts.size()).clear();
        leave();
        return true;
    }

    private String name(int start) {
        String name = new String(content, start, position - start, StandardCharsets.UTF_8);
        if (content[start] != '"' && content[start] != '\'') {
            return name;
        }
        String unquoted = JsonText.unquote('"' + name.substring(1, name.length() - 1) + '"');
        return unquoted == null ? name : unquoted;
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
        } else if (next < 0 || "\"\\/bfnrt".indexOf(next) < 0) {
            fail("one of \" \\ / b f n r t u after a backslash");
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
        for (int i = 0; i < word.length(); i++, position++) {
            if (current() != word.charAt(i)) {
                position = start;
                fail(VALUE + "; text stands in quotes");
            }
        }
        if (isNamePart(current())) {
            position = start;
            fail(VALUE + "; text stands in quotes");
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

    private static boolean isNamePart(int c) {
        return c >= 0x80 || c == '-' || (c > ' ' && Character.isJavaIdentifierPart(c));
    }

    private void fail(String expectation) {
        throw new Found(new SyntaxError(
                ConfigPath.of(path),
                position,
                SyntaxError.describe(content, length, position),
                "expected " + expectation));
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
