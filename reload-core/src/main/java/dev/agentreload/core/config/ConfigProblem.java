// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.config;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableMap;
import dev.agentreload.core.internal.json.OddCharacter;
import dev.agentreload.core.internal.secret.Masking;
import dev.agentreload.core.internal.tree.NearMatches;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;

/**
 * Something that is wrong with a configuration, or looks wrong, and where. It never holds a secret value; user-info of URLs
 * in message and hint is masked.
 * <em>Immutable.</em>
 *
 * @param severity whether the configuration is refused for it
 * @param path the value it concerns
 * @param position where that value stands
 * @param message what is wrong, without the place: {@code unknown agent [reviwer]}
 * @param hint what was expected or what to do, such as {@code did you mean [reviewer]?}; may be empty
 * @param occurrences how many problems this entry stands for: more than one if {@link ProblemCollector} folded equal ones, or counted
 *     those that it did not keep
 */
public record ConfigProblem(
        Severity severity, ConfigPath path, SourcePosition position, String message, String hint, int occurrences) {

    /** Whether a problem stops a configuration from being used. */
    public enum Severity {
        /** The configuration is refused. */
        ERROR,
        /** The configuration can be used, but should be checked. */
        WARNING
    }

    /** Rejects nulls and less than one occurrence, and masks. */
    public ConfigProblem {
        requireNonNull(severity, "severity");
        requireNonNull(path, "path");
        requireNonNull(position, "position");
        message = Masking.show(requireNonNull(message, "message"));
        hint = Masking.show(requireNonNull(hint, "hint"));
        checkArgument(occurrences > 0, "a problem that occurs [%s] times; expected at least once", occurrences);
    }

    /** Returns a problem for which the configuration is refused. */
    public static ConfigProblem error(ConfigPath path, SourcePosition position, String message, String hint) {
        return new ConfigProblem(Severity.ERROR, path, position, message, hint, 1);
    }

    /** Returns a problem that does not stop the configuration from being used. */
    public static ConfigProblem warning(ConfigPath path, SourcePosition position, String message, String hint) {
        return new ConfigProblem(Severity.WARNING, path, position, message, hint, 1);
    }

    /** Returns the hint that names those of the known names that resemble the unknown one; empty if none does. */
    public static String didYouMean(String unknown, Collection<String> known) {
        return NearMatches.hint(requireNonNull(unknown, "unknown"), requireNonNull(known, "known"));
    }

    /** Returns how many problems of this severity these entries stand for. */
    public static int count(Collection<ConfigProblem> problems, Severity severity) {
        requireNonNull(severity, "severity");
        return requireNonNull(problems, "problems").stream()
                .filter(problem -> problem.severity == severity)
                .mapToInt(ConfigProblem::occurrences)
                .sum();
    }

    /** Returns whether the configuration is refused for it. */
    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /** Returns this problem as a warning, or as an error. */
    public ConfigProblem withSeverity(Severity other) {
        return new ConfigProblem(other, path, position, message, hint, occurrences);
    }

    /** Returns the same problem of a document that is the section at this path of a larger one: its path begins there. */
    public ConfigProblem within(ConfigPath section) {
        return section.isRoot()
                ? this
                : new ConfigProblem(severity, section.resolve(path), position, message, hint, occurrences);
    }

    /**
     * Returns the documented form for programs, ready for {@link JsonText}: {@code severity}, {@code source}, {@code path},
     * {@code line}, {@code column} and {@code message}, which includes the hint; see the package comment.
     */
    public Map<String, Object> toMap() {
        return ImmutableMap.of(
                "severity", severity.name().toLowerCase(Locale.ROOT),
                "source", position.source(),
                "path", path.toString(),
                "line", position.line(),
                "column", position.column(),
                "message", withHint(message));
    }

    /**
     * Returns the line for people: {@code unknown agent [reviwer] at bindings[2].agentId (config.json:41:18); did you …}. Of a character
     * that would not be seen, such as a no-break space in a key, it has the code.
     */
    @Override
    public String toString() {
        return OddCharacter.visible(withHint(message + " at " + path + " (" + position + ")"));
    }

    private String withHint(String text) {
        return hint.isEmpty() ? text : text + "; " + hint;
    }
}
