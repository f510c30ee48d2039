// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.lease;

import java.util.Optional;

/**
 * The side of a {@linkplain Leased leased resource} that users see: they can take leases of it and cannot retire it.
 *
 * <p>A source that was read from a snapshot may be retired an instant later. Reading the snapshot again gives its
 * successor:
 *
 * <pre>{@code
 * Optional<Lease<Client>> lease = current.tryAcquire();
 * while (lease.isEmpty()) {
 *     lease = current.tryAcquire(); // current is a volatile field, written before the old client is retired
 * }
 * }</pre>
 *
 * <p><em>Safe for use by multiple threads.</em> No method blocks.
 *
 * @param <T> the type of the resource
 */
public sealed interface LeaseSource<T> permits Leased {

    /** Returns the name by which reports call the resource. */
    String name();

    /**
     * Returns a new lease, or empty if the resource is retired. Once one call has found it retired, all later ones do.
     */
    Optional<Lease<T>> tryAcquire();

    /**
     * Returns a new lease, for callers who know that the resource is in service.
     *
     * @throws IllegalStateException if the resource is retired
     */
    Lease<T> acquire();

    /** Returns whether the resource is retired: it gives no more leases and is closed after the last one. */
    boolean isRetired();
}
