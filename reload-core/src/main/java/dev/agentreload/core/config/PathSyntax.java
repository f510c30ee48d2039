package dev.agentreload.core.config;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The text form of paths and patterns: {@code models.providers."gpt-4.1"}, {@code agents.list[id=coder].model},
 * {@code bindings[2].agentId}. A name is bare when it consists of letters, digits, {@code _} and {@code -}; any other is
 * quoted as in JSON. The empty path is {@code $}.
 */
final class PathSyntax {

    static final String ROOT = "$";
    static final String WILDCARD = "*";

    private static final Pattern BARE = Pattern.compile("[\\p{L}\\p{N}_-]+");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

    private final String text;
    private int position;

    private PathSyntax(String text) {
        this.text = text;
    }

    static String print(List<PathSegment> segments) {
        if (segments.isEmpty()) {
            return ROOT;
        }
        StringBuilder printed = new StringBuilder();
        for (PathSegment segment : segments) {
            if (segment instanceof PathSegment.Key && printed.length() > 0) {
                printed.append('.');
            }
            printed.append(print(segment));
        }
        return printed.toString();
    }

    static String print(PathSegment segment) {
        if (segment instanceof PathSegment.Key key) {
            return name(key.name());
        }
        if (segment instanceof PathSegment.Index index) {
            return "[" + index.index() + "]";
        }
        PathSegment.Identity identity = (PathSegment.Identity) segment;
        String occurrence = identity.occurrence() == 0 ? "" : "#" + (identity.occurrence() + 1);
        return "[" + name(identity.key()) + "=" + identityValue(identity) + occurrence + "]";
    }

    static String name(String name) {
        return BARE.matcher(name).matches() ? name : JsonText.quote(name);
    }

    private static String identityValue(PathSegment.Identity identity) {
        boolean isText = identity.kind() == ConfigNode.Kind.STRING;
        return isText && kindOf(identity.value()) != ConfigNode.Kind.STRING
                ? JsonText.quote(identity.value())
                : isText ? name(identity.value()) : identity.value();
    }

    private static ConfigNode.Kind kindOf(String bareValue) {
        if (NUMBER.matcher(bareValue).matches()) {
            return ConfigNode.Kind.NUMBER;
        }
        boolean isBoolean = bareValue.equals("true") || bareValue.equals("false");
        return isBoolean ? ConfigNode.Kind.BOOLEAN : ConfigNode.Kind.STRING;
    }

    static List<PathSegment> parse(String text) {
        return text.equals(ROOT) ? List.of() : new PathSyntax(text).segments(PathSyntax::refuseWildcard);
    }

    /** Parses a pattern, whose bare {@code *} segments become whatever the function makes of them. */
    static List<PathSegment> parsePattern(String text, Function<PathSyntax, PathSegment> wildcard) {
        return text.equals(ROOT) ? List.of() : new PathSyntax(text).segments(wildcard);
    }

    private static PathSegment refuseWildcard(PathSyntax syntax) {
        throw syntax.error("a name; a key that is an asterisk is written \"*\"");
    }

    private List<PathSegment> segments(Function<PathSyntax, PathSegment> wildcard) {
        List<PathSegment> segments = new ArrayList<>();
        while (position < text.length() || segments.isEmpty()) {
            if (peek() == '[') {
                segments.add(bracket());
                continue;
            }
            if (!segments.isEmpty()) {
                expect('.');
            }
            segments.add(take('*') ? wildcard.apply(this) : new PathSegment.Key(name()));
        }
        return segments;
    }

    private PathSegment bracket() {
        expect('[');
        String name = name();
        PathSegment segment = take('=') ? identity(name) : new PathSegment.Index(number(name));
        expect(']');
        return segment;
    }

    private PathSegment.Identity identity(String key) {
        boolean quoted = peek() == '"';
        String value = quoted ? name() : bareValue();
        int occurrence = take('#') ? number(name()) - 1 : 0;
        return new PathSegment.Identity(key, quoted ? ConfigNode.Kind.STRING : kindOf(value), value, occurrence);
    }

    private String bareValue() {
        int start = position;
        while (position < text.length() && text.charAt(position) != ']' && text.charAt(position) != '#') {
            position++;
        }
        String value = text.substring(start, position);
        if (!BARE.matcher(value).matches() && !NUMBER.matcher(value).matches()) {
            throw error("an identity; quote one with other characters than letters, digits, _ and -");
        }
        return value;
    }

    private int number(String digits) {
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            throw error("a number or an identity such as id=main in the brackets");
        }
    }

    private String name() {
        if (peek() == '"') {
            return quoted();
        }
        int start = position;
        while (position < text.length() && isBare(text.codePointAt(position))) {
            position += Character.charCount(text.codePointAt(position));
        }
        if (start == position) {
            throw error("a name");
        }
        return text.substring(start, position);
    }

    private static boolean isBare(int codePoint) {
        return BARE.matcher(Character.toString(codePoint)).matches();
    }

    private String quoted() {
        int end = position + 1;
        while (end < text.length() && text.charAt(end) != '"') {
            end += text.charAt(end) == '\\' ? 2 : 1;
        }
        String name = end < text.length() ? JsonText.unquote(text.substring(position, end + 1)) : null;
        if (name == null) {
            throw error("a quoted name with its closing quote");
        }
        position = end + 1;
        return name;
    }

    private int peek() {
        return position < text.length() ? text.charAt(position) : -1;
    }

    private boolean take(char expected) {
        boolean found = peek() == expected;
        position += found ? 1 : 0;
        return found;
    }

    private void expect(char expected) {
        if (!take(expected)) {
            throw error("'" + expected + "'");
        }
    }

    private IllegalArgumentException error(String expectation) {
        return new IllegalArgumentException(
                "bad path [" + text + "]: expected " + expectation + " at column " + (position + 1));
    }
}
