package dev.agentreload.core.apply;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * Stands for what host code threw when its text quotes a secret of the documents concerned. It has the stack trace, the causes and
 * the message, in which the secrets are masked.
 */
public final class MaskedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String originalType;

    MaskedException(String originalType, @Nullable String message, @Nullable Throwable cause) {
        super(originalType + (message == null ? "" : ": " + message), cause);
        this.originalType = requireNonNull(originalType, "originalType");
    }

    /** Returns the simple name of the class of what was thrown, with which the message begins. */
    public String originalType() {
        return originalType;
    }
}
