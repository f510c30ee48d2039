package dev.agentreload.models;

import static java.util.Objects.requireNonNull;

/**
 * A string that is compared by value and never printed. <em>Immutable.</em>
 *
 * @param value the string itself: for the part that needs it, never for a message
 */
public record Secret(String value) {

    /** Rejects null. */
    public Secret {
        requireNonNull(value, "value");
    }

    @Override
    public String toString() {
        return "***";
    }
}
