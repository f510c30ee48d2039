// SPDX-License-Identifier: Apache-2.0
/**
 * Shares live providers among those who use them, and reuses them while their definition stays the same.
 *
 * <p>The entry type is {@link dev.agentreload.models.provider.ProviderPool}. Hosts implement {@link
 * dev.agentreload.models.provider.ProviderFactory} and get a {@link dev.agentreload.models.provider.ProviderLease} for each use:
 *
 * <pre>{@code
 * ProviderPool<ApiClient> pool = ProviderPool.builder(ApiClient::new, runtime).build();
 *
 * try (ProviderLease<ApiClient> lease = pool.acquire(definition)) {
 *     lease.value().ask(question);
 * }
 * }</pre>
 *
 * <p>A registry that is built on a pool leases the providers of each agent as long as the agent lives. A pool is no participant of a
 * reload: providers are created and closed with the agents that use them.
 */
@NullMarked
package dev.agentreload.models.provider;

import org.jspecify.annotations.NullMarked;
