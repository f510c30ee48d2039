package dev.agentreload.core.internal.tree;

import dev.agentreload.core.config.PlaceholderResolver;
import dev.agentreload.core.config.PlaceholderResolver.Placeholder;
import dev.agentreload.core.config.PlaceholderResolver.Resolution;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Replaces the placeholders of one string after the other. */
final class Placeholders {

    private static final String START = "${";

    /** No brace stands in a file's path, so that a search for the end of one stops where the next begins. */
    private static final Pattern PLACEHOLDER = Pattern.compile(
            "\\$(?<escaped>\\$\\{)|\\$\\{(?:(?<name>[A-Z_][A-Z0-9_]*)|env:(?<env>[A-Za-z_][A-Za-z0-9_]*)|file:(?<file>[^{}]+))}");

    private final PlaceholderResolver resolver;
    private boolean secret;

    Placeholders(PlaceholderResolver resolver) {
        this.resolver = resolver;
    }

    /** Returns whether the string is worth a closer look. */
    static boolean mayBeIn(String text) {
        return text.indexOf('$') >= 0;
    }

    /** Returns the string with its placeholders replaced; whether it became secret, {@link #wasSecret} tells. */
    String resolve(String text, Consumer<String> problem) {
        secret = false;
        if (!text.contains(START)) {
            return text;
        }
        Matcher matcher = PLACEHOLDER.matcher(text);
        StringBuilder resolved = new StringBuilder();
        while (matcher.find()) {
            String value = matcher.group("escaped") != null ? START : value(matcher, problem);
            matcher.appendReplacement(resolved, Matcher.quoteReplacement(value));
        }
        return matcher.appendTail(resolved).toString();
    }

    boolean wasSecret() {
        return secret;
    }

    private String value(Matcher matcher, Consumer<String> problem) {
        Resolution resolution = ask(resolver, placeholder(matcher));
        if (resolution instanceof Resolution.Secret found) {
            secret = true;
            return found.value();
        }
        if (resolution instanceof Resolution.Public found) {
            return found.value();
        }
        if (resolution instanceof Resolution.Missing missing) {
            problem.accept(missing.reason());
        }
        return matcher.group();
    }

    /** A resolver's exception may quote what it read, so only its type is told. */
    static Resolution ask(PlaceholderResolver resolver, Placeholder placeholder) {
        try {
            return resolver.resolve(placeholder);
        } catch (RuntimeException e) {
            return new Resolution.Missing(
                    "placeholder [" + placeholder.name() + "] could not be resolved: the resolver threw "
                            + e.getClass().getSimpleName());
        }
    }

    private static Placeholder placeholder(Matcher matcher) {
        if (matcher.group("file") != null) {
            return new Placeholder(Placeholder.Kind.FILE, matcher.group("file"));
        }
        String name = matcher.group("name") != null ? matcher.group("name") : matcher.group("env");
        return new Placeholder(Placeholder.Kind.ENVIRONMENT, name);
    }
}
