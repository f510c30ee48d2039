package dev.agentreload.models.provider;

import dev.agentreload.models.ProviderDefinition;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The right to use a provider of a pool until it is let go: so long the provider stays open. Letting go again has no effect, on
 * any thread. <em>Safe for use by multiple threads.</em>
 *
 * @param <P> the host's type of provider
 */
public final class ProviderLease<P> implements AutoCloseable {

    private final ProviderPool<P> pool;
    private final PooledProvider<P> provider;
    private final AtomicBoolean closed = new AtomicBoolean();

    ProviderLease(ProviderPool<P> pool, PooledProvider<P> provider) {
        this.pool = pool;
        this.provider = provider;
    }

    /** Returns what the provider was made from. */
    public ProviderDefinition definition() {
        return provider.definition();
    }

    /**
     * Returns the provider, which is the caller's to use until the lease is closed, and not the caller's to close.
     *
     * @throws IllegalStateException if this lease is closed
     */
    public P value() {
        if (closed.get()) {
            throw new IllegalStateException(
                    "lease of provider [%s] is closed".formatted(definition().id()));
        }
        return provider.provider();
    }

    /**
     * Lets the provider go. If this was its last lease, its close is handed to the host's executor: never blocks, and so is right
     * at the end of a turn.
     */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            pool.letGo(provider);
        }
    }

    /**
     * Lets the provider go, and if this was its last lease closes it before this returns. For threads of the host's executor,
     * which have the time, where the close should be over with what it belongs to.
     */
    public void closeHere() {
        if (closed.compareAndSet(false, true)) {
            pool.letGoHere(provider);
        }
    }

    /** Returns the id of the provider, never the provider. */
    @Override
    public String toString() {
        return "lease of provider [%s]".formatted(definition().id());
    }
}
