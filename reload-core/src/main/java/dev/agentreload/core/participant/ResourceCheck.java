// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.participant;

/**
 * Tries the new resource of a {@link Reloadable}, such as by one request. Implemented by hosts.
 *
 * <p>Called as {@link Prepared#verify} is. A throw ends the reload, and the resource is closed.
 *
 * @param <T> the type of the resource
 */
@FunctionalInterface
public interface ResourceCheck<T> {

    /**
     * Returns if the resource works.
     *
     * @throws Exception if it does not
     */
    void check(T resource, Deadline deadline) throws Exception;
}
