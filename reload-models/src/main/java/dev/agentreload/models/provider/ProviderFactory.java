// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models.provider;

import dev.agentreload.models.ProviderDefinition;

/**
 * Makes a host's own providers: a client, its connections and whatever else agents share. Hosts implement it.
 *
 * <p>A {@link ProviderPool} calls it under no lock, and for different definitions at once.
 *
 * @param <P> the host's type of provider
 */
@FunctionalInterface
public interface ProviderFactory<P> {

    /**
     * Makes a provider, on the thread that was the first to ask for it. Others wait for it meanwhile, until the pool's timeout,
     * so that it should time out by itself.
     *
     * @param definition what to make
     * @return the provider, not null and a new one each time; the pool closes it exactly once, however it is used
     * @throws Exception if it cannot be made. All waiting callers fail with it, and the next caller starts another
     *     attempt. The exception reaches the callers and must hold no secret
     */
    P create(ProviderDefinition definition) throws Exception;

    /**
     * Tries whether a new provider works, such as by one request. Called once for each, after {@link #create} on the same
     * thread, before a caller gets the provider. Does nothing by default.
     *
     * @param definition what the provider was made from
     * @param provider what was made
     * @throws Exception if it does not work. It is closed then, and the rest is as if it could not be made
     */
    default void probe(ProviderDefinition definition, P provider) throws Exception {}

    /**
     * Closes a provider that is no longer used; called once for each. Closes what is {@link AutoCloseable} by default.
     *
     * <p>Called on the host's executor, or on the thread that called {@link ProviderLease#closeInline} or ran the probe
     * fail. It may take its time.
     *
     * @throws Exception if it could not be closed. It is not tried again; the failure is logged by its type, and everything
     *     else goes on
     */
    default void close(P provider) throws Exception {
        if (provider instanceof AutoCloseable closeable) {
            closeable.close();
        }
    }
}
