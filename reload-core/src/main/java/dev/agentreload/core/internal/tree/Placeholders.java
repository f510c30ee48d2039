// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.tree;

import dev.agentreload.core.config.ConfigReader.UnresolvedValues;
import dev.agentreload.core.config.PlaceholderResolver;
import dev.agentreload.core.config.PlaceholderResolver.Placeholder;
import dev.agentreload.core.config.PlaceholderResolver.Resolution;
import dev.agentreload.core.internal.tree.StringNode.Gap;
import dev.agentreload.core.internal.tree.StringNode.Gaps;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Replaces the placeholders of one string after the other. <em>Not safe for use by multiple threads.</em> */
final class Placeholders {

    private static final String START = "${";

    /** A file's path has no brace, so that a search for the end of one stops where the next begins. */
    private static final Pattern PLACEHOLDER = Pattern.compile(
            "\\$(?<escaped>\\$\\{)|\\$\\{(?:(?<name>[A-Z_][A-Z0-9_]*)|env:(?<env>[A-Za-z_][A-Za-z0-9_]*)|file:(?<file>[^{}]+))}");

    private final PlaceholderResolver resolver;
    private final UnresolvedValues policy;
    private final boolean asWritten;
    private final Map<Placeholder, Resolution> answers = new HashMap<>();
    private boolean secret;
    private boolean variableMissing;
    private boolean hasGaps;
    private @Nullable NearPlaceholder nearMiss;

    Placeholders(PlaceholderResolver resolver, ReadSettings settings) {
        this.resolver = resolver;
        this.policy = settings.unresolved();
        this.asWritten = settings.placeholders() instanceof NoPlaceholders;
    }

    /** Returns whether the string is worth a closer look. */
    static boolean mayBeIn(String text) {
        return text.indexOf('$') >= 0;
    }

    /** Returns whether placeholders are resolved at all, and not left as they are written. */
    boolean areResolved() {
        return !asWritten;
    }

    /**
     * Returns the string with its placeholders replaced, or as it was written if one of them has no value. Whether it became
     * secret, {@link #wasSecret} says; what looks like a placeholder and is none, {@link #nearMiss}.
     *
     * @param secretKey whether the string is secret by its key: an empty value is none then
     */
    StringNode.Resolved resolve(String text, boolean secretKey) {
        secret = false;
        nearMiss = secretKey && areResolved() ? NearPlaceholder.ofWhole(text) : null;
        return text.contains(START) ? resolve(text, secretKey, resolver) : new StringNode.Resolved(text, text, null);
    }

    private StringNode.Resolved resolve(String text, boolean secretKey, PlaceholderResolver asked) {
        Matcher matcher = PLACEHOLDER.matcher(text);
        StringBuilder resolved = new StringBuilder();
        List<Gap> gaps = new ArrayList<>();
        Placeholder last = null;
        int from = 0;
        while (matcher.find()) {
            look(text, from, matcher.start(), secretKey);
            resolved.append(text, from, matcher.start());
            from = matcher.end();
            if (matcher.group("escaped") == null) {
                last = placeholder(matcher);
                resolved.append(value(last, matcher.group(), asked, gaps));
            } else {
                resolved.append(START);
            }
        }
        look(text, from, text.length(), secretKey);
        String value = resolved.append(text, from, text.length()).toString();
        if (secretKey && last != null && value.isBlank()) {
            gaps.add(new Gap(last, describe(last) + " is empty"));
        }
        return gaps.isEmpty() ? new StringNode.Resolved(value, text, null) : unresolved(text, gaps);
    }

    private void look(String text, int start, int end, boolean secretKey) {
        if (nearMiss == null && areResolved()) {
            nearMiss = NearPlaceholder.find(text, start, end, secretKey);
        }
    }

    /** A text with one value missing says nothing of the others, so that it can be shown. */
    private StringNode.Resolved unresolved(Object written, List<Gap> gaps) {
        secret = false;
        hasGaps = true;
        return new StringNode.Resolved(written.toString(), written, new Gaps(List.copyOf(gaps), policy));
    }

    /** Resolves a string again whose variables the process does not have, with those that the document defines. */
    StringNode again(StringNode string, PlaceholderResolver definitions) {
        secret = false;
        StringNode.Resolved resolved = resolve(string.template(), string.isSecret(), placeholder -> {
            Resolution known = ask(placeholder);
            return known instanceof Resolution.Missing ? definitions.resolve(placeholder) : known;
        });
        return new StringNode(string.source(), string.packedPosition(), secret || string.isSecret(), resolved);
    }

    /** Returns the secret that an object refers to. */
    StringNode reference(ObjectNode object, Placeholder placeholder, Resolution answer) {
        List<Gap> gaps = new ArrayList<>();
        String value = value(placeholder, "", asked -> answer, gaps);
        if (gaps.isEmpty() && value.isBlank()) {
            gaps.add(new Gap(
                    placeholder,
                    answer instanceof Resolution.Unchanged
                            ? describe(placeholder) + " is not resolved here"
                            : describe(placeholder) + " is empty"));
        }
        StringNode.Resolved resolved =
                gaps.isEmpty() ? new StringNode.Resolved(value, object, null) : unresolved(object, gaps);
        return new StringNode(object.source(), object.packedPosition(), gaps.isEmpty(), resolved);
    }

    boolean wasSecret() {
        return secret;
    }

    /** Returns whether a variable had no value, which the document may define itself. */
    boolean isVariableMissing() {
        return variableMissing;
    }

    /** Returns whether any string has a placeholder without a value. */
    boolean hasGaps() {
        return hasGaps;
    }

    @Nullable
    NearPlaceholder nearMiss() {
        return nearMiss;
    }

    private String value(Placeholder placeholder, String written, PlaceholderResolver asked, List<Gap> gaps) {
        Resolution resolution = ask(asked, placeholder);
        answers.put(placeholder, resolution);
        if (resolution instanceof Resolution.Secret found) {
            secret = true;
            return found.value();
        }
        if (resolution instanceof Resolution.Public found) {
            return found.value();
        }
        if (resolution instanceof Resolution.Missing missing) {
            variableMissing |= placeholder.kind() == Placeholder.Kind.ENVIRONMENT;
            gaps.add(new Gap(placeholder, missing.reason()));
        }
        return written;
    }

    /** Returns what the resolver says, or said before. */
    Resolution ask(Placeholder placeholder) {
        Resolution known = answers.get(placeholder);
        if (known == null) {
            known = ask(resolver, placeholder);
            answers.put(placeholder, known);
        }
        return known;
    }

    /** A resolver's exception may quote what it read, so only its type is reported. */
    static Resolution ask(PlaceholderResolver resolver, Placeholder placeholder) {
        try {
            return resolver.resolve(placeholder);
        } catch (RuntimeException e) {
            return new Resolution.Missing(
                    "placeholder [" + placeholder.name() + "] could not be resolved: the resolver threw "
                            + e.getClass().getSimpleName());
        }
    }

    /** Returns the words for what a placeholder names. */
    static String describe(Placeholder placeholder) {
        return switch (placeholder.kind()) {
            case ENVIRONMENT -> "environment variable [" + placeholder.name() + "]";
            case FILE -> "file [" + placeholder.name() + "]";
            case SECRET -> "secret [" + placeholder.name() + "]";
        };
    }

    private static Placeholder placeholder(Matcher matcher) {
        String file = matcher.group("file");
        if (file != null) {
            return new Placeholder(Placeholder.Kind.FILE, file);
        }
        String name = matcher.group("name");
        return new Placeholder(Placeholder.Kind.ENVIRONMENT, name != null ? name : matcher.group("env"));
    }
}
