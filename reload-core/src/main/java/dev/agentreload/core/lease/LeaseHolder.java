// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.lease;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.util.List;

/**
 * Who took a lease, recorded while leak tracking is on. <em>Immutable.</em>
 *
 * @param thread the name of the thread that took it, which need not be the one that uses it
 * @param age how long ago that was, by the host's monotonic ticker
 * @param stackTrace where that was, from the first frame outside of this SDK outwards, 32 frames at most: the line of a host
 *     that began a turn, not the one of ours that took the lease for it
 */
public record LeaseHolder(String thread, Duration age, List<StackTraceElement> stackTrace) {

    /** Copies the list. */
    public LeaseHolder {
        requireNonNull(thread, "thread");
        requireNonNull(age, "age");
        stackTrace = ImmutableList.copyOf(stackTrace);
    }

    /** Returns thread, age and the first frame, in one line. */
    @Override
    public String toString() {
        String place =
                stackTrace.isEmpty() ? "an unknown place" : stackTrace.get(0).toString();
        return "thread [%s] for %d ms at %s".formatted(thread, age.toMillis(), place);
    }
}
