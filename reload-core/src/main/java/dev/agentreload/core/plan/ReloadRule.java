// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.plan;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.config.PathPattern;
import java.util.List;
import java.util.stream.Stream;

/**
 * Says what a change at a path, or anywhere below it, means. <em>Immutable.</em>
 *
 * @param id names the rule in plans and messages; the pattern's text unless the host chooses another
 * @param pattern the paths it is about; what lies below them is included
 * @param verdict what the change asks of a running program
 * @param actions what applies the change; only a hot rule has any, and it may have none
 * @param reason why it is so, for people; may be empty
 * @param source which program the rule is taken from, such as {@code OpenClaw}; empty for a rule of the host
 */
public record ReloadRule(
        String id, PathPattern pattern, Verdict verdict, List<ActionTemplate> actions, String reason, String source) {

    /** Copies the list; rejects actions of a rule that is not hot, and references to captures that the pattern has not. */
    public ReloadRule {
        requireNonNull(verdict, "verdict");
        requireNonNull(id, "id");
        requireNonNull(pattern, "pattern");
        requireNonNull(reason, "reason");
        requireNonNull(source, "source");
        actions = ImmutableList.copyOf(actions);
        checkArgument(
                verdict == Verdict.HOT || actions.isEmpty(), "rule [%s] is %s and can have no actions", id, verdict);
        for (ActionTemplate action : actions) {
            checkArgument(
                    action.fits(pattern.wildcards()),
                    "rule [%s]: action [%s] refers to a capture that [%s] has not, %s",
                    id,
                    action,
                    pattern,
                    captures(pattern.wildcards()));
        }
    }

    private static String captures(int count) {
        return count == 0 ? "for it has no *" : "only $1 to $" + count;
    }

    /**
     * Returns a rule by which changes are applied while the program runs.
     *
     * @param pattern the pattern's text
     * @param actions wire ids, in which {@code $1} stands for what the first {@code *} captures
     * @throws IllegalArgumentException if a text is malformed
     */
    public static ReloadRule hot(String pattern, String... actions) {
        return of(
                PathPattern.parse(pattern),
                Verdict.HOT,
                Stream.of(actions).map(ActionTemplate::new).toList());
    }

    /**
     * Returns a rule by which changes are applied while the program runs.
     *
     * @param pattern the pattern's text
     * @throws IllegalArgumentException if the text is no pattern
     */
    public static ReloadRule hot(String pattern, ReloadAction action, ReloadAction... more) {
        return of(
                PathPattern.parse(pattern),
                Verdict.HOT,
                Stream.concat(Stream.of(action), Stream.of(more))
                        .map(ActionTemplate::of)
                        .toList());
    }

    /**
     * Returns a rule by which changes need a restart.
     *
     * @throws IllegalArgumentException if the text is no pattern
     */
    public static ReloadRule restart(String pattern) {
        return of(PathPattern.parse(pattern), Verdict.RESTART, ImmutableList.of());
    }

    /**
     * Returns a rule by which nothing has to be done for changes.
     *
     * @throws IllegalArgumentException if the text is no pattern
     */
    public static ReloadRule none(String pattern) {
        return of(PathPattern.parse(pattern), Verdict.NONE, ImmutableList.of());
    }

    static ReloadRule of(PathPattern pattern, Verdict verdict, List<ActionTemplate> actions) {
        return new ReloadRule(pattern.toString(), pattern, verdict, actions, "", "");
    }

    /** Returns this rule with another id. */
    public ReloadRule withId(String other) {
        return new ReloadRule(other, pattern, verdict, actions, reason, source);
    }

    /** Returns this rule with a reason. */
    public ReloadRule withReason(String because) {
        return new ReloadRule(id, pattern, verdict, actions, because, source);
    }

    /** Returns this rule with the program it is taken from. */
    public ReloadRule withSource(String program) {
        return new ReloadRule(id, pattern, verdict, actions, reason, program);
    }
}
