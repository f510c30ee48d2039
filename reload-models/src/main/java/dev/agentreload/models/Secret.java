package dev.agentreload.models;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A string that is compared by value and never printed. It is no record and has no getter, so that mappers to JSON and the like find
 * nothing in it. <em>Immutable.</em>
 */
public final class Secret {

    private final String value;

    /** Creates a secret. */
    public Secret(String value) {
        this.value = requireNonNull(value, "value");
    }

    /** Returns the string itself: for the part that needs it, never for a message. */
    public String value() {
        return value;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Secret secret && value.equals(secret.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "***";
    }
}
