// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.session;

import java.io.Serial;

/**
 * Says that a session could not be read or written. It is checked, since only the host can decide what a turn does without
 * its history. Its message names the place and never what was said.
 */
public final class SessionStoreException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Takes what failed. */
    public SessionStoreException(String message) {
        super(message);
    }

    /** Takes what failed, and why. */
    public SessionStoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
