package dev.agentreload.core.apply;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * Says that automatic requests are refused, because somebody went back to an earlier configuration: the source still holds what
 * was taken back.
 *
 * @param actor who went back; not secret
 * @param since when
 */
public record AutomaticHold(String actor, Instant since) {

    /** Checks that nothing is missing. */
    public AutomaticHold {
        requireNonNull(actor, "actor");
        requireNonNull(since, "since");
    }
}
