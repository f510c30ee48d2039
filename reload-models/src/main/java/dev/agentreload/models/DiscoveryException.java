// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A provider did not say which models it offers, or not completely. The catalog shows the message as the reason why the list of
 * the provider is stale, so it must name no credential, and it asks again no sooner than the provider wants.
 *
 * <p>It has no cause: exceptions of HTTP clients quote addresses, headers and bodies.
 */
public final class DiscoveryException extends Exception {

    private static final long serialVersionUID = 1L;

    /** A provider that asks for a longer pause is asked again after this time. */
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    private final @Nullable Duration retryAfter;

    /** Creates a failure that can be tried again after the catalog's retry delay. */
    public DiscoveryException(String message) {
        super(requireNonNull(message, "message"));
        this.retryAfter = null;
    }

    /**
     * Creates a failure of a provider that asked for a pause.
     *
     * @param retryAfter how long it wants not to be asked; more than an hour counts as an hour
     * @throws IllegalArgumentException if that is negative
     */
    public DiscoveryException(String message, Duration retryAfter) {
        super(requireNonNull(message, "message"));
        checkArgument(!retryAfter.isNegative(), "a pause must not be negative, not %s", retryAfter);
        this.retryAfter = retryAfter.compareTo(LONGEST_PAUSE) < 0 ? retryAfter : LONGEST_PAUSE;
    }

    /** Returns the pause that the provider asked for. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
