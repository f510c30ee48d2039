// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.stateful;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A ticker that stands still unless there is a reason to let time pass, such as a call that hangs; then each look moves it on. So a
 * deadline passes after a number of looks and never because the machine is slow. <em>Safe for use by multiple threads.</em>
 */
final class HandTime implements LongSupplier {

    private static final long NANOS_PER_LOOK = 100_000;

    private final AtomicLong now = new AtomicLong();
    private final AtomicInteger reasons = new AtomicInteger();

    @Override
    public long getAsLong() {
        return reasons.get() > 0 ? now.addAndGet(NANOS_PER_LOOK) : now.get();
    }

    void flow() {
        reasons.incrementAndGet();
    }

    void stand() {
        reasons.decrementAndGet();
    }

    /** Returns the time without moving it. */
    long now() {
        return now.get();
    }
}
