// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.lease;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.Reference;
import org.jspecify.annotations.Nullable;

/**
 * The right to use a resource until {@link #close}: so long the resource stays open, retired or not, unless its owner
 * closes it by {@linkplain Leased#force force}.
 *
 * <p>A lease must be kept as long as its value is used. With leak tracking on, a lease that is collected without having been
 * closed counts as closed, and a value that was taken out of it may then be closed while it is still used.
 *
 * <p><em>Safe for use by multiple threads</em>, if it is handed from one to the other safely. Any thread may close it.
 *
 * @param <T> the type of the resource
 */
public final class Lease<T> implements AutoCloseable {

    private static final VarHandle STRIPE = handle("stripe", int.class);
    private static final VarHandle HOOKS = handle("hooks", RetirementHook.class);

    private final Leased<T> leased;
    private final @Nullable LeaseRecord record;

    /** Where this lease is counted, {@link UseCount#NONE} before it is and after it was. */
    private int stripe;

    /** The newest hook; the others follow it. */
    private volatile @Nullable RetirementHook hooks;

    Lease(Leased<T> leased) {
        this.leased = leased;
        this.record = leased.record(this);
    }

    /** Counts this lease; called once, before another thread can see it. Returns false if the resource is retired. */
    boolean enter() {
        int entered = leased.enter();
        if (record != null) {
            record.entered(entered);
        }
        // No other thread can know this lease yet, and a volatile write costs as much as the rest of acquiring.
        stripe = entered;
        return entered != UseCount.NONE;
    }

    /**
     * Returns the resource, which is the caller's to use until the lease is closed, and not the caller's to close.
     *
     * @throws IllegalStateException if this lease is closed
     */
    public T value() {
        if (stripe == UseCount.NONE) {
            throw closed();
        }
        return leased.resource();
    }

    /** Returns whether the resource is retired, so that long uses can wind down; see {@link #onRetired}. */
    public boolean isRetired() {
        return leased.isRetired();
    }

    /**
     * Registers a callback, which runs once on the host's executor when the resource is retired; at once if it is. Closing the
     * lease before cancels it. An exception of the callback is logged and has no other effect. Never blocks.
     *
     * @throws IllegalStateException if this lease is closed
     */
    public void onRetired(Runnable callback) {
        if (stripe == UseCount.NONE) {
            throw closed();
        }
        RetirementHook hook = link(callback);
        leased.add(hook);
        // A thread that closed the lease meanwhile may have missed the hook.
        if ((int) STRIPE.getVolatile(this) == UseCount.NONE) {
            leased.remove(hook);
        }
    }

    private RetirementHook link(Runnable callback) {
        while (true) {
            RetirementHook before = hooks;
            RetirementHook hook = leased.hook(callback, before);
            if (HOOKS.compareAndSet(this, before, hook)) {
                return hook;
            }
        }
    }

    /**
     * Gives the lease back. Never blocks, and never closes the resource itself: if this was the last lease of a retired
     * resource, the close is handed to the host's executor. Closing a lease again has no effect, on any thread.
     */
    @Override
    public void close() {
        try {
            int entered = (int) STRIPE.getAndSet(this, UseCount.NONE);
            if (entered != UseCount.NONE) {
                endHooks();
                leave(entered);
            }
        } finally {
            // Without it the lease could be collected between the two conditions, and be reported as leaked.
            Reference.reachabilityFence(this);
        }
    }

    private void endHooks() {
        for (RetirementHook hook = hooks; hook != null; hook = hook.next()) {
            leased.remove(hook);
        }
    }

    private void leave(int entered) {
        if (record == null || record.close()) {
            leased.leave(entered);
        }
    }

    private IllegalStateException closed() {
        return new IllegalStateException("lease of [%s] is closed".formatted(leased.name()));
    }

    /** Returns the name of the resource, never the resource. */
    @Override
    public String toString() {
        return "lease of [%s]".formatted(leased.name());
    }

    private static VarHandle handle(String field, Class<?> type) {
        try {
            return MethodHandles.lookup().findVarHandle(Lease.class, field, type);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
