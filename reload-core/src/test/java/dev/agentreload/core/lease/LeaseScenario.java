// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.lease;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jspecify.annotations.Nullable;

/**
 * What the model checker lets threads do with one leased resource: they take leases into slots, give back what any thread
 * left in a slot, and retire. A resource found closed while a lease of it is open ends as an exception, which no
 * sequential run has.
 */
@Param(name = "slot", gen = IntGen.class, conf = "0:1")
public abstract class LeaseScenario {

    private final FakeResource resource = new FakeResource();
    private final AtomicReferenceArray<@Nullable Runnable> slots = new AtomicReferenceArray<>(2);
    private final Subject subject;

    LeaseScenario() {
        subject = subject(resource);
    }

    /** What is checked: the real thing, or a wrong one. */
    interface Subject {

        /** Takes a lease. Returns what gives it back, or null if the resource is retired. */
        @Nullable
        Runnable acquire();

        void retire();

        boolean isRetired();
    }

    /** Returns the subject, which closes the resource on the thread that finds it unused. */
    abstract Subject subject(FakeResource resourceOfScenario);

    @Operation
    public boolean acquire(@Param(name = "slot") int slot) {
        Runnable lease = subject.acquire();
        if (lease == null) {
            return false;
        }
        giveBack(slots.getAndSet(slot, lease));
        return true;
    }

    @Operation
    public void giveBack(@Param(name = "slot") int slot) {
        giveBack(slots.getAndSet(slot, null));
    }

    @Operation
    public void retire() {
        subject.retire();
    }

    @Operation
    public boolean isRetired() {
        return subject.isRetired();
    }

    @Validate
    public void closedOnceAfterRetirementAndTheLastLease() {
        boolean inUse = slots.get(0) != null || slots.get(1) != null;
        expectCloses(subject.isRetired() && !inUse ? 1 : 0);
        subject.retire();
        giveBack(0);
        giveBack(1);
        expectCloses(1);
    }

    private void giveBack(@Nullable Runnable lease) {
        if (lease != null) {
            expectCloses(0);
            lease.run();
        }
    }

    private void expectCloses(int expected) {
        if (resource.closes() != expected) {
            throw new IllegalStateException("closed %d times, not %d".formatted(resource.closes(), expected));
        }
    }
}
