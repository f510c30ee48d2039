// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.lease;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts how often it is closed, and shows a secret in its text. */
final class FakeResource implements AutoCloseable {

    static final String SECRET = "sk-sentinel";

    private final AtomicInteger closes = new AtomicInteger();

    int closes() {
        return closes.get();
    }

    @Override
    public void close() {
        closes.incrementAndGet();
    }

    @Override
    public String toString() {
        return "client with key " + SECRET;
    }
}
