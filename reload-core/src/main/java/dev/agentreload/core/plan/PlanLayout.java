// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.plan;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

/**
 * How a plan is written for people. <em>Immutable.</em>
 *
 * @param width how many characters a line has at most, at least {@value #MIN_WIDTH}
 * @param maxChanges how many changes are shown, and how many reasons for a restart
 * @param readWhenUsed whether changes that take effect when they are read are folded to one line
 * @param colour whether the text has escape sequences of a terminal
 */
public record PlanLayout(int width, int maxChanges, ReadWhenUsed readWhenUsed, Colour colour) {

    /** The width of text that is shown on no terminal. */
    public static final int STANDARD_WIDTH = 80;

    /** Narrower text would show paths alone. */
    public static final int MIN_WIDTH = 40;

    /** How changes are shown that take effect when they are read. */
    public enum ReadWhenUsed {
        /** One line with their paths. */
        FOLDED,
        /** A line for each. */
        LISTED
    }

    /** Whether there is colour. */
    public enum Colour {
        /** Plain text. */
        NONE,
        /** Escape sequences of ANSI terminals. */
        ANSI
    }

    /** Rejects numbers that are too small. */
    public PlanLayout {
        checkArgument(width >= MIN_WIDTH, "width [%s] is less than %s", width, MIN_WIDTH);
        checkArgument(maxChanges >= 0, "the number of changes to show must not be negative, but is %s", maxChanges);
        requireNonNull(readWhenUsed, "readWhenUsed");
        requireNonNull(colour, "colour");
    }

    /** Returns the layout of 80 characters, all changes, what takes effect when it is read folded, and no colour. */
    public static PlanLayout standard() {
        return new PlanLayout(STANDARD_WIDTH, Integer.MAX_VALUE, ReadWhenUsed.FOLDED, Colour.NONE);
    }

    /** Returns this layout with another width. */
    public PlanLayout withWidth(int characters) {
        return new PlanLayout(characters, maxChanges, readWhenUsed, colour);
    }

    /** Returns this layout with at most this many changes. */
    public PlanLayout withMaxChanges(int changes) {
        return new PlanLayout(width, changes, readWhenUsed, colour);
    }

    /** Returns this layout with each change in a line of its own. */
    public PlanLayout listingAll() {
        return new PlanLayout(width, maxChanges, ReadWhenUsed.LISTED, colour);
    }

    /** Returns this layout for a terminal that understands ANSI escape sequences. */
    public PlanLayout coloured() {
        return new PlanLayout(width, maxChanges, readWhenUsed, Colour.ANSI);
    }
}
