// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.fake;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Stops threads that come to it until a test opens it; once open it stops none. <em>Safe for use by multiple threads.</em>
 */
public final class Gate {

    private static final long TIMEOUT_SECONDS = 20;

    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);
    private final Interrupt interrupt;

    private Gate(Interrupt interrupt) {
        this.interrupt = interrupt;
    }

    private enum Interrupt {
        ENDS_THE_WAIT,
        IGNORED
    }

    /** Creates a closed gate at which an interrupt ends the wait, as in code that minds its deadline. */
    public static Gate create() {
        return new Gate(Interrupt.ENDS_THE_WAIT);
    }

    /** Creates a closed gate at which an interrupt changes nothing, as in code that hangs for good. */
    public static Gate uninterruptible() {
        return new Gate(Interrupt.IGNORED);
    }

    /** Lets all threads pass, now and later. */
    public void open() {
        open.countDown();
    }

    /**
     * Waits until a thread waits at this gate.
     *
     * @throws AssertionError if no thread came within 20 seconds
     */
    public void awaitReached() throws InterruptedException {
        if (!reached.await(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("no thread came to the gate within " + TIMEOUT_SECONDS + " s");
        }
    }

    /**
     * Waits until this gate is open.
     *
     * @throws InterruptedException if the thread is interrupted, unless the gate ignores that
     */
    public void pass() throws InterruptedException {
        reached.countDown();
        if (interrupt == Interrupt.IGNORED) {
            passIgnoringInterrupts();
        } else {
            open.await();
        }
    }

    private void passIgnoringInterrupts() {
        boolean interrupted = false;
        boolean passed = false;
        while (!passed) {
            try {
                open.await();
                passed = true;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns whether it is open. */
    @Override
    public String toString() {
        return open.getCount() == 0 ? "Gate[open]" : "Gate[closed]";
    }
}
