package dev.agentreload.core.source;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.math.LongMath;
import java.time.Duration;

/**
 * How often a {@link ConfigWatcher} looks, and how long it waits. No time is longer than a year. <em>Immutable.</em>
 *
 * @param pollInterval the time between the end of a look and the next, while nothing changes
 * @param quietPeriod how long changed content must stay as it is before it is handed over
 * @param maxWait how long after the first change content is handed over although it keeps changing; and how long content
 *     that is missing, empty or unreadable is waited for before that is handed over as it is
 * @param backoff when content is handed over again that could not be decided about
 */
public record WatchSettings(Duration pollInterval, Duration quietPeriod, Duration maxWait, Backoff backoff) {

    private static final Duration MOST = Duration.ofDays(365);

    private static final WatchSettings STANDARD = new WatchSettings(
            Duration.ofSeconds(1),
            Duration.ofMillis(300),
            Duration.ofSeconds(5),
            new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1)));

    /** Rejects a poll interval of zero, negative times, and a maximum wait below the quiet period. */
    public WatchSettings {
        check("poll interval", pollInterval);
        checkArgument(!pollInterval.isZero(), "the poll interval must not be zero");
        check("quiet period", quietPeriod);
        check("maximum wait", maxWait);
        checkArgument(
                maxWait.compareTo(quietPeriod) >= 0,
                "the maximum wait [%s] must not be shorter than the quiet period [%s]",
                maxWait,
                quietPeriod);
        requireNonNull(backoff, "backoff");
    }

    /** Returns the settings of a watcher for which the host sets none: 1 s, 300 ms, 5 s, and 1 s to 1 min between attempts. */
    public static WatchSettings standard() {
        return STANDARD;
    }

    /** Returns these settings with another poll interval. */
    public WatchSettings withPollInterval(Duration interval) {
        return new WatchSettings(interval, quietPeriod, maxWait, backoff);
    }

    /** Returns these settings with another quiet period. */
    public WatchSettings withQuietPeriod(Duration period) {
        return new WatchSettings(pollInterval, period, maxWait, backoff);
    }

    /** Returns these settings with another maximum wait. */
    public WatchSettings withMaxWait(Duration wait) {
        return new WatchSettings(pollInterval, quietPeriod, wait, backoff);
    }

    /** Returns these settings with other times between attempts. */
    public WatchSettings withBackoff(Backoff other) {
        return new WatchSettings(pollInterval, quietPeriod, maxWait, other);
    }

    private static void check(String name, Duration duration) {
        checkArgument(!duration.isNegative(), "the %s must not be negative: %s", name, duration);
        checkArgument(duration.compareTo(MOST) <= 0, "the %s must not be longer than a year: %s", name, duration);
    }

    /**
     * The times between attempts: they double from the first to the longest. <em>Immutable.</em>
     *
     * @param first the time before the second attempt
     * @param longest the time that is not exceeded
     */
    public record Backoff(Duration first, Duration longest) {

        /** Rejects times of zero or less, and a longest that is shorter than the first. */
        public Backoff {
            check("first backoff", first);
            check("longest backoff", longest);
            checkArgument(!first.isZero(), "the first backoff must not be zero");
            checkArgument(
                    longest.compareTo(first) >= 0,
                    "the longest backoff [%s] must not be shorter than the first [%s]",
                    longest,
                    first);
        }

        /** Returns the nanoseconds to wait after so many failures in a row. */
        long nanosAfter(int failures) {
            long factor = LongMath.saturatedPow(2, failures - 1);
            return Math.min(longest.toNanos(), LongMath.saturatedMultiply(first.toNanos(), factor));
        }
    }
}
