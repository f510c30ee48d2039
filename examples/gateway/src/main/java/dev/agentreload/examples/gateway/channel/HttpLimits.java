package dev.agentreload.examples.gateway.channel;

import java.time.Duration;

/**
 * What a caller may use of the channel.
 *
 * @param body the largest body, in bytes
 * @param config the largest body that is a configuration, in bytes
 * @param request how long a head, and then a body, may take to come in
 * @param idle how long a connection may be idle
 * @param threads how many requests are worked on at a time
 */
public record HttpLimits(int body, int config, Duration request, Duration idle, int threads) {

    /** Returns the limits of a gateway that nobody gave others. */
    public static HttpLimits standard() {
        return new HttpLimits(64 * 1024, 4 * 1024 * 1024, Duration.ofSeconds(10), Duration.ofSeconds(60), 160);
    }
}
