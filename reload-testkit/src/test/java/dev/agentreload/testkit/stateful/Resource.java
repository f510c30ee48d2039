// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.stateful;

import dev.agentreload.testkit.stateful.Violations.Rule;
import java.util.concurrent.atomic.AtomicInteger;

/** Something that must be closed once, after its last user has left. <em>Safe for use by multiple threads.</em> */
final class Resource implements AutoCloseable {

    private final String id;
    private final String part;
    private final String secret;
    private final Faults faults;
    private final Violations violations;
    private final AtomicInteger closes = new AtomicInteger();
    private final AtomicInteger users = new AtomicInteger();
    private volatile boolean published;
    private volatile boolean closed;

    Resource(String id, String part, String secret, Faults faults, Violations violations) {
        this.id = id;
        this.part = part;
        this.secret = secret;
        this.faults = faults;
        this.violations = violations;
    }

    String id() {
        return id;
    }

    String part() {
        return part;
    }

    String secret() {
        return secret;
    }

    /** Returns whether a reader can have seen it. */
    boolean isPublished() {
        return published;
    }

    void publish() {
        published = true;
    }

    boolean isOpen() {
        return !closed;
    }

    boolean isClosing() {
        return closes.get() > 0;
    }

    void use() {
        users.incrementAndGet();
        if (isClosing()) {
            violations.add(Rule.CLOSED_IN_USE, "[%s] was closed before its user left", id);
        }
    }

    void leave() {
        users.decrementAndGet();
    }

    @Override
    public void close() throws Exception {
        int count = closes.incrementAndGet();
        if (count > 1) {
            violations.add(Rule.CLOSED_ONCE, "[%s] is closed %d times", id, count);
        }
        if (users.get() > 0) {
            violations.add(Rule.CLOSED_IN_USE, "[%s] is closed with %d users", id, users.get());
        }
        try (Faults.Call call = faults.enter(part, Fault.Place.CLOSE, secret)) {
            call.before();
        } finally {
            closed = true;
        }
    }

    @Override
    public String toString() {
        return id + (closed ? " closed" : isClosing() ? " closing" : " open");
    }
}
