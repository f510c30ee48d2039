// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.micrometer;

import dev.agentreload.core.apply.ReloadStatus;
import io.micrometer.core.instrument.Clock;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A status that all gauges of one scrape share: reading one plans what waits for a restart. */
final class StatusSample {

    private static final long MAX_AGE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Supplier<ReloadStatus> source;
    private final Clock clock;
    private volatile @Nullable Taken last;

    private record Taken(ReloadStatus status, long atNanos) {}

    StatusSample(Supplier<ReloadStatus> source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    ReloadStatus status() {
        long now = clock.monotonicTime();
        Taken taken = last;
        if (taken == null || now - taken.atNanos >= MAX_AGE_NANOS) {
            taken = new Taken(source.get(), now);
            last = taken;
        }
        return taken.status;
    }
}
