// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.lease;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How long a retired resource may be in use, and what happens then. <em>Immutable.</em>
 *
 * @param deadline how long after its retirement a resource is expected to be closed
 * @param onDeadline what happens to it then
 */
public record DrainPolicy(Duration deadline, OnDeadline onDeadline) {

    /** What happens to a resource that is in use after the deadline. */
    public enum OnDeadline {

        /** It stays open until its last lease is closed. */
        KEEP,

        /** It is closed though it is in use. */
        FORCE
    }

    /**
     * Checks the deadline.
     *
     * @throws IllegalArgumentException if the deadline is negative
     */
    public DrainPolicy {
        requireNonNull(onDeadline, "onDeadline");
        if (deadline.isNegative()) {
            throw new IllegalArgumentException("drain deadline [%s] is negative".formatted(deadline));
        }
    }

    /** Returns the policy that reports who uses a resource after the deadline, and lets them finish. */
    public static DrainPolicy keep(Duration deadline) {
        return new DrainPolicy(deadline, OnDeadline.KEEP);
    }

    /** Returns the policy that reports who uses a resource after the deadline, and closes it under them. */
    public static DrainPolicy force(Duration deadline) {
        return new DrainPolicy(deadline, OnDeadline.FORCE);
    }
}
