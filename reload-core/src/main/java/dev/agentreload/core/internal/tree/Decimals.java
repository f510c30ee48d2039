// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.tree;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Reads numbers that are no short integers, within limits that keep arithmetic on them cheap. */
final class Decimals {

    static final String RANGE = "at most 1000 digits and an exponent of at most 9999";

    private static final int MOST_DIGITS = 1_000;

    /** With sign, point and exponent: whatever is in range is so however it is written. */
    private static final int MOST_CHARACTERS = MOST_DIGITS + 20;

    private static final int MOST_EXPONENT = 9_999;

    private Decimals() {}

    /** Returns the number, or null if it is out of range. */
    static @Nullable BigDecimal parse(String text) {
        if (text.length() > MOST_CHARACTERS) {
            return null;
        }
        try {
            BigDecimal value = new BigDecimal(text);
            boolean inRange = value.precision() <= MOST_DIGITS && Math.abs((long) value.scale()) <= MOST_EXPONENT;
            return inRange ? value : null;
        } catch (NumberFormatException e) {
            return null; // the one number that the grammar admits and BigDecimal does not: an exponent beyond int
        }
    }
}
