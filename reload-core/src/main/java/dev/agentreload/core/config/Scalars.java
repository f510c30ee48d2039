package dev.agentreload.core.config;

import java.math.BigDecimal;

/** The text of values that are no container. */
final class Scalars {

    private Scalars() {}

    /** Returns the value as text, the same for equal values, secret or not. */
    static String text(ConfigNode node) {
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
    static String text(BigDecimal number) {
        BigDecimal canonical = number.stripTrailingZeros();
        return ConfigNumber.isLong(canonical) ? Long.toString(canonical.longValue()) : canonical.toString();
    }
}
