// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.apply;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * Stands for what host code threw when its text quotes a secret of the documents concerned, cannot be read, or may be another
 * the next time because its class overrides {@code getMessage} or the like. It has the stack trace, the causes and the message, in
 * which secrets are masked. Of very long chains, lists and messages it has the beginning.
 */
public final class MaskedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String originalType;
    private final @Nullable String originalMessage;

    /** Creates one without causes and with the stack trace of this call; for the reloader. */
    public MaskedException(String originalType, @Nullable String message) {
        super(originalType + (message == null ? "" : ": " + message));
        this.originalType = requireNonNull(originalType, "originalType");
        this.originalMessage = message;
    }

    /** Returns the simple name of the class of what was thrown, with which the message begins. */
    public String originalType() {
        return originalType;
    }

    /** Returns the masked message of what was thrown, if it had one. */
    @Nullable
    public String originalMessage() {
        return originalMessage;
    }
}
