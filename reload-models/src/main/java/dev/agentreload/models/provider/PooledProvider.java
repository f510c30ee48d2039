// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models.provider;

import dev.agentreload.models.ProviderDefinition;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A provider, or one that is being created. Compared by identity: two can have one definition while the first still has users.
 * <em>Safe for use by multiple threads; {@link PooledProviders} alone counts its users.</em>
 */
final class PooledProvider<P> {

    private final ProviderDefinition definition;
    private final long overdueAt;
    private final CompletableFuture<P> made = new CompletableFuture<>();

    /** Cleared after the creation, since the provider may outlive the thread. */
    private volatile @Nullable Thread maker = Thread.currentThread();

    /** Guarded by the lock of {@link PooledProviders}. */
    private int users;

    /** Takes the time, in the ticker's nanoseconds, at which the creation times out. */
    PooledProvider(ProviderDefinition definition, long overdueAt) {
        this.definition = definition;
        this.overdueAt = overdueAt;
    }

    ProviderDefinition definition() {
        return definition;
    }

    boolean isMadeHere() {
        return Thread.currentThread().equals(maker);
    }

    /** Compares by difference, since the ticker may overflow. */
    boolean isOverdue(long now) {
        return now - overdueAt >= 0 && !made.isDone();
    }

    boolean isDone() {
        return made.isDone();
    }

    void complete(P provider) {
        maker = null;
        made.complete(provider);
    }

    void fail(Throwable failure) {
        maker = null;
        made.completeExceptionally(failure);
    }

    /** Waits for the provider until it is overdue. An {@link ExecutionException} has what the factory threw. */
    void await(long now) throws ExecutionException, TimeoutException, InterruptedException {
        made.get(Math.max(0, overdueAt - now), TimeUnit.NANOSECONDS);
    }

    /** Returns the provider, for a user that was counted and has seen its creation succeed. */
    P provider() {
        return made.join();
    }

    int users() {
        return users;
    }

    void countIn() {
        users++;
    }

    /** Returns whether that was the last one. */
    boolean countOut() {
        users--;
        return users == 0;
    }
}
