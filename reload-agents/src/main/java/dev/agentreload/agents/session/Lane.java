// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.session;

import dev.agentreload.agents.routing.SessionKey;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The right to run a turn of one session, which no other turn has until this one is closed. <em>Safe for use by multiple
 * threads.</em>
 */
public final class Lane implements AutoCloseable {

    private final SessionLanes lanes;
    private final SessionKey key;
    private final AtomicBoolean closed = new AtomicBoolean();

    Lane(SessionLanes lanes, SessionKey key) {
        this.lanes = lanes;
        this.key = key;
    }

    /** Returns the session. */
    public SessionKey key() {
        return key;
    }

    /** Lets the next turn begin. May be called on any thread; does nothing the second time. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            lanes.leave(key);
        }
    }

    @Override
    public String toString() {
        return "Lane[" + key + (closed.get() ? ", closed]" : "]");
    }
}
