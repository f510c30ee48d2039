// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models.provider;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import dev.agentreload.core.lease.LeaseFactory;
import dev.agentreload.core.runtime.CallbackFailures;
import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.models.ProviderDefinition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one live provider for each {@link ProviderDefinition} in use, and shares it among all users with an equal definition, across
 * reloads too. A provider is created for its first user and closed, exactly once, after its last user has released it; a later user
 * gets a new one. Two definitions that differ in a key alone are two providers.
 *
 * <p>The first user creates and probes the provider on its own thread; others wait for it until the timeout. If that fails, all of
 * them get the failure, the provider is closed, and the next user tries again. If creation exceeds the timeout, waiting users fail and
 * the next one creates a new provider; the late one belongs to the user that created it.
 *
 * <p><em>Safe for use by multiple threads.</em> Starts none, and has nothing to close itself: without users it holds nothing.
 *
 * @param <P> the host's type of provider
 */
public final class ProviderPool<P> {

    private static final System.Logger LOGGER = System.getLogger(ProviderPool.class.getPackageName());

    private final ProviderFactory<P> factory;
    private final LongSupplier nanoTicker;
    private final LeaseFactory closing;
    private final Duration timeout;
    private final PooledProviders<P> live = new PooledProviders<>();

    private ProviderPool(Builder<P> builder) {
        this.factory = builder.factory;
        this.nanoTicker = builder.runtime.ticker();
        this.closing = builder.leases.orElseGet(() -> LeaseFactory.of(builder.runtime));
        this.timeout = builder.timeout;
    }

    /**
     * Returns a builder of a pool.
     *
     * @param factory makes and closes the providers
     * @param runtime its executor closes providers whose last lease was {@linkplain ProviderLease#close closed}
     */
    public static <P> Builder<P> builder(ProviderFactory<P> factory, HostRuntime runtime) {
        return new Builder<>(factory, runtime);
    }

    /**
     * Returns a lease of the provider with this definition. Makes the provider on this thread if there is none; waits for it if
     * another thread makes it. A caller that is interrupted stops waiting, and its flag stays set.
     *
     * @throws ProviderNotBuiltException if there is no provider, or not in time
     * @throws IllegalStateException if this thread is making the same provider
     */
    public ProviderLease<P> acquire(ProviderDefinition definition) throws ProviderNotBuiltException {
        requireNonNull(definition, "definition");
        long now = nanoTicker.getAsLong();
        PooledProvider<P> candidate = new PooledProvider<>(definition, now + timeout.toNanos());
        // All that may fail for want of memory comes before the count, which would otherwise stay too high.
        ProviderLease<P> first = new ProviderLease<>(this, candidate);
        PooledProvider<P> provider = live.enter(candidate, now);
        if (provider == candidate) {
            make(provider);
            return first;
        }
        await(provider, now);
        return new ProviderLease<>(this, provider);
    }

    /** Returns which providers there are, or are being made, and how many use them, in the order in which they were asked for. */
    public List<ProviderUsage> uses() {
        return live.uses();
    }

    /** Returns how many providers there are, and nothing about them. */
    @Override
    public String toString() {
        return "ProviderPool[" + uses().size() + " providers]";
    }

    /** All waiting callers get what the factory throws. */
    private void make(PooledProvider<P> provider) throws ProviderNotBuiltException {
        ProviderDefinition definition = provider.definition();
        @Nullable P made = null;
        try {
            made = requireNonNull(factory.create(definition), "the factory returned no provider");
            factory.probe(definition, made);
        } catch (Throwable failure) {
            CallbackFailures.keepInterrupt(failure);
            live.evict(provider);
            provider.fail(failure);
            if (made != null) {
                close(definition, made);
            }
            throw notBuilt(definition, failure);
        }
        provider.complete(made);
    }

