// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models;

import java.util.List;
import java.util.Optional;

/**
 * Finds out which models a provider offers. Hosts implement it for providers that can be asked.
 *
 * <p>The catalog calls it on the host's executor, for several providers at once, under no lock, and at most once at a time
 * for each provider unless an earlier call is overdue. A call should end when the request's timeout has passed: no caller
 * waits for it then, but it keeps a thread of the host.
 */
@FunctionalInterface
public interface ModelSource {

    /**
     * Returns all models of the provider, or empty if this source does not know how to ask it. A source must never
     * return a partial list: it throws.
     *
     * @param request which provider; its models are named by {@link DiscoveryRequest#ref}
     * @return a list with at least one model; one without is taken for a failure
     * @throws Exception if the provider did not answer, or not completely. The catalog keeps what it knew of this provider,
     *     marked as stale with this message, in which the secrets of the definition are masked
     */
    Optional<List<Model>> discover(DiscoveryRequest request) throws Exception;
}
