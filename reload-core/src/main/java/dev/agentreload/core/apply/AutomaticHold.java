// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.apply;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * Automatic requests are refused since a rollback: the source still holds the configuration that was taken back.
 *
 * @param actor the person or program that requested the rollback; not secret
 * @param since when it was applied
 */
public record AutomaticHold(String actor, Instant since) {

    /** Checks that nothing is missing. */
    public AutomaticHold {
        requireNonNull(actor, "actor");
        requireNonNull(since, "since");
    }
}
