package dev.agentreload.agents;

import static java.util.Objects.requireNonNull;

import dev.agentreload.agents.config.ResolvedAgent;
import dev.agentreload.models.provider.ProviderPool;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes agents on top of the providers of a pool, for an {@link AgentRegistry}:
 *
 * <pre>{@code
 * ProviderPool<ApiClient> pool = ProviderPool.builder(ApiClient::new, runtime).build();
 * AgentRegistry<Assistant> registry = AgentRegistry.builder(
 *         PooledAgentFactory.of(pool, (agent, providers) -> {
 *             ModelTarget target = agent.model().target(0);
 *             return new Assistant(providers.provider(target), target.ref().model());
 *         }), runtime).build();
 * }</pre>
 *
 * <p>Before an agent is made, each provider behind its models is leased from the pool, and after it was closed they are let go.
 * As agents live from the first generation that has them to the last, so do providers: one that a reload leaves as it is stays
 * the same instance, one that nobody needs any more is closed when the last turn that could use it has ended, and one that was made
 * for a reload that failed is closed with it, on the same thread as its agents.
 *
 * <p><em>Safe for use by multiple threads.</em>
 *
 * @param <A> the host's type of agent
 * @param <P> the host's type of provider
 */
public final class PooledAgentFactory<A, P> implements AgentFactory<A> {

    private final ProviderPool<P> pool;
    private final ProvidedAgentFactory<A, P> factory;

    /** Guards what follows; no host code runs under it, as agents are told apart by identity. */
    private final Object lock = new Object();

    private final IdentityHashMap<A, AgentProviders<P>> held = new IdentityHashMap<>();

    private PooledAgentFactory(ProviderPool<P> pool, ProvidedAgentFactory<A, P> factory) {
        this.pool = requireNonNull(pool, "pool");
        this.factory = requireNonNull(factory, "factory");
    }

    /**
     * Returns a factory of agents that share the providers of this pool.
     *
     * @param pool where providers come from; others may use it too
     * @param factory makes and closes the agents
     */
    public static <A, P> PooledAgentFactory<A, P> of(ProviderPool<P> pool, ProvidedAgentFactory<A, P> factory) {
        return new PooledAgentFactory<>(pool, factory);
    }

    /**
     * Leases the providers and has the agent made. If either fails, no provider is kept.
     *
     * @throws IllegalStateException if the host's factory returns an agent that is in use
     */
    @Override
    public A create(ResolvedAgent agent) throws Exception {
        requireNonNull(agent, "agent");
        AgentProviders<P> providers = AgentProviders.acquire(pool, agent);
        boolean kept = false;
        try {
            A made = requireNonNull(factory.create(agent, providers), "the factory returned no agent");
            keep(made, providers);
            kept = true;
            return made;
        } finally {
            if (!kept) {
                providers.release();
            }
        }
    }

    private void keep(A agent, AgentProviders<P> providers) {
        synchronized (lock) {
            if (held.putIfAbsent(agent, providers) != null) {
                throw new IllegalStateException("the factory returned an agent that is in use already");
            }
        }
    }

    /** Has the agent closed and lets its providers go, also if the close throws. Does nothing for an agent that is closed. */
    @Override
    public void close(A agent) throws Exception {
        requireNonNull(agent, "agent");
        @Nullable AgentProviders<P> providers;
        synchronized (lock) {
            providers = held.remove(agent);
        }
        if (providers == null) {
            return;
        }
        try {
            factory.close(agent);
        } finally {
            providers.release();
        }
    }
}
