// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.lease;

import static java.util.Objects.requireNonNull;

import dev.agentreload.core.runtime.CallbackFailures;
import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What one lease wants to have done when its resource is retired: once, unless the lease is closed before. <em>Safe for use by
 * multiple threads.</em>
 */
final class RetirementHook {

    private static final System.Logger LOGGER = System.getLogger(Lease.class.getName());

    private final LeaseFactory factory;
    private final String resource;
    private final Runnable callback;

    /** The hook that the same lease had before; written before other threads can see this hook. */
    private final @Nullable RetirementHook next;

    private final AtomicBoolean over = new AtomicBoolean();
    private final WeakReference<RetirementHook> reference = new WeakReference<>(this);

    RetirementHook(LeaseFactory factory, String resource, Runnable callback, @Nullable RetirementHook next) {
        this.factory = factory;
        this.resource = resource;
        this.callback = requireNonNull(callback, "callback");
        this.next = next;
    }

    @Nullable
    RetirementHook next() {
        return next;
    }

    /** Returns the one reference by which the resource knows this hook. */
    WeakReference<RetirementHook> reference() {
        return reference;
    }

    void cancel() {
        over.set(true);
    }

    /** Hands the callback to the host's executor. It does not matter how often: the first that begins ends it. */
    void offer() {
        try {
            factory.executor().execute(this::run);
        } catch (Throwable refusal) {
            factory.refused(this::offer);
            CallbackFailures.rethrowIfFatal(refusal);
        }
    }

    private void run() {
        if (!over.compareAndSet(false, true)) {
            return;
        }
        try {
            callback.run();
        } catch (Throwable failure) {
            // The message may quote a secret.
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    "callback of a lease of [" + resource + "] failed: "
                            + failure.getClass().getName());
            CallbackFailures.rethrowIfFatal(failure);
        }
    }
}
