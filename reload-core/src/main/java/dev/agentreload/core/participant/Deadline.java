// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.participant;

import static java.util.Objects.requireNonNull;

import dev.agentreload.core.internal.time.Durations;
import java.time.Duration;
import java.util.function.LongSupplier;

/** A moment in monotonic time until which something must be done. <em>Immutable; safe for use by multiple threads.</em> */
public final class Deadline {

    private final LongSupplier ticker;
    private final long start;
    private final long nanos;

    private Deadline(LongSupplier ticker, long nanos) {
        this.ticker = ticker;
        this.start = ticker.getAsLong();
        this.nanos = nanos;
    }

    /**
     * Returns the deadline that passes after this time.
     *
     * @param ticker returns nanoseconds that never go back, such as {@code System::nanoTime}
     * @throws IllegalArgumentException if the time is negative
     */
    public static Deadline after(Duration time, LongSupplier ticker) {
        return new Deadline(requireNonNull(ticker, "ticker"), Durations.nanos(time, "deadline"));
    }

    /** Returns how much time is left, never less than nothing. */
    public Duration remaining() {
        return Duration.ofNanos(remainingNanos());
    }

    /** Returns whether no time is left. */
    public boolean isExpired() {
        return remainingNanos() == 0;
    }

    /** Returns how much time there was, for messages. */
    public String given() {
        return Durations.text(Duration.ofNanos(nanos));
    }

    /** Differences of ticks are right even when the ticker overflows. */
    private long remainingNanos() {
        return Math.max(0, nanos - (ticker.getAsLong() - start));
    }

    /** Returns how much time is left. */
    @Override
    public String toString() {
        return "Deadline[in " + remaining().toMillis() + " ms]";
    }
}
