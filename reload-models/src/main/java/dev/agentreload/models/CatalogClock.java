// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models;

import java.time.Duration;
import java.util.function.LongSupplier;

/** How long a catalog waits, in a time that only goes forward. <em>Immutable.</em> */
record CatalogClock(LongSupplier nanoTicker, Duration timeout, Duration retryDelay) {

    long now() {
        return nanoTicker.getAsLong();
    }

    long deadline() {
        return now() + timeout.toNanos();
    }

    /** Returns when a source that failed may be asked again: after the pause that it asked for, if that is the longer one. */
    long retryAt(Duration pause) {
        return now() + Math.max(retryDelay.toNanos(), pause.toNanos());
    }

    /** Compares by difference, since the ticker may overflow. */
    boolean hasPassed(long instant) {
        return now() - instant >= 0;
    }
}
