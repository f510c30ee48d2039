// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models.provider;

import com.google.common.collect.ImmutableList;
import dev.agentreload.models.ProviderDefinition;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The providers of a pool by definition, with the number of their users. The last user removes the provider in the same step, so that
 * a provider that is about to be closed is never handed out. <em>Safe for use by multiple threads.</em>
 */
final class PooledProviders<P> {

    /** Guards the map and the counts; no host code runs under it. */
    private final Object lock = new Object();

    private final Map<ProviderDefinition, PooledProvider<P>> providers = new LinkedHashMap<>();

    /**
     * Counts a user of the provider with the definition of the candidate. If there is none, or its creation timed out, the candidate
     * takes its place.
     */
    PooledProvider<P> enter(PooledProvider<P> candidate, long now) {
        synchronized (lock) {
            PooledProvider<P> present = providers.get(candidate.definition());
            PooledProvider<P> entered = present == null || present.isOverdue(now) ? candidate : present;
            if (entered == candidate) {
                providers.put(candidate.definition(), candidate);
            }
            entered.countIn();
            return entered;
        }
    }

    /** Counts a user less. Returns true to the last one alone, which closes the provider. */
    boolean leave(PooledProvider<P> provider) {
        synchronized (lock) {
            boolean last = provider.countOut();
            if (last) {
                evict(provider);
            }
            return last;
        }
    }

    /** Hands the provider out no more. It is closed after its last user. */
    void evict(PooledProvider<P> provider) {
        synchronized (lock) {
            providers.remove(provider.definition(), provider);
        }
    }

    ImmutableList<ProviderUsage> uses() {
        synchronized (lock) {
            return providers.values().stream()
                    .map(provider -> new ProviderUsage(provider.definition(), provider.users()))
                    .collect(ImmutableList.toImmutableList());
        }
    }
}
