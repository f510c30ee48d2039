// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.config;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes a value as YAML as some person might: in blocks and in brackets, with and without quotes, equal parts as aliases and
 * merges. It remembers where each part that it writes out begins.
 */
final class HandWrittenYaml {

    private static final Pattern PLAIN = Pattern.compile("[a-zA-Z][a-zA-Z0-9/.-]*( [a-zA-Z0-9/.-]+)*");
    private static final Set<String> WORDS = Set.of("true", "false", "null", "yes", "no", "on", "off");
    private static final Pattern PRINTABLE = Pattern.compile("[ -~\u00A1-\u2027\u2030-\uD7FF]*");
    private static final Pattern LINES = Pattern.compile("[ -~\n\u00A1-\u2027\u2030-\uD7FF]*");
    private static final List<String> COMMENTS = List.of("", "", "", "  # so: [it \"is", " #", "   ");

    private final Random random;
    private final String lineEnd;
    private final StringBuilder text = new StringBuilder();
    private final Map<ConfigPath, Integer> offsets = new LinkedHashMap<>();
    private final List<Anchored> anchors = new ArrayList<>();

    HandWrittenYaml(Map<String, @Nullable Object> root, Random random) {
        this.random = random;
        this.lineEnd = oneOf("\n", "\r\n", "\r");
        text.append(oneOf("", "", "\uFEFF"))
                .append(oneOf("", "", "# first" + lineEnd, "%YAML 1.2" + lineEnd + "---" + lineEnd));
        if (root.isEmpty() || random.nextInt(5) == 0) {
            flow(root, ConfigPath.root(), 0);
        } else {
            offsets.put(ConfigPath.root(), text.length());
            members(root, ConfigPath.root(), 0);
        }
        text.append(oneOf("", lineEnd, lineEnd + "..." + lineEnd, lineEnd + "# last"));
    }

    String text() {
        return text.toString();
    }

    /** Returns line and column of every value that is written where it stands, counted in the most obvious way. */
    Map<ConfigPath, String> positions() {
        Map<ConfigPath, String> positions = new LinkedHashMap<>();
        offsets.forEach((path, offset) -> positions.put(path, position(offset)));
        return positions;
    }

    private String position(int offset) {
        String before = text.substring(text.charAt(0) == '\uFEFF' ? 1 : 0, offset);
        String[] lines = before.split("\r\n|\r|\n", -1);
        String last = lines[lines.length - 1];
        return "file:" + lines.length + ":" + (last.codePointCount(0, last.length()) + 1);
    }

    /** Writes what follows a colon or a dash; containers in blocks stand on lines of their own. */
    private void value(@Nullable Object value, ConfigPath path, int indent) {
        if (value == null && random.nextInt(3) == 0) {
            offsets.put(path, text.length());
            return;
        }
        text.append(' ').append(oneOf("", "", " "));
        if (isAlias(value)) {
            return;
        }
        String anchor = anchor(value);
        if (value != null && isFilled(value) && random.nextInt(3) > 0) {
            block(value, path, indent);
        } else if (value instanceof String string && isLines(string) && random.nextInt(3) == 0) {
            offsets.put(path, text.length());
            literal(string, indent);
        } else {
            plain(value, path, indent);
        }
        remember(anchor, value);
    }

    private static boolean isLines(String text) {
        return !text.isBlank() && LINES.matcher(text).matches();
    }

    private static boolean isFilled(@Nullable Object value) {
        return (value instanceof Map<?, ?> map && !map.isEmpty()) || (value instanceof List<?> list && !list.isEmpty());
    }

    private void block(Object value, ConfigPath path, int indent) {
        int inner = indent + 1 + random.nextInt(3);
        newLine(inner);
        offsets.put(path, text.length());
        if (value instanceof Map<?, ?> map) {
            members(map, path, inner);
        } else {
            elements((List<?>) value, path, inner);
        }
    }

    private void members(Map<?, ?> map, ConfigPath path, int indent) {
        List<Object> keys = new ArrayList<>(map.keySet());
        Collections.shuffle(keys, random);
        boolean first = !merge(map, keys);
        for (Object key : keys) {
            if (!first) {
                newLine(indent);
            }
            first = false;
            key((String) key);
            text.append(':');
            value(map.get(key), path.key((String) key), indent);
        }
    }

    /** Merges an object whose members are all here, and leaves out the keys of those that are the same, mostly. */
    private boolean merge(Map<?, ?> map, List<Object> keys) {
        for (Anchored anchored : anchors) {
            if (anchored.value() instanceof Map<?, ?> other
                    && !other.isEmpty()
                    && map.keySet().containsAll(other.keySet())
                    && random.nextBoolean()) {
                text.append("<<: *").append(anchored.name());
                keys.removeIf(key -> other.containsKey(key)
                        && Objects.equals(other.get(key), map.get(key))
                        && random.nextInt(4) > 0);
                return true;
            }
        }
        return false;
    }

    private void elements(List<?> list, ConfigPath path, int indent) {
        for (int i = 0; i < list.size(); i++) {
            if (i > 0) {
                newLine(indent);
            }
            text.append('-');
            value(list.get(i), path.index(i), indent);
        }
    }

    private void newLine(int indent) {
        boolean afterLiteral = text.toString().endsWith(lineEnd);
        if (!afterLiteral) {
            text.append(oneOf(COMMENTS.toArray(String[]::new))).append(lineEnd);
            text.append(oneOf("", "", lineEnd, "      # between" + lineEnd));
        }
        text.append(" ".repeat(indent));
    }

