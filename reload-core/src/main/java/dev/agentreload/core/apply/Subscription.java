// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.apply;

import static java.util.Objects.requireNonNull;

/**
 * The registration of a listener. <em>Safe for use by multiple threads.</em>
 */
public final class Subscription implements AutoCloseable {

    private final ReloadStatus status;
    private final Runnable end;

    /**
     * Creates a subscription.
     *
     * @param status the status of the reloader when it began
     * @param end ends it; called for each {@link #close}
     */
    public Subscription(ReloadStatus status, Runnable end) {
        this.status = requireNonNull(status, "status");
        this.end = requireNonNull(end, "end");
    }

    /** Returns the status of the reloader when the subscription began. */
    public ReloadStatus status() {
        return status;
    }

    /** Returns the number of the first decision that the listener receives. It receives every later one. */
    public long firstSequence() {
        return status.sequence() + 1;
    }

    /** Ends the subscription. A running call continues; no further one begins. Ending it again has no effect. */
    @Override
    public void close() {
        end.run();
    }
}
