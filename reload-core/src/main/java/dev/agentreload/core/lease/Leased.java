// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.lease;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A resource with users: its owner publishes it, users take {@linkplain Lease leases}, and after the owner has
 * {@linkplain #retire retired} it, it is closed exactly once, when its last lease is closed.
 *
 * <p>This is the owner's side, created by a {@link LeaseFactory}. Users get it as {@link LeaseSource}, which cannot retire
 * it.
 *
 * <p>The close runs on the host's executor, never on a thread that closes a lease or retires. If the executor refuses it,
 * it is not lost: {@link LeaseStatus} says so, and it is offered again, see {@link LeaseFactory#sweep}.
 *
 * <p><em>Safe for use by multiple threads.</em> No method blocks, and no lock is held while host code runs.
 *
 * @param <T> the type of the resource
 */
public final class Leased<T> implements LeaseSource<T> {

    private final LeaseFactory factory;
    private final Retirement<T> retirement;
    private final UseCount uses;
    private final AtomicInteger leaked = new AtomicInteger();
    private final RetirementHooks hooks = new RetirementHooks();

    Leased(LeaseFactory factory, Retirement<T> retirement, UseCount uses) {
        this.factory = factory;
        this.retirement = retirement;
        this.uses = uses;
    }

    @Override
    public String name() {
        return retirement.name();
    }

    @Override
    public Optional<Lease<T>> tryAcquire() {
        // All that may fail comes before the count: an error after it would leave a user that never leaves.
        Optional<Lease<T>> granted = Optional.of(new Lease<>(this));
        return granted.get().enter() ? granted : Optional.empty();
    }

    @Override
    public Lease<T> acquire() {
        Lease<T> lease = new Lease<>(this);
        if (!lease.enter()) {
            throw new IllegalStateException("[%s] is retired and gives no more leases".formatted(name()));
        }
        return lease;
    }

    @Override
    public boolean isRetired() {
        return retirement.hasBegun();
    }

    /**
     * Lets the resource give no more leases and be closed after the last one. The second and later calls change nothing.
     *
     * @return completes when the closer has returned or thrown, on the thread that ran it; never exceptionally. While the
     *     host's executor refuses the close it stays incomplete
     */
    public CompletionStage<CloseResult> retire() {
        if (retirement.begin()) {
            endService();
        }
        factory.sweep();
        return retirement.result();
    }

    private void endService() {
        try {
            hooks.offerAll();
        } finally {
            if (uses.retire()) {
                retirement.close();
            }
        }
    }

    /**
     * Retires the resource and closes it without waiting for its leases. Their users meet a closed resource; closing the
     * leases later is harmless.
     *
     * @return the same as {@link #retire}
     */
    public CompletionStage<CloseResult> force() {
        CompletionStage<CloseResult> result = retire();
        retirement.close();
        return result;
    }

    /**
     * Applies the policy: if the resource was retired at least the deadline ago and is not closed yet, it is reported, and closed
     * by force where the policy says so. The owner calls this from time to time; there is no timer.
     *
     * @return the status before, if the resource is overdue
     */
    public Optional<LeaseStatus> enforce(DrainPolicy policy) {
        LeaseStatus status = status();
        if (!status.isOverdue(policy.deadline())) {
            return Optional.empty();
        }
        if (policy.onDeadline() == DrainPolicy.OnDeadline.FORCE) {
            force();
        }
        return Optional.of(status);
    }

    /** Returns how far the resource is and who uses it, not counting leases that were collected unclosed. */
    public LeaseStatus status() {
        factory.sweep();
        long now = now();
        return new LeaseStatus(this, retirement.progress(), now, leaked.get(), holders(now));
    }

    /** Returns the name and how far the resource is, never the resource. */
    @Override
    public String toString() {
        return "[%s] %s".formatted(name(), retirement.progress().phase());
    }

    long users() {
        return uses.users();
    }

    T resource() {
        return retirement.resource();
    }

    long now() {
        return factory.now();
    }

    /** Records the holder, if leaks are tracked. */
    @Nullable
    LeaseRecord record(Lease<T> lease) {
        LeaseLedger ledger = factory.ledger();
        return ledger == null ? null : ledger.open(this, lease);
    }

    /**
     * Counts a lease. Retiring marks the counters one after the other, so for a while one thread could enter after another was
     * refused; checking first whether it has begun gives all of them the same instant.
     */
    int enter() {
        return isRetired() ? UseCount.NONE : uses.tryEnter();
    }

    void leave(int stripe) {
        if (uses.leave(stripe)) {
            retirement.close();
        }
    }

    RetirementHook hook(Runnable callback, @Nullable RetirementHook next) {
        return new RetirementHook(factory, name(), callback, next);
    }

    /** Runs the hook when the resource is retired. Checks that last, so that either this thread or the retiring one sees it. */
    void add(RetirementHook hook) {
        hooks.add(hook);
        if (isRetired()) {
            hook.offer();
        }
    }

    void remove(RetirementHook hook) {
        hooks.remove(hook);
    }

    void leaked(int stripe) {
        leaked.incrementAndGet();
        leave(stripe);
    }

    private List<LeaseHolder> holders(long now) {
        LeaseLedger ledger = factory.ledger();
        return ledger == null ? ImmutableList.of() : ledger.holders(this, now);
    }
}