    private void plain(@Nullable Object value, ConfigPath path, int indent) {
        if (value instanceof Map<?, ?> || value instanceof List<?>) {
            flow(value, path, indent);
        } else {
            offsets.put(path, text.length());
            scalar(value);
        }
    }

    private void flow(@Nullable Object value, ConfigPath path, int indent) {
        offsets.put(path, text.length());
        text.append(value instanceof Map<?, ?> ? '{' : '[');
        if (value instanceof Map<?, ?> map) {
            List<Object> keys = new ArrayList<>(map.keySet());
            for (int i = 0; i < keys.size(); i++) {
                String key = (String) keys.get(i);
                space(indent);
                key(key);
                text.append(": ");
                flowValue(map.get(key), path.key(key), indent);
                comma(i == keys.size() - 1, indent);
            }
        } else {
            List<?> list = (List<?>) Objects.requireNonNull(value);
            for (int i = 0; i < list.size(); i++) {
                space(indent);
                flowValue(list.get(i), path.index(i), indent);
                comma(i == list.size() - 1, indent);
            }
        }
        space(indent);
        text.append(value instanceof Map<?, ?> ? '}' : ']');
    }

    private void flowValue(@Nullable Object value, ConfigPath path, int indent) {
        if (!isAlias(value)) {
            String anchor = anchor(value);
            plain(value, path, indent);
            remember(anchor, value);
        }
    }

    private void comma(boolean last, int indent) {
        space(indent);
        text.append(last && random.nextBoolean() ? "" : ",");
    }

    private void space(int indent) {
        text.append(oneOf("", " ", lineEnd + " ".repeat(indent + 1), " # ]}" + lineEnd + " ".repeat(indent + 2)));
    }

    private boolean isAlias(@Nullable Object value) {
        for (Anchored anchored : anchors) {
            if (Objects.equals(anchored.value(), value) && random.nextBoolean()) {
                text.append('*').append(anchored.name()).append(' ');
                return true;
            }
        }
        return false;
    }

    private String anchor(@Nullable Object value) {
        if (value == null || random.nextInt(4) > 0) {
            return "";
        }
        String name = "a" + text.length();
        text.append('&').append(name).append(' ').append(oneOf("", " "));
        return name;
    }

    private void remember(String anchor, @Nullable Object value) {
        if (!anchor.isEmpty()) {
            anchors.add(new Anchored(anchor, value));
        }
    }

    private void key(String key) {
        if (isPlain(key) && random.nextBoolean()) {
            text.append(key);
        } else {
            quoted(key);
        }
    }

    private static boolean isPlain(String text) {
        return PLAIN.matcher(text).matches() && !WORDS.contains(text);
    }

    private void scalar(@Nullable Object value) {
        if (value instanceof String string) {
            if (isPlain(string) && random.nextInt(3) > 0) {
                text.append(string);
            } else {
                quoted(string);
            }
        } else if (value instanceof BigDecimal number) {
            text.append(number(number));
        } else if (value instanceof Boolean flag) {
            text.append(flag ? oneOf("true", "True", "TRUE") : oneOf("false", "False", "FALSE"));
        } else {
            text.append(oneOf("null", "Null", "NULL", "~"));
        }
    }

    private void quoted(String string) {
        if (PRINTABLE.matcher(string).matches() && random.nextBoolean()) {
            text.append('\'').append(string.replace("'", "''")).append('\'');
        } else {
            text.append('"');
            string.codePoints().forEach(this::character);
            text.append('"');
        }
    }

    private void character(int c) {
        boolean escaped = c == '"' || c == '\\';
        boolean printable = PRINTABLE.matcher(Character.toString(c)).matches() || Character.isSupplementaryCodePoint(c);
        if (escaped) {
            text.append('\\').appendCodePoint(c);
        } else if (!printable || random.nextInt(8) == 0) {
            text.append(
                    Character.isSupplementaryCodePoint(c)
                            ? String.format("\\U%08x", c)
                            : c < 0x100 && random.nextBoolean()
                                    ? String.format("\\x%02x", c)
                                    : String.format("\\u%04x", c));
        } else {
            text.appendCodePoint(c);
        }
    }

    /** Says how far it is indented, since its first line may begin with spaces, and what the line ends at its end mean. */
    private void literal(String string, int indent) {
        int ends = string.length() - string.stripTrailing().length();
        int lineEnds = string.length() - string.replaceAll("\n+$", "").length();
        text.append('|')
                .append(2)
                .append(lineEnds == 0 ? "-" : lineEnds > 1 || ends > lineEnds ? "+" : "")
                .append(lineEnd);
        String[] lines = (lineEnds == 0 ? string : string.substring(0, string.length() - 1)).split("\n", -1);
        for (String line : lines) {
            text.append(line.isEmpty() ? "" : " ".repeat(indent + 2) + line).append(lineEnd);
        }
    }

    private String number(BigDecimal value) {
        return switch (random.nextInt(5)) {
            case 0 -> value.toString();
            case 1 -> value.unscaledValue() + "e" + -value.scale();
            case 2 -> value.unscaledValue().multiply(BigInteger.valueOf(100)) + ".0E" + (-value.scale() - 2);
            case 3 ->
                value.scale() == 0 && value.signum() >= 0
                        ? oneOf(
                                "0x" + value.toBigInteger().toString(16),
                                "0o" + value.toBigInteger().toString(8),
                                "+" + value)
                        : value.toPlainString();
            default -> value.toPlainString();
        };
    }

    private String oneOf(String... all) {
        return all[random.nextInt(all.length)];
    }

    private record Anchored(String name, @Nullable Object value) {}
}
