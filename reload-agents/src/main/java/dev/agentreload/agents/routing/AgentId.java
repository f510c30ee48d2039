// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.routing;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names an agent in the one form in which ids are compared, stored and printed.
 *
 * <p>An id has 1 to 64 of the characters {@code a-z 0-9 _ -} and begins with a letter or a digit. Two spellings mean the
 * same agent exactly if {@link #normalize} gives equal ids. Immutable.
 *
 * @param value the id, already normalised
 */
public record AgentId(String value) implements Comparable<AgentId> {

    private static final int MAX_LENGTH = 64;
    private static final Pattern VALID = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");
    private static final Pattern FOREIGN_RUN = Pattern.compile("-*+[^a-z0-9_-][^a-z0-9_]*+");
    private static final Pattern LEADING = Pattern.compile("^[_-]++");

    /** The agent that exists when a configuration lists none. */
    public static final AgentId MAIN = new AgentId("main");

    /**
     * Takes an id that is normalised already.
     *
     * @throws IllegalArgumentException if it is not; text that a person wrote goes through {@link #normalize}
     */
    public AgentId {
        Objects.requireNonNull(value, "value");
        if (!VALID.matcher(value).matches()) {
            throw new IllegalArgumentException("[" + value + "] is no normalised agent id");
        }
    }

    /**
     * Normalises the text of a person.
     *
     * <p>Blanks around it go and letters become small. What is valid then stays as it is; otherwise every run of other
     * characters, with the dashes beside it, becomes one dash, and dashes at both ends and underscores at the beginning
     * go. What is longer than 64 characters is cut.
     *
     * @return the id, or empty if nothing is left: such a text names no agent, in particular not {@link #MAIN}, or two
     *     agents whose names have no Latin letter would be one
     */
    public static Optional<AgentId> normalize(String text) {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        if (VALID.matcher(lower).matches()) {
            return Optional.of(new AgentId(lower));
        }
        String dashed = FOREIGN_RUN.matcher(lower).replaceAll("-");
        String cut = cut(LEADING.matcher(dashed).replaceAll(""));
        return cut.isEmpty() ? Optional.empty() : Optional.of(new AgentId(cut));
    }

    /** Cuts first: a cut behind a dash would leave one at the end. */
    private static String cut(String text) {
        int end = Math.min(text.length(), MAX_LENGTH);
        while (end > 0 && text.charAt(end - 1) == '-') {
            end--;
        }
        return text.substring(0, end);
    }

    /** Orders by the characters of the id. */
    @Override
    public int compareTo(AgentId other) {
        return value.compareTo(other.value);
    }

    /** Returns the bare id. */
    @Override
    public String toString() {
        return value;
    }
}
