// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.lease;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;

/** One thread registers a callback for the retirement, another retires, and a third closes the lease. */
@SuppressWarnings("this-escape") // what subclasses answer depends on no field of theirs
public abstract class RetirementHookScenario {

    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicBoolean registered = new AtomicBoolean();
    private final AtomicBoolean retired = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final HookSubject subject = subject();

    /** What is checked: the real thing, or a wrong one. It has one open lease. */
    interface HookSubject {

        /** Returns whether the lease was open. */
        boolean onRetired(Runnable callback);

        void retire();

        void close();
    }

    abstract HookSubject subject();

    @Operation(runOnce = true)
    public void onRetired() {
        registered.set(subject.onRetired(calls::incrementAndGet));
    }

    @Operation
    public void retire() {
        subject.retire();
        retired.set(true);
    }

    @Operation(runOnce = true)
    public void close() {
        subject.close();
        closed.set(true);
    }

    @Validate
    public void toldOnceIfTheLeaseIsOpen() {
        int most = registered.get() && retired.get() ? 1 : 0;
        int least = closed.get() ? 0 : most;
        if (calls.get() < least || calls.get() > most) {
            throw new IllegalStateException("called %d times, not %d to %d".formatted(calls.get(), least, most));
        }
    }
}
