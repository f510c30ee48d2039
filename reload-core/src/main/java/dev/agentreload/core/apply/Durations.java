package dev.agentreload.core.apply;

import static com.google.common.base.Preconditions.checkArgument;

import java.time.Duration;

/** Times as nanoseconds and as text. */
final class Durations {

    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    private Durations() {}

    /** Returns the time in nanoseconds; whatever is longer than 292 years is that long. */
    static long nanos(Duration time, String name) {
        checkArgument(!time.isNegative(), "%s [%s] is negative", name, time);
        return time.compareTo(LONGEST) > 0 ? Long.MAX_VALUE : time.toNanos();
    }

    static String text(Duration time) {
        return time.toMillis() + " ms";
    }
}
