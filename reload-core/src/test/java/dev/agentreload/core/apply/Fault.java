// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.apply;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ways in which host code goes wrong. */
enum Fault {
    EXCEPTION,
    ERROR,
    STACK_OVERFLOW,
    OUT_OF_MEMORY,
    /** The requesting thread is interrupted meanwhile. */
    INTERRUPT,
    /** It does not answer until it is interrupted at its deadline. */
    HANG,
    /** It does not answer, interrupted or not, until the test is over. */
    HANG_FOR_LONG;

    /** Those that do not wait, and so can happen on the requesting thread. */
    static final List<Fault> INLINE = List.of(EXCEPTION, ERROR, STACK_OVERFLOW, OUT_OF_MEMORY, INTERRUPT);

    static final String SECRET = "s3cr3t-sentinel";

    boolean hangs() {
        return this == HANG || this == HANG_FOR_LONG;
    }

    boolean fails() {
        return this != INTERRUPT;
    }

    /**
     * Returns what happens at a step.
     *
     * @param requesting the thread that asks for the reload
     * @param released opened when the test is over
     */
    Script.Event event(HandTicker ticker, Thread requesting, CountDownLatch released) {
        return switch (this) {
            case EXCEPTION ->
                () -> {
                    throw new IOException("no route for key " + SECRET);
                };
            case ERROR ->
                () -> {
                    throw new AssertionError("wrong key " + SECRET);
                };
            case STACK_OVERFLOW ->
                () -> {
                    throw new StackOverflowError("too deep for key " + SECRET);
                };
            case OUT_OF_MEMORY ->
                () -> {
                    throw new OutOfMemoryError("no memory for key " + SECRET);
                };
            case INTERRUPT -> requesting::interrupt;
            case HANG ->
                () -> {
                    ticker.advance(Stage.HOUR);
                    awaitInterruptibly(released);
                };
            case HANG_FOR_LONG -> () -> hangForLong(ticker, released);
        };
    }

    private static void awaitInterruptibly(CountDownLatch released) throws IOException {
        try {
            released.await();
        } catch (InterruptedException interrupt) {
            throw new IOException("interrupted with key " + SECRET, interrupt);
        }
    }

    /** After the interrupt it takes longer than the time it gets to come back, and less than any other deadline. */
    private static void hangForLong(HandTicker ticker, CountDownLatch released) throws IOException {
        ticker.advance(Stage.HOUR);
        int steps = 0;
        boolean interrupted = false;
        while (true) {
            try {
                if (released.await(2, TimeUnit.MILLISECONDS)) {
                    break;
                }
            } catch (InterruptedException interrupt) {
                interrupted = true;
                steps = 15;
            }
            if (steps > 0) {
                steps--;
                ticker.advance(Duration.ofMillis(100));
            }
        }
        if (interrupted) {
            throw new IOException("back at last with key " + SECRET);
        }
    }
}
