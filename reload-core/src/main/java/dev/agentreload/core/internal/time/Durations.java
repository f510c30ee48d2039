// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.time;

import static com.google.common.base.Preconditions.checkArgument;

import java.time.Duration;

/** Times as nanoseconds and as text. */
public final class Durations {

    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    private Durations() {}

    /** Returns the time in nanoseconds; whatever is longer than 292 years is that long. */
    public static long nanos(Duration time, String name) {
        checkArgument(!time.isNegative(), "%s [%s] is negative", name, time);
        return time.compareTo(LONGEST) > 0 ? Long.MAX_VALUE : time.toNanos();
    }

    public static String text(Duration time) {
        return time.toMillis() + " ms";
    }
}
