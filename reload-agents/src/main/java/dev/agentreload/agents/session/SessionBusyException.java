// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.session;

import static java.util.Objects.requireNonNull;

import java.io.Serial;

/** Says that a turn was not begun, since other turns of its session come first. It is checked, since a host has to answer something. */
public final class SessionBusyException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Why a turn was not begun. */
    public enum Reason {
        /** As many turns wait as may wait for one session. */
        QUEUE_FULL,
        /** The turn was not begun in the time that it was given. */
        TIMED_OUT
    }

    SessionBusyException(Reason reason, String message) {
        super(message);
        this.reason = requireNonNull(reason, "reason");
    }

    /** Returns why the turn was not begun. */
    public Reason reason() {
        return reason;
    }
}