    private void await(PooledProvider<P> provider, long now) throws ProviderNotBuiltException {
        ProviderDefinition definition = provider.definition();
        if (provider.isMadeHere()) {
            live.leave(provider);
            throw new IllegalStateException("provider [" + definition.id() + "] needs itself to be made");
        }
        try {
            provider.await(now);
        } catch (ExecutionException e) {
            throw notBuilt(definition, requireNonNull(e.getCause()));
        } catch (TimeoutException e) {
            stopWaiting(provider);
            throw notBuilt(definition, new TimeoutException("not made within " + timeout));
        } catch (InterruptedException e) {
            release(provider);
            CallbackFailures.keepInterrupt(e);
            throw notBuilt(definition, e);
        }
    }

    /** The next caller does not wait for it as well, even if the host's ticker has not reached the timeout. */
    private void stopWaiting(PooledProvider<P> provider) {
        if (!provider.isDone()) {
            live.evict(provider);
        }
        release(provider);
    }

    /** Ends one use. After the last one, which may be that of a caller that timed out just now, the executor closes the provider. */
    void release(PooledProvider<P> provider) {
        if (live.leave(provider)) {
            String name = "provider [" + provider.definition().id() + "]";
            closing.create(name, provider, this::close).retire();
        }
    }

    /** Ends one use, and closes on this thread if that was the last. */
    void releaseInline(PooledProvider<P> provider) {
        if (live.leave(provider)) {
            close(provider);
        }
    }

    private void close(PooledProvider<P> provider) {
        close(provider.definition(), provider.provider());
    }

    private void close(ProviderDefinition definition, P provider) {
        try {
            factory.close(provider);
        } catch (Throwable failure) {
            CallbackFailures.keepInterrupt(failure);
            report(definition, failure);
            CallbackFailures.rethrowIfFatal(failure);
        }
    }

    /** Names the type alone, since the message of a host's exception may quote a secret. */
    private static void report(ProviderDefinition definition, Throwable failure) {
        LOGGER.log(
                System.Logger.Level.WARNING,
                "provider [{0}] was not closed cleanly: {1}",
                definition.id(),
                failure.getClass().getName());
    }

    private static ProviderNotBuiltException notBuilt(ProviderDefinition definition, Throwable cause) {
        CallbackFailures.rethrowIfFatal(cause);
        return new ProviderNotBuiltException(definition, cause);
    }

    /**
     * Builds a {@link ProviderPool}. <em>Not safe for use by multiple threads.</em>
     *
     * @param <P> the host's type of provider
     */
    public static final class Builder<P> {

        private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

        private final ProviderFactory<P> factory;
        private final HostRuntime runtime;
        private Optional<LeaseFactory> leases = Optional.empty();
        private Duration timeout = Duration.ofSeconds(30);

        private Builder(ProviderFactory<P> factory, HostRuntime runtime) {
            this.factory = requireNonNull(factory, "factory");
            this.runtime = requireNonNull(runtime, "runtime");
        }

        /**
         * Sets what hands closes to an executor, in place of the executor that was given. A close that the executor refuses is
         * offered again at the next one, and at each {@link LeaseFactory#sweep}.
         */
        public Builder<P> leases(LeaseFactory factoryOfLeases) {
            this.leases = Optional.of(requireNonNull(factoryOfLeases, "factoryOfLeases"));
            return this;
        }

        /**
         * Sets how long others wait for a provider that is being made; 30 seconds by default.
         *
         * @throws IllegalArgumentException if that is not positive, or more than 292 years, which nanoseconds cannot count
         */
        public Builder<P> timeout(Duration duration) {
            checkArgument(!duration.isNegative() && !duration.isZero(), "a timeout must be positive, not %s", duration);
            checkArgument(duration.compareTo(LONGEST) <= 0, "a timeout must be at most %s, not %s", LONGEST, duration);
            this.timeout = duration;
            return this;
        }

        /** Returns the pool, which is empty until the first request. */
        public ProviderPool<P> build() {
            return new ProviderPool<>(this);
        }
    }
}
