// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.chat;

import java.time.Duration;

/**
 * How much may be under way, and for how long.
 *
 * @param turns how many turns run or wait for their place, in all conversations
 * @param answer how long a turn may take, from its message to its answer
 */
public record TurnLimits(int turns, Duration answer) {

    /** Returns the default limits. */
    public static TurnLimits standard() {
        return new TurnLimits(64, Duration.ofMinutes(5));
    }
}
