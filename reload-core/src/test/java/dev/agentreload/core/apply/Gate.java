// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.apply;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Stops a thread at a step of a script until a test lets it go on. */
final class Gate implements Script.Event {

    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);

    @Override
    public void happen() throws InterruptedException {
        reached.countDown();
        open.await();
    }

    void happenUnchecked() {
        try {
            happen();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    void awaitReached() throws InterruptedException {
        if (!reached.await(20, TimeUnit.SECONDS)) {
            throw new AssertionError("no thread reached the gate");
        }
    }

    void open() {
        open.countDown();
    }
}
