// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.tree;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What looks like a placeholder and is none, in words that quote no value: the default of a variable may be a secret.
 *
 * @param message what stands there
 * @param hint what to write
 */
record NearPlaceholder(String message, String hint) {

    private static final String START = "${";
    private static final int LONGEST = 300;
    private static final String ANY_HINT =
            "write ${NAME}, ${env:name} or ${file:path}, or $${ for a text that has these signs";

    /** A variable with anything behind its name, or before it, that is no brace. */
    private static final Pattern VARIABLE =
            Pattern.compile("\\$\\{(?<space>\\s*+)(?<name>[A-Z_][A-Z0-9_]{0,200}+)(?<rest>:?[-=?+]|\\s*+}|)");

    private static final Pattern PREFIX =
            Pattern.compile("\\$\\{\\s*+(?<kind>[A-Za-z]{3,4}+)\\s*+:\\s*+(?<name>[A-Za-z_][A-Za-z0-9_]{0,200}+)?");

    private static final Pattern SHELL =
            Pattern.compile("\\$(?:env:)?(?<name>[A-Za-z_][A-Za-z0-9_]{0,200})", Pattern.CASE_INSENSITIVE);

    /** Variables as other programs write them: {@code {env:X}}, {@code {{X}}}, {@code %X%}. */
    private static final Pattern FOREIGN = Pattern.compile(
            "\\{(?:\\{\\s*+(?:\\.?[Ee]nv\\.)?|env:)(?<name>[A-Za-z_][A-Za-z0-9_]{0,200}+)\\s*+}}?|%(?<percent>[A-Z_][A-Z0-9_]{0,200}+)%");

    /** Returns what is odd if the whole text, which is a secret, is a variable as another program writes it; else null. */
    static @Nullable NearPlaceholder ofOtherPrograms(String text) {
        if (text.charAt(0) != '{' && text.charAt(0) != '%') {
            return null;
        }
        Matcher foreign = FOREIGN.matcher(text);
        if (!foreign.matches()) {
            return null;
        }
        String name = foreign.group("name") == null ? foreign.group("percent") : foreign.group("name");
        return new NearPlaceholder(
                "found a variable in the form of another program, which is no placeholder",
                "write " + placeholder(name));
    }

    /** Returns what is wrong if the whole text, which is a secret, is a variable as a shell writes it; else null. */
    static @Nullable NearPlaceholder ofWhole(String text) {
        Matcher shell = SHELL.matcher(text);
        return shell.matches()
                ? new NearPlaceholder(
                        "found [" + text + "], which is no placeholder", "write " + placeholder(shell.group("name")))
                : null;
    }

    /** Returns the first near miss in a part of a text; under a secret key everything that starts like a placeholder is one. */
    static @Nullable NearPlaceholder find(String text, int start, int end, boolean secretKey) {
        int at = text.indexOf(START, start);
        while (at >= 0 && at < end) {
            NearPlaceholder found = at(text, at, end);
            if (found != null) {
                return found;
            }
            if (secretKey) {
                return new NearPlaceholder("found [${], which starts no placeholder here", ANY_HINT);
            }
            at = text.indexOf(START, at + START.length());
        }
        return null;
    }

    private static @Nullable NearPlaceholder at(String text, int at, int end) {
        Matcher prefix = PREFIX.matcher(text).region(at, end);
        if (prefix.lookingAt()) {
            String kind = prefix.group("kind").toLowerCase(Locale.ROOT);
            if (kind.equals("env") || kind.equals("file")) {
                return prefixed(prefix, kind, isOpen(text, prefix.end(), end));
            }
        }
        Matcher variable = VARIABLE.matcher(text).region(at, end);
        return variable.lookingAt() ? variable(variable, isOpen(text, variable.end(), end)) : null;
    }

    private static NearPlaceholder prefixed(Matcher prefix, String kind, boolean open) {
        if (prefix.group().startsWith(START + kind + ":") && open) {
            return unclosed(START + kind + ":" + (prefix.group("name") == null ? "" : prefix.group("name")));
        }
        return new NearPlaceholder(
                "found [" + START + prefix.group("kind") + ":], which is no placeholder",
                kind.equals("env") ? "write ${env:name}, a name of letters, digits and _" : "write ${file:path}");
    }

    private static @Nullable NearPlaceholder variable(Matcher variable, boolean open) {
        String name = variable.group("name");
        String after = variable.group("rest");
        if (after.endsWith("}")) {
            return new NearPlaceholder(
                    "found [${ " + name + " }] with spaces, which is no placeholder", "write ${" + name + "}");
        }
        if (!after.isEmpty()) {
            return new NearPlaceholder(
                    "found [${" + name + after + "...}], a default that is not read", "write ${" + name + "}");
        }
        return open ? unclosed(START + name) : null;
    }

    /** Looks only as far as a name may reach, so that a long text of many such starts takes no long time. */
    private static boolean isOpen(String text, int start, int end) {
        int brace = text.substring(start, Math.min(end, start + LONGEST)).indexOf('}');
        return brace < 0;
    }

    private static NearPlaceholder unclosed(String start) {
        return new NearPlaceholder("found [" + start + "] without a closing brace", "write " + start + "}");
    }

    private static String placeholder(String name) {
        return name.equals(name.toUpperCase(Locale.ROOT)) ? "${" + name + "}" : "${env:" + name + "}";
    }
}
