// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.apply;

import static java.util.Objects.requireNonNull;

import dev.agentreload.core.internal.time.Durations;
import java.time.Duration;

/**
 * How long an exclusive participant did not run. <em>Immutable.</em>
 *
 * @param participant which one
 * @param duration from the begin of its stop until it ran again, or until the reload stopped trying
 */
public record Outage(String participant, Duration duration) {

    /** Rejects nulls. */
    public Outage {
        requireNonNull(participant, "participant");
        requireNonNull(duration, "duration");
    }

    @Override
    public String toString() {
        return "[" + participant + "] was down for " + Durations.text(duration);
    }
}
