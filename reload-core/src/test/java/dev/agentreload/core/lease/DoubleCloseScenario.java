// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.lease;

import static java.util.Objects.requireNonNull;

import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;

/** All threads close the same lease of a retired resource; another lease stays open, and with it the resource. */
public abstract class DoubleCloseScenario {

    private final FakeResource resource = new FakeResource();
    private final Runnable contended;
    private final Runnable other;

    DoubleCloseScenario() {
        LeaseScenario.Subject subject = subject(resource);
        contended = requireNonNull(subject.acquire());
        other = requireNonNull(subject.acquire());
        subject.retire();
    }

    /** Returns the subject, which closes the resource on the thread that finds it unused. */
    abstract LeaseScenario.Subject subject(FakeResource resourceOfScenario);

    @Operation
    public int close() {
        contended.run();
        return resource.closes();
    }

    @Validate
    public void closedOnceAfterTheOtherLease() {
        other.run();
        if (resource.closes() != 1) {
            throw new IllegalStateException("closed %d times, not once".formatted(resource.closes()));
        }
    }
}
