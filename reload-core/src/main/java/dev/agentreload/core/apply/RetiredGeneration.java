// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.apply;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.lease.LeaseStatus;
import java.time.Duration;
import java.util.List;

/**
 * What one transaction retired and is not closed yet. <em>Immutable.</em>
 *
 * @param revision the revision in force when it was retired
 * @param age how long ago that was
 * @param resources how far each of its resources is and who uses it, without those that are closed
 */
public record RetiredGeneration(long revision, Duration age, List<LeaseStatus> resources) {

    /** Copies the list. */
    public RetiredGeneration {
        requireNonNull(age, "age");
        resources = ImmutableList.copyOf(resources);
    }

    /** Returns how many leases are open. */
    public long openLeases() {
        return resources.stream().mapToLong(LeaseStatus::openLeases).sum();
    }
}
