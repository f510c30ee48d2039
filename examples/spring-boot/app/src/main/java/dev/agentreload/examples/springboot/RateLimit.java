// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.springboot;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ProblemCollector;
import java.time.Duration;
import java.time.InstantSource;

/** How many turns may begin in one minute. <em>Safe for use by multiple threads.</em> */
final class RateLimit {

    private final int perMinute;
    private final InstantSource clock;
    private long minute;
    private int begun;

    RateLimit(int perMinute, InstantSource clock) {
        this.perMinute = perMinute;
        this.clock = clock;
    }

    /** The section of the file. */
    record Settings(int perMinute) {}

    static Settings read(ConfigDocument document, ProblemCollector problems) {
        return document.find("limits").isEmpty()
                ? new Settings(60)
                : document.bind("limits", Settings.class).orThrow();
    }

    synchronized boolean tryAcquire() {
        long now = clock.millis() / Duration.ofMinutes(1).toMillis();
        begun = now == minute ? begun + 1 : 1;
        minute = now;
        return begun <= perMinute;
    }
}
