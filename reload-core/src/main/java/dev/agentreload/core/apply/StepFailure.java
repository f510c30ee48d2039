// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.apply;

import static java.util.Objects.requireNonNull;

import dev.agentreload.core.internal.engine.call.Failures;

/**
 * A step that failed. <em>Immutable.</em>
 *
 * @param participant whose step it was; {@code reloader} if it was of no participant
 * @param phase which step
 * @param cause what was thrown, in which secrets of the documents concerned are masked
 */
public record StepFailure(String participant, ReloadPhase phase, Throwable cause) {

    /** Rejects nulls. */
    public StepFailure {
        requireNonNull(participant, "participant");
        requireNonNull(phase, "phase");
        requireNonNull(cause, "cause");
    }

    /** Returns the line for people: {@code prepare of [agents] failed: IOException: no route to host}. */
    @Override
    public String toString() {
        return phase + " of [" + participant + "] failed: " + Failures.describe(cause);
    }
}
