package dev.agentreload.models.provider;

import com.google.common.collect.ImmutableList;
import dev.agentreload.models.ProviderDefinition;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Knows which provider there is for a definition, and counts its users. The last one to leave takes it off the shelf in the same
 * step, so that nobody can be handed what is about to be closed. <em>Safe for use by multiple threads.</em>
 */
final class ProviderShelf<P> {

    /** Guards the map and the counts; no host code runs under it. */
    private final Object lock = new Object();

    private final Map<ProviderDefinition, PooledProvider<P>> providers = new LinkedHashMap<>();

    /**
     * Counts a user in, of the provider that is there for the definition of this one or, if none is there or it is overdue, of
     * this one, which takes the place.
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

    /** Counts a user out. Returns true to the last one alone, who closes the provider. */
    boolean leave(PooledProvider<P> provider) {
        synchronized (lock) {
            boolean last = provider.countOut();
            if (last) {
                takeOff(provider);
            }
            return last;
        }
    }

    /** Gives the provider to nobody any more. It is closed when those who have it let go. */
    void takeOff(PooledProvider<P> provider) {
        synchronized (lock) {
            providers.remove(provider.definition(), provider);
        }
    }

    ImmutableList<ProviderUse> uses() {
        synchronized (lock) {
            return providers.values().stream()
                    .map(provider -> new ProviderUse(provider.definition(), provider.users()))
                    .collect(ImmutableList.toImmutableList());
        }
    }
}
