// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.stateful;

import java.io.IOException;

/** Throws what host code of every kind throws. */
final class Thrown {

    private static final int LONG = 5_000;

    private Thrown() {}

    /** Throws what a fault of this kind throws, if it throws at all. */
    static void by(Fault.Kind kind, String secret) throws Exception {
        switch (kind) {
            case EXCEPTION -> throw new IOException("no route to host");
            case ASSERTION_ERROR -> throw new AssertionError("a host's assertion");
            case STACK_OVERFLOW -> throw new StackOverflowError("a host's recursion");
            case SECRET -> throw new IOException("the provider refused " + secret, new IOException("key " + secret));
            case LONG_CHAIN -> throw new IOException("gave up", chain());
            case CYCLIC_CHAIN -> throw cycle();
            case CAUSE_THROWS -> throw new CauseThrows();
            case NULL, INTERRUPT, HANG, LATE, GIVES_UP, REENTRY, REENTRY_ELSEWHERE -> {}
        }
    }

    private static Exception chain() {
        Exception chain = new IOException("connection refused");
        for (int i = 0; i < LONG; i++) {
            chain = new Attempt(chain);
        }
        return chain;
    }

    private static Exception cycle() {
        Exception first = new Exception("first");
        Exception second = new Exception("second", first);
        first.initCause(second);
        return second;
    }

    /** One failed try; without a stack trace, since there are thousands. */
    private static final class Attempt extends Exception {

        private static final long serialVersionUID = 1;

        Attempt(Exception cause) {
            super("attempt failed", cause, false, false);
        }
    }

    private static final class CauseThrows extends RuntimeException {

        private static final long serialVersionUID = 1;

        CauseThrows() {
            super("with a broken cause");
        }

        @Override
        public synchronized Throwable getCause() {
            throw new IllegalStateException("no cause to be had");
        }
    }
}
