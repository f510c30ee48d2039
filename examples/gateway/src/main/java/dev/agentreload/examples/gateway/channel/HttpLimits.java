// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.channel;

import java.time.Duration;

/**
 * What a caller may use of the channel.
 *
 * @param body the largest body, in bytes
 * @param config the largest body that is a configuration, in bytes
 * @param request how long a head, and then a body, may take to come in
 * @param idle how long a connection may be idle
 * @param handover how long a port that was replaced still takes what callers send there who know of no other
 * @param threads how many requests are worked on at a time
 */
public record HttpLimits(int body, int config, Duration request, Duration idle, Duration handover, int threads) {

    /** Returns the default limits. */
    public static HttpLimits standard() {
        return new HttpLimits(
                64 * 1024,
                4 * 1024 * 1024,
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                Duration.ofMillis(500),
                160);
    }
}
