// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.plan;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The wire id of an action in which {@code $1} stands for what the first {@code *} of a pattern captures:
 * {@code restart-channel:$1}. <em>Immutable.</em>
 *
 * @param text the wire id with its references
 */
public record ActionTemplate(String text) {

    private static final Pattern REFERENCE = Pattern.compile("\\$([0-9]+)");
    private static final int MOST_DIGITS = 3;

    /** Rejects a text that is not a wire id whatever its references stand for. */
    public ActionTemplate {
        requireNonNull(text, "text");
        checkArgument(!text.startsWith("$"), "bad action [%s]: expected a letter or digit before the first $", text);
        ActionSyntax.parse(REFERENCE.matcher(text).replaceAll("x"), text);
    }

    /** Returns the template that always gives this action. */
    public static ActionTemplate of(ReloadAction action) {
        return new ActionTemplate(action.id());
    }

    /**
     * Returns the action for what a pattern captured.
     *
     * @throws IllegalArgumentException if a reference has no capture, or the result is no wire id
     */
    public ReloadAction instantiate(List<String> captures) {
        requireNonNull(captures, "captures");
        if (text.indexOf('$') < 0) {
            return ReloadAction.parse(text);
        }
        return ReloadAction.parse(REFERENCE.matcher(text).replaceAll(reference -> {
            int number = Integer.parseInt(reference.group(1));
            checkArgument(number >= 1 && number <= captures.size(), "no capture for $%s in [%s]", number, text);
            return Matcher.quoteReplacement(ActionSyntax.encode(captures.get(number - 1)));
        }));
    }

    /** Returns whether every reference is one of the captures that a pattern with this many {@code *} has. */
    boolean fits(int captures) {
        return REFERENCE
                .matcher(text)
                .results()
                .map(reference -> reference.group(1))
                .allMatch(digits -> {
                    int number = digits.length() > MOST_DIGITS ? Integer.MAX_VALUE : Integer.parseInt(digits);
                    return number >= 1 && number <= captures;
                });
    }

    @Override
    public String toString() {
        return text;
    }
}
