// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.lease;

/**
 * Closes a leased resource. Implemented by hosts.
 *
 * <p>It is called exactly once for each resource, on the host's executor, after the resource was retired and either its
 * last lease was closed or the drain policy forced it. No lock is held meanwhile. It may take its time, take leases of other
 * resources, and retire them. What it throws is reported in the {@link CloseResult} and in the {@link LeaseStatus}.
 *
 * @param <T> the type of the resource
 */
@FunctionalInterface
public interface ResourceCloser<T> {

    /**
     * Closes the resource.
     *
     * @throws Exception if it could not be closed; there is no second try
     */
    void close(T resource) throws Exception;
}
