// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models.provider;

import dev.agentreload.models.ProviderDefinition;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The right to use a provider of a pool. The provider stays open until the lease is closed. Closing it again has no effect, on any
 * thread. <em>Safe for use by multiple threads.</em>
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

    /** Returns the definition of the provider. */
    public ProviderDefinition definition() {
        return provider.definition();
    }

    /**
     * Returns the provider, which the caller may use until the lease is closed, and must not close.
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
     * Releases the provider. If this was its last lease, the host's executor closes it. Never blocks, and so is right at the end of a
     * turn.
     */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            pool.release(provider);
        }
    }

    /**
     * Releases the provider, and if this was its last lease closes it before this returns. For threads of the host's executor.
     */
    public void closeInline() {
        if (closed.compareAndSet(false, true)) {
            pool.releaseInline(provider);
        }
    }

    /** Returns the id of the provider, never the provider. */
    @Override
    public String toString() {
        return "lease of provider [%s]".formatted(definition().id());
    }
}
