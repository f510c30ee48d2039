// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.lease;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.agentreload.core.runtime.HostRuntime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Creates {@linkplain Leased leased resources} that share a runtime: its executor closes them, and their age goes by its ticker.
 * A factory also decides whether leaks are tracked.
 *
 * <p>A host usually has one, for as long as it runs. <em>Safe for use by multiple threads.</em>
 */
public final class LeaseFactory {

    private final HostRuntime runtime;
    private final @Nullable LeaseLedger ledger;
    private final Set<Runnable> refused = ConcurrentHashMap.newKeySet();

    private LeaseFactory(HostRuntime runtime, @Nullable LeaseLedger ledger) {
        this.runtime = requireNonNull(runtime, "runtime");
        this.ledger = ledger;
    }

    /**
     * Returns a factory that tracks no leaks.
     *
     * @param runtime its executor runs the closers. With one that runs them on the calling thread, closing a lease may take time;
     *     with one that may refuse, call {@link #sweep} from time to time
     */
    public static LeaseFactory of(HostRuntime runtime) {
        return new LeaseFactory(runtime, null);
    }

    /**
     * Returns a factory with the same runtime that tracks leaks: each lease records who took it, and one that
     * is collected unclosed is reported and counts as closed, since it can no longer be closed.
     *
     * <p>A lease then costs a stack walk: meant for tests and for finding a known leak.
     */
    public LeaseFactory withLeakTracking() {
        return new LeaseFactory(runtime, new LeaseLedger());
    }

    /**
     * Creates a leased resource in service.
     *
     * @param name how reports call the resource; not secret, and better unique
     * @param resource what users get; owned by the result from now on
     * @param closer closes the resource, once
     */
    public <T> Leased<T> create(String name, T resource, ResourceCloser<? super T> closer) {
        return new Leased<>(this, new Retirement<>(this, name, resource, closer), new UseCount());
    }

    /**
     * Creates a leased resource in service that closes itself.
     *
     * @param name how reports call the resource; not secret, and better unique
     * @param resource what users get; owned by the result from now on
     */
    public <T extends AutoCloseable> Leased<T> create(String name, T resource) {
        return create(name, resource, AutoCloseable::close);
    }

    /**
     * Finds leases that were collected unclosed, and offers to the executor once more what it refused. Each
     * {@link Leased#retire} and {@link Leased#status} of this factory's resources does the same, so a host calls it only
     * where neither happens for long. Never blocks.
     */
    public void sweep() {
        if (ledger != null) {
            ledger.sweep(now());
        }
        if (!refused.isEmpty()) {
            offerRefused();
        }
    }

    /** Returns the newest leases that were found collected unclosed, 64 at most, in the order they were found. */
    public List<LeaseLeak> leaks() {
        sweep();
        return ledger == null ? ImmutableList.of() : ledger.leaks();
    }

    /**
     * Returns who holds leases of this factory's resources, by the names of those, the oldest lease of each first. Empty unless leaks
     * are tracked.
     */
    public Map<String, List<LeaseHolder>> holders() {
        sweep();
        return ledger == null ? ImmutableMap.of() : ledger.holders(now());
    }

    private void offerRefused() {
        // A copy, since a close that is refused again comes back into the set.
        for (Runnable again : ImmutableList.copyOf(refused)) {
            refused.remove(again);
            again.run();
        }
    }

    Executor executor() {
        return runtime.executor();
    }

    long now() {
        return runtime.ticker().getAsLong();
    }

    @Nullable
    LeaseLedger ledger() {
        return ledger;
    }

    /** Keeps tasks that the executor refused, to be offered again: a close, whose owner may be gone, or a callback. */
    void refused(Runnable again) {
        refused.add(again);
    }
}
