// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** How long a gateway runs: until a signal or a command ends it. <em>Safe for use by multiple threads.</em> */
public final class Lifetime {

    private final CompletableFuture<Ending> ending = new CompletableFuture<>();

    Lifetime() {}

    /** How a gateway ends. */
    public enum Ending {
        STOP,
        RESTART
    }

    /** Has it end, which is once enough. */
    public void end(Ending how) {
        ending.complete(how);
    }

    /** Waits until it is to end. */
    public Ending awaitEnd() throws InterruptedException {
        try {
            return ending.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // nothing completes it so
        }
    }

    /** Returns whether it is to end. */
    boolean isOver() {
        return ending.isDone();
    }
}
