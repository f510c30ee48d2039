// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.tree;

import dev.agentreload.core.config.ConfigBoolean;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigNumber;
import dev.agentreload.core.config.ConfigString;
import java.math.BigDecimal;

/** The text of values that are no container. */
public final class Scalars {

    /** A whole number of at most so many digits is written in full, as people write ids. */
    private static final int MOST_DIGITS = 1_000;

    private Scalars() {}

    /** Returns the value as text, the same for equal values, secret or not. */
    public static String text(ConfigNode node) {
        return switch (node.kind()) {
            case STRING -> ((ConfigString) node).value();
            case NUMBER -> number((ConfigNumber) node);
            case BOOLEAN -> Boolean.toString(((ConfigBoolean) node).value());
            case NULL -> "null";
            case OBJECT, ARRAY -> throw new IllegalArgumentException(node.kind().description() + " has no text");
        };
    }

    private static String number(ConfigNumber number) {
        return number.asLong().isPresent() ? Long.toString(number.asLong().getAsLong()) : text(number.value());
    }

    /** Returns the text of a number, the same however it is spelled: that of a long where it is one. */
    public static String text(BigDecimal number) {
        BigDecimal canonical = number.stripTrailingZeros();
        if (NumberNode.isLong(canonical)) {
            return Long.toString(canonical.longValue());
        }
        boolean isWhole = canonical.scale() <= 0 && canonical.precision() - canonical.scale() <= MOST_DIGITS;
        return isWhole ? canonical.toPlainString() : canonical.toString();
    }
}
