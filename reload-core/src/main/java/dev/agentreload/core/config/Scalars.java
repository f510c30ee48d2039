package dev.agentreload.core.config;

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
        return number.asLong().isPresent()
                ? Long.toString(number.asLong().getAsLong())
                : number.value().stripTrailingZeros().toString();
    }
}
