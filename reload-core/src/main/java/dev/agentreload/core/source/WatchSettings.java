// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.source;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.math.LongMath;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How often a {@link ConfigWatcher} looks, and how long it waits. No time is longer than a year. <em>Immutable.</em>
 */
public final class WatchSettings {

    private static final Duration MOST = Duration.ofDays(365);

    private static final WatchSettings STANDARD = new WatchSettings(
            Duration.ofSeconds(1),
            Duration.ofMillis(300),
            Duration.ofSeconds(5),
            new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1)));

    private final Duration pollInterval;
    private final Duration debounce;
    private final Duration maxWait;
    private final Backoff backoff;

    private WatchSettings(Duration pollInterval, Duration debounce, Duration maxWait, Backoff backoff) {
        check("poll interval", pollInterval);
        checkArgument(!pollInterval.isZero(), "the poll interval must not be zero");
        check("debounce time", debounce);
        check("maximum wait", maxWait);
        checkArgument(
                maxWait.compareTo(debounce) >= 0,
                "the maximum wait [%s] must not be shorter than the debounce time [%s]",
                maxWait,
                debounce);
        this.backoff = requireNonNull(backoff, "backoff");
        this.pollInterval = pollInterval;
        this.debounce = debounce;
        this.maxWait = maxWait;
    }

    /** Returns the time between the end of a poll and the next, while nothing changes. */
    public Duration pollInterval() {
        return pollInterval;
    }

    /** Returns how long changed content must stay as it is before it is handed over. */
    public Duration debounce() {
        return debounce;
    }

    /**
     * Returns how long after the first change content is handed over although it keeps changing; and how long content that
     * is missing, empty or unreadable is waited for before that is handed over as it is.
     */
    public Duration maxWait() {
        return maxWait;
    }

    /** Returns when content is handed over again that could not be decided about. */
    public Backoff backoff() {
        return backoff;
    }

    /** Returns the settings of a watcher for which the host sets none: 1 s, 300 ms, 5 s, and 1 s to 1 min between attempts. */
    public static WatchSettings standard() {
        return STANDARD;
    }

    /** Returns these settings with another poll interval. */
    public WatchSettings withPollInterval(Duration interval) {
        return new WatchSettings(interval, debounce, maxWait, backoff);
    }

    /** Returns these settings with another debounce time. */
    public WatchSettings withDebounce(Duration period) {
        return new WatchSettings(pollInterval, period, maxWait, backoff);
    }

    /** Returns these settings with another maximum wait. */
    public WatchSettings withMaxWait(Duration wait) {
        return new WatchSettings(pollInterval, debounce, wait, backoff);
    }

    /** Returns these settings with other times between attempts. */
    public WatchSettings withBackoff(Backoff other) {
        return new WatchSettings(pollInterval, debounce, maxWait, other);
    }

    private static void check(String name, Duration duration) {
        checkArgument(!duration.isNegative(), "the %s must not be negative: %s", name, duration);
        checkArgument(duration.compareTo(MOST) <= 0, "the %s must not be longer than a year: %s", name, duration);
    }

    /**
     * The times between attempts: they double from the initial one to the maximum. <em>Immutable.</em>
     *
     * @param initial the time before the second attempt
     * @param max the time that is not exceeded
     */
    public record Backoff(Duration initial, Duration max) {

        /** Rejects times of zero or less, and a maximum that is shorter than the initial time. */
        public Backoff {
            check("initial backoff", initial);
            check("maximum backoff", max);
            checkArgument(!initial.isZero(), "the initial backoff must not be zero");
            checkArgument(
                    max.compareTo(initial) >= 0,
                    "the maximum backoff [%s] must not be shorter than the initial one [%s]",
                    max,
                    initial);
        }

        /** Returns the nanoseconds to wait after so many failures in a row. */
        long nanosAfter(int failures) {
            long factor = LongMath.saturatedPow(2, failures - 1);
            return Math.min(max.toNanos(), LongMath.saturatedMultiply(initial.toNanos(), factor));
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof WatchSettings that
                && pollInterval.equals(that.pollInterval)
                && debounce.equals(that.debounce)
                && maxWait.equals(that.maxWait)
                && backoff.equals(that.backoff);
    }

    @Override
    public int hashCode() {
        return Objects.hash(pollInterval, debounce, maxWait, backoff);
    }

    @Override
    public String toString() {
        return "WatchSettings[pollInterval=%s, debounce=%s, maxWait=%s, backoff=%s]"
                .formatted(pollInterval, debounce, maxWait, backoff);
    }
}
