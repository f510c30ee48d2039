// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.yaml;

import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.SourcePosition;
import dev.agentreload.core.internal.secret.Masking;
import dev.agentreload.core.internal.tree.PackedPosition;
import dev.agentreload.core.internal.yaml.YamlNode.Scalar;
import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is to be said of a value once it is known whether it is secret, here or where an alias uses it.
 *
 * @param path where it is written
 */
record YamlNote(Kind kind, Scalar scalar, ConfigPath path) {

    private static final Pattern OCTAL = Pattern.compile("[-+]?[0-7]+");
    private static final int RADIX = 8;

    /** Longer text is no mistyped number. */
    private static final int MOST_SHOWN = 40;

    /** What is wrong. */
    enum Kind {
        LEADING_ZERO,
        NOT_FINITE,
        OLD_NUMBER,
        OLD_TRUE,
        OLD_FALSE,
        CURLY_QUOTES,
        COMMENT,
        NO_ANCHOR,
        RECURSIVE
    }

    /** Returns the problem or warning, if there is anything to be said. */
    Optional<ConfigProblem> problem(String source) {
        SourcePosition position = PackedPosition.unpack(source, scalar.position());
        String quoted = isShown() ? "\"" + scalar.text() + "\" for text" : "quotes for text";
        return switch (kind) {
            case LEADING_ZERO -> Optional.of(leadingZero(position));
            case NOT_FINITE ->
                Optional.of(ConfigProblem.error(
                        path, position, name() + " is no number in JSON", "write a number, or " + quoted));
            case OLD_NUMBER -> Optional.of(warning(position, "a number", "a plain decimal number", quoted));
            case OLD_TRUE -> Optional.of(warning(position, "true", "true", quoted));
            case OLD_FALSE -> Optional.of(warning(position, "false", "false", quoted));
            case CURLY_QUOTES ->
                Optional.of(ConfigProblem.warning(
                        path, position, "curly quotes are part of this text", "straight quotes go around a text"));
            case COMMENT -> scalar.isSecret() ? Optional.of(comment(position)) : Optional.empty();
            case NO_ANCHOR ->
                Optional.of(ConfigProblem.error(
                        path,
                        position,
                        "no anchor " + name() + " above this line",
                        "text that starts with [*] needs quotes"));
            case RECURSIVE ->
                Optional.of(ConfigProblem.error(
                        path,
                        position,
                        "alias " + name() + " lies inside the value it names",
                        "expected another value"));
        };
    }

    private boolean isShown() {
        return !scalar.isSecret() && scalar.text().length() <= MOST_SHOWN;
    }

    private String name() {
        return "[" + (isShown() ? scalar.text() : Masking.MASK) + "]";
    }

    private ConfigProblem warning(SourcePosition position, String old, String instead, String quoted) {
        return ConfigProblem.warning(
                path,
                position,
                name() + " is " + old + " in YAML 1.1 and text in YAML 1.2",
                "read as text; write " + instead + ", or " + quoted);
    }

    private ConfigProblem comment(SourcePosition position) {
        return ConfigProblem.warning(path, position, "a comment follows the value", "quote it if [#] belongs to it");
    }

    private ConfigProblem leadingZero(SourcePosition position) {
        if (!isShown()) {
            return ConfigProblem.error(
                    path,
                    position,
                    "a number with a leading zero is not the same in YAML 1.1 and YAML 1.2",
                    "write it without the zero, or in quotes for text");
        }
        String text = scalar.text();
        BigInteger decimal = new BigInteger(text);
        String old = OCTAL.matcher(text).matches() ? new BigInteger(text, RADIX).toString() : "text";
        String message = old.equals(decimal.toString())
                ? "[" + text + "] has a leading zero"
                : "[" + text + "] is " + old + " in YAML 1.1 and " + decimal + " in YAML 1.2";
        return ConfigProblem.error(path, position, message, "write " + decimal + ", or \"" + text + "\" for text");
    }
}
