// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.yaml;

import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.internal.tree.PackedPosition;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * Says in our own words where text stops being YAML: a parser's message would quote content. Its message is taken for the kind
 * of the error alone. One character is quoted, never a word: a value without quotes may be a secret.
 */
final class YamlErrors {

    private static final String NEEDS_QUOTES = "this text needs quotes because of [%c]";

    /** The first and the last line of what version control leaves in files with conflicts. */
    private static final Pattern CONFLICT = Pattern.compile("^(?:<{7}|>{7}) ", Pattern.MULTILINE);

    private static final Pattern VARIABLE = Pattern.compile("\\{(?<name>[A-Z_][A-Z0-9_]*)}");

    private final String source;
    private final YamlText text;

    YamlErrors(String source, YamlText text) {
        this.source = source;
        this.text = text;
    }

    ConfigProblem describe(MarkedYAMLException e, ConfigPath path) {
        Mark mark = e.getProblemMark();
        Matcher conflict = CONFLICT.matcher(text.text()).region(0, text.lineEnd(text.indexOf(mark)));
        if (conflict.find()) {
            return ConfigProblem.error(
                    ConfigPath.root(),
                    PackedPosition.unpack(source, YamlText.position(text.text(), conflict.start())),
                    "found a merge conflict marker",
                    "expected a file without conflicts");
        }
        int offset = text.indexOf(mark);
        String kind = String.valueOf(e.getProblem());
        String context = String.valueOf(e.getContext());
        if (kind.startsWith("expected '<document start>'")) {
            return problem(path, mark, "a second document starts here", "one file is one document");
        }
        if (kind.startsWith("could not find expected ':'") && e.getContextMark() != null) {
            return problem(
                    path,
                    e.getContextMark(),
                    "text that is neither a key nor a value",
                    "expected [:] and a space after a key");
        }
        if (offset >= text.text().length()) {
            return problem(path, mark, "unexpected end of the source", expectedEnd(context, e.getContextMark()));
        }
        return atCharacter(path, e, kind, context);
    }

    static ConfigProblem secondDocument(String source, long position) {
        return ConfigProblem.error(
                ConfigPath.root(),
                PackedPosition.unpack(source, position),
                "a second document starts here",
                "one file is one document");
    }

    private ConfigProblem problem(ConfigPath path, Mark mark, String message, String hint) {
        return ConfigProblem.error(path, PackedPosition.unpack(source, YamlText.position(mark)), message, hint);
    }

    private static String expectedEnd(String context, @Nullable Mark start) {
        String place = opened(start);
        return switch (context) {
            case "while parsing a flow mapping" -> "expected [}]" + place;
            case "while parsing a flow sequence" -> "expected []]" + place;
            case "while scanning a quoted scalar", "while scanning a double-quoted scalar" ->
                "expected a quote" + place;
            default -> "expected more";
        };
    }

    private static String opened(@Nullable Mark start) {
        return start == null ? "" : " for what opens at " + (start.getLine() + 1) + ":" + (start.getColumn() + 1);
    }

    private ConfigProblem atCharacter(ConfigPath path, MarkedYAMLException e, String kind, String context) {
        Mark mark = e.getProblemMark();
        int offset = text.indexOf(mark);
        char c = text.text().charAt(offset);
        if (c == '\t') {
            return problem(
                    path,
                    mark,
                    text.isIndentation(offset) ? "a tab indents this line" : "unexpected tab",
                    "YAML takes spaces only");
        }
        if (c == '{' && offset > 0 && text.text().charAt(offset - 1) == '$') {
            return problem(
                    path,
                    mark,
                    "a placeholder inside { } or [ ] needs quotes",
                    "write \"$" + placeholder(offset) + "\"");
        }
        if (kind.contains("cannot start any token")) {
            return problem(path, mark, String.format(NEEDS_QUOTES, c), "");
        }
        if (kind.startsWith("mapping values are not allowed")) {
            return problem(
                    path,
                    mark,
                    String.format(NEEDS_QUOTES, c),
                    "a key starts a line, with the indentation of those next to it");
        }
        if (kind.startsWith("found undefined tag handle")) {
            return problem(path, mark, YamlTags.REFUSED, YamlTags.READ);
        }
        return problem(path, mark, unexpected(c), expectation(kind, context, e.getContextMark()));
    }

    private String placeholder(int offset) {
        Matcher variable =
                VARIABLE.matcher(text.text()).region(offset, text.text().length());
        return variable.lookingAt() ? variable.group() : "{NAME}";
    }

    private static String unexpected(char c) {
        if (c > '~') {
            return "unexpected character";
        }
        return c <= ' ' ? String.format("unexpected control character [U+%04X]", (int) c) : "unexpected [" + c + "]";
    }

    private static String expectation(String kind, String context, @Nullable Mark start) {
        if (context.equals("while scanning a double-quoted scalar")) {
            return "expected an escape of YAML after [\\], or [\\\\] for a backslash";
        }
        if (kind.startsWith("expected <block end>")) {
            return "expected the indentation of the lines above, or quotes around the whole text";
        }
        return switch (context) {
            case "while parsing a flow mapping" -> "expected [,] or [}]" + opened(start);
            case "while parsing a flow sequence" -> "expected [,] or []]" + opened(start);
            case "while scanning a block scalar" ->
                "expected a new line, or quotes around a text that starts with [|] or [>]";
            default -> "expected YAML";
        };
    }
}
