// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.lease;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How far a resource is and what went wrong so far, in one reference, so that no reader sees half of a step. */
record LeaseProgress(
        LeasePhase phase, long retiredAt, @Nullable Throwable failure) {

    static final LeaseProgress IN_SERVICE = new LeaseProgress(LeasePhase.IN_SERVICE, 0, null);

    static LeaseProgress retired(long now) {
        return new LeaseProgress(LeasePhase.DRAINING, now, null);
    }

    LeaseProgress to(LeasePhase next, @Nullable Throwable nextFailure) {
        return new LeaseProgress(next, retiredAt, nextFailure);
    }

    Optional<Duration> retiredFor(long now) {
        return phase == LeasePhase.IN_SERVICE
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(Math.max(0, now - retiredAt)));
    }
}
