// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.config;

import static java.util.Objects.requireNonNull;

/**
 * Thrown by the constructor or factory method of a host's type to refuse a value that is bound to it. The message becomes the
 * message of the problem, so it must say what is wrong without quoting a secret; other exceptions' messages are not shown.
 */
public final class RefusedValueException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String reason;

    /** Creates the exception with a message that starts in lower case, such as {@code "the window is shorter than a minute"}. */
    public RefusedValueException(String message) {
        super(requireNonNull(message, "message"));
        this.reason = message;
    }

    /** Returns the message, which is never null. */
    @Override
    public String getMessage() {
        return reason;
    }
}
