// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.yaml;

import dev.agentreload.core.internal.yaml.YamlNode.ScalarType;
import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decides what text without quotes is. Where YAML 1.1 and the core schema of 1.2 agree, it is that; where they differ, there
 * is a doubt. Times and dates are text, as active hours are.
 */
final class PlainScalars {

    private static final Pattern DECIMAL =
            Pattern.compile("[-+]?(?:\\.[0-9]+|(?<whole>[0-9]+)(?<rest>\\.[0-9]*)?)(?<exponent>[eE][-+]?[0-9]+)?");
    private static final Pattern OTHER_BASE = Pattern.compile("0x(?<hex>[0-9a-fA-F]+)|0o(?<octal>[0-7]+)");
    private static final Pattern NOT_FINITE = Pattern.compile("[-+]?\\.(?:inf|Inf|INF)|\\.(?:nan|NaN|NAN)");

    /** Numbers in YAML 1.1 alone: binary ones, those with underscores, and hexadecimal ones with a sign. */
    private static final Pattern OLD_NUMBER = Pattern.compile(
            "[-+]?0b[01_]+|[-+]?0x[0-9a-fA-F_]+|[-+]?[0-9][0-9_]*(?:\\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?|\\.[0-9][0-9_]*(?:[eE][-+]?[0-9]+)?");

    private static final String CURLY_QUOTES = "\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f";
    private static final int HEX = 16;
    private static final int OCTAL = 8;

    /** A longer number is out of range, however it is written. */
    private static final int MOST_DIGITS = 1_000;

    private PlainScalars() {}

    static Resolution resolve(String text) {
        if (text.isEmpty()) {
            return Resolution.of(ScalarType.NULL, text);
        }
        return "0123456789.-+".indexOf(text.charAt(0)) >= 0 ? number(text) : word(text);
    }

    private static Resolution word(String text) {
        return switch (text) {
            case "true", "True", "TRUE" -> Resolution.of(ScalarType.TRUE, text);
            case "false", "False", "FALSE" -> Resolution.of(ScalarType.FALSE, text);
            case "null", "Null", "NULL", "~" -> Resolution.of(ScalarType.NULL, text);
            case "yes", "Yes", "YES", "on", "On", "ON" -> new Resolution(ScalarType.TEXT, text, YamlNote.Kind.OLD_TRUE);
            case "no", "No", "NO", "off", "Off", "OFF" ->
                new Resolution(ScalarType.TEXT, text, YamlNote.Kind.OLD_FALSE);
            default ->
                isInCurlyQuotes(text)
                        ? new Resolution(ScalarType.TEXT, text, YamlNote.Kind.CURLY_QUOTES)
                        : Resolution.of(ScalarType.TEXT, text);
        };
    }

    private static boolean isInCurlyQuotes(String text) {
        return text.length() > 1
                && CURLY_QUOTES.indexOf(text.charAt(0)) >= 0
                && CURLY_QUOTES.indexOf(text.charAt(text.length() - 1)) >= 0;
    }

    private static Resolution number(String text) {
        Matcher decimal = DECIMAL.matcher(text);
        if (decimal.matches()) {
            return hasLeadingZero(decimal)
                    ? new Resolution(ScalarType.TEXT, text, YamlNote.Kind.LEADING_ZERO)
                    : Resolution.of(ScalarType.NUMBER, text);
        }
        Matcher otherBase = OTHER_BASE.matcher(text);
        if (otherBase.matches()) {
            return Resolution.of(ScalarType.NUMBER, decimal(otherBase));
        }
        if (NOT_FINITE.matcher(text).matches()) {
            return new Resolution(ScalarType.TEXT, text, YamlNote.Kind.NOT_FINITE);
        }
        return OLD_NUMBER.matcher(text).matches()
                ? new Resolution(ScalarType.TEXT, text, YamlNote.Kind.OLD_NUMBER)
                : Resolution.of(ScalarType.TEXT, text);
    }

    /** With a point or an exponent it is an octal number in no version of YAML. */
    private static boolean hasLeadingZero(Matcher decimal) {
        String whole = decimal.group("whole");
        return whole != null
                && whole.length() > 1
                && whole.charAt(0) == '0'
                && decimal.group("rest") == null
                && decimal.group("exponent") == null;
    }

    private static String decimal(Matcher otherBase) {
        String hex = otherBase.group("hex");
        String digits = hex == null ? otherBase.group("octal") : hex;
        return digits.length() > MOST_DIGITS
                ? "1" + "0".repeat(digits.length())
                : new BigInteger(digits, hex == null ? OCTAL : HEX).toString();
    }

    /**
     * What a text is.
     *
     * @param text the text, or the decimal form of a number
     * @param doubt why it could be something else, if it could
     */
    record Resolution(ScalarType type, String text, YamlNote.@Nullable Kind doubt) {

        private static Resolution of(ScalarType type, String text) {
            return new Resolution(type, text, null);
        }
    }
}
