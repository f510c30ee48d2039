// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.tree;

import com.google.common.primitives.Ints;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.JsonText;
import dev.agentreload.core.config.PathSegment;
import dev.agentreload.core.internal.json.JacksonWriter;
import dev.agentreload.core.internal.secret.Masking;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.regex.Pattern;

/**
 * The text form of paths and patterns: {@code models.providers."gpt-4.1"}, {@code agents.list[id=coder].model},
 * {@code bindings[2].agentId}. A name is bare when it consists of letters, digits, {@code _} and {@code -}; any other is
 * quoted as in JSON. The empty path is {@code $}.
 */
public final class PathSyntax {

    public static final String ROOT = "$";
    public static final String WILDCARD = "*";

    private static final Pattern BARE = Pattern.compile("[\\p{L}\\p{N}_-]+");
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,10}");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

    private final String subject;
    private final String text;
    private int position;

    private PathSyntax(String subject, String text) {
        this.subject = subject;
        this.text = text;
    }

    public static String print(List<PathSegment> segments) {
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

    public static String print(PathSegment segment) {
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

    /** Returns a name as it is shown: paths stand in messages, so user-info in a key that is a URL is masked. */
    public static String name(String name) {
        return BARE.matcher(name).matches() ? name : JsonText.compact(Masking.show(name));
    }

    private static String identityValue(PathSegment.Identity identity) {
        boolean isText = identity.kind() == ConfigNode.Kind.STRING;
        return isText && kindOf(identity.value()) != ConfigNode.Kind.STRING
                ? JsonText.compact(identity.value())
                : isText ? name(identity.value()) : identity.value();
    }

    private static ConfigNode.Kind kindOf(String bareValue) {
        if (NUMBER.matcher(bareValue).matches()) {
            return ConfigNode.Kind.NUMBER;
        }
        boolean isBoolean = bareValue.equals("true") || bareValue.equals("false");
        return isBoolean ? ConfigNode.Kind.BOOLEAN : ConfigNode.Kind.STRING;
    }

    public static List<PathSegment> parse(String text) {
        PathSyntax syntax = new PathSyntax("path", text);
        return syntax.segments(segment -> segment, start -> {
            throw syntax.error("a name; a key that is an asterisk is written \"*\"", start);
        });
    }

    /** Parses a pattern; its bare {@code *} segments are empty. */
    public static List<Optional<PathSegment>> parsePattern(String text) {
        return new PathSyntax("pattern", text).segments(Optional::of, start -> Optional.empty());
    }

    private <T> List<T> segments(Function<PathSegment, T> literal, IntFunction<T> wildcard) {
        List<T> segments = new ArrayList<>();
        while (!text.equals(ROOT) && (position < text.length() || segments.isEmpty())) {
            if (peek() == '[') {
                segments.add(literal.apply(bracket()));
                continue;
            }
            if (!segments.isEmpty()) {
                expect('.');
            }
            int start = position;
            segments.add(take('*') ? wildcard.apply(start) : literal.apply(new PathSegment.Key(name())));
        }
        return segments;
    }

    private PathSegment bracket() {
        expect('[');
        int start = position;
        String name = name();
        PathSegment segment = take('=')
                ? identity(name)
                : new PathSegment.Index(number(start, 0, "a number or an identity such as id=main in the brackets"));
        expect(']');
        return segment;
    }

    private PathSegment.Identity identity(String key) {
        boolean quoted = peek() == '"';
        String value = quoted ? name() : bareValue();
        int occurrence = take('#') ? occurrence() : 0;
        ConfigNode.Kind kind = quoted ? ConfigNode.Kind.STRING : kindOf(value);
        return new PathSegment.Identity(key, kind, value, occurrence);
    }

    /** Returns the identity's text up to its end; a number's is the same however it is spelled. */
    private String bareValue() {
        int start = position;
        while (position < text.length() && text.charAt(position) != ']' && text.charAt(position) != '#') {
            position++;
        }
        String value = text.substring(start, position);
        BigDecimal number = NUMBER.matcher(value).matches() ? Decimals.parse(value) : null;
        if (number == null && !BARE.matcher(value).matches()) {
            throw error("an identity; quote one with other characters than letters, digits, _ and -", start);
        }
        return number == null ? value : Scalars.text(number);
    }

    private int occurrence() {
        int start = position;
        name();
        return number(start, 1, "a positive number after #") - 1;
    }

    /** Returns what stands between this place and the current one as a number. */
    private int number(int start, int least, String expectation) {
        String digits = text.substring(start, position);
        Integer number = DIGITS.matcher(digits).matches() ? Ints.tryParse(digits) : null;
        if (number == null || number < least) {
            throw error(expectation, start);
        }
        return number;
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
            throw error("a name", start);
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
        String name = end < text.length() ? JacksonWriter.unquote(text.substring(position, end + 1)) : null;
        if (name == null) {
            throw error("a quoted name with its closing quote", position);
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
            throw error("'" + expected + "'", position);
        }
    }

    private IllegalArgumentException error(String expectation, int at) {
        int column = text.codePointCount(0, at) + 1;
        return new IllegalArgumentException(
                "bad " + subject + " [" + text + "]: expected " + expectation + " at column " + column);
    }
}
