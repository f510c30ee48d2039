// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.lease;

import com.google.common.collect.ImmutableList;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.time.Duration;

/**
 * Remembers who took a lease, and is what remains of a lease that was collected. It must not refer to the lease.
 * <em>Safe for use by multiple threads.</em>
 */
final class LeaseRecord extends PhantomReference<Lease<?>> {

    private static final int DEPTH = 32;
    private static final ImmutableList<String> OWN_PACKAGES = ImmutableList.of(
            "dev.agentreload.core.", "dev.agentreload.models.", "dev.agentreload.agents.", "dev.agentreload.testkit.");

    private final LeaseLedger ledger;
    private final Leased<?> leased;
    private final String thread = Thread.currentThread().getName();
    private final ImmutableList<StackTraceElement> stackTrace = callers();
    private final long takenAt;

    /** Volatile, since the thread that finds the lease collected is another one than the thread that took it. */
    private volatile int stripe = UseCount.NONE;

    LeaseRecord(LeaseLedger ledger, Leased<?> leased, Lease<?> lease, ReferenceQueue<Lease<?>> collected) {
        super(lease, collected);
        this.ledger = ledger;
        this.leased = leased;
        this.takenAt = leased.now();
    }

    /** Notes where the lease is counted, and ends the record of a lease that was refused. */
    void entered(int entered) {
        stripe = entered;
        if (entered == UseCount.NONE) {
            close();
        }
    }

    /** Ends this record. Returns true to one caller only, who has to take the lease out of the count. */
    boolean close() {
        return ledger.remove(this);
    }

    int stripe() {
        return stripe;
    }

    Leased<?> leased() {
        return leased;
    }

    LeaseHolder holder(long now) {
        return new LeaseHolder(thread, Duration.ofNanos(Math.max(0, now - takenAt)), stackTrace);
    }

    private static ImmutableList<StackTraceElement> callers() {
        return StackWalker.getInstance()
                .walk(frames -> frames.dropWhile(frame -> isOwn(frame.getClassName()))
                        .limit(DEPTH)
                        .map(StackWalker.StackFrame::toStackTraceElement)
                        .collect(ImmutableList.toImmutableList()));
    }

    /**
     * Returns whether a class is one of the published modules, which take leases on behalf of a host. Their own tests live in the
     * same packages and stand for a host; nothing that is published is called like them.
     */
    private static boolean isOwn(String className) {
        int nested = className.indexOf('$');
        String outermost = nested < 0 ? className : className.substring(0, nested);
        return OWN_PACKAGES.stream().anyMatch(outermost::startsWith) && !outermost.endsWith("Test");
    }
}
