package dev.agentreload.core.lease;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.Reference;
import org.jspecify.annotations.Nullable;

/**
 * The right to use a resource until {@link #close}: so long the resource stays open, retired or not, unless its owner
 * closes it by {@linkplain Leased#force force}.
 *
 * <p>A lease must be kept as long as its value is used. With leak tracking on, a lease that was given up without being
 * closed counts as closed once it is collected, and a value that somebody took out of it and still uses may then be
 * closed.
 *
 * <p><em>Safe for use by multiple threads</em>, if it is handed from one to the other safely. Any thread may close it.
 *
 * @param <T> the type of the resource
 */
public final class Lease<T> implements AutoCloseable {

    private static final VarHandle STRIPE = stripeHandle();

    private final Leased<T> leased;
    private final @Nullable LeaseRecord record;

    /** Where this lease is counted, {@link UseCount#NONE} before it is and after it was. */
    private int stripe;

    Lease(Leased<T> leased) {
        this.leased = leased;
        this.record = leased.record(this);
    }

    /** Counts this lease; called once, before anybody else sees it. Returns false if the resource is retired. */
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
            throw new IllegalStateException("lease of [%s] is closed".formatted(leased.name()));
        }
        return leased.resource();
    }

    /** Returns whether the resource is retired, so that long uses can wind down. */
    public boolean isRetired() {
        return leased.isRetired();
    }

    /**
     * Gives the lease back. Never blocks, and never closes the resource itself: if this was the last lease of a retired
     * resource, the close is handed to the host's executor. Closing a lease again has no effect, on any thread.
     */
    @Override
    public void close() {
        try {
            int entered = (int) STRIPE.getAndSet(this, UseCount.NONE);
            if (entered != UseCount.NONE && (record == null || record.close())) {
                leased.leave(entered);
            }
        } finally {
            // Without it the lease could be collected between the two conditions, and be reported as leaked.
            Reference.reachabilityFence(this);
        }
    }

    /** Returns the name of the resource, never the resource. */
    @Override
    public String toString() {
        return "lease of [%s]".formatted(leased.name());
    }

    private static VarHandle stripeHandle() {
        try {
            return MethodHandles.lookup().findVarHandle(Lease.class, "stripe", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
