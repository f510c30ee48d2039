// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents;

import static java.util.Objects.requireNonNull;

import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.agents.routing.Route;
import dev.agentreload.agents.routing.SessionKey;
import dev.agentreload.core.lease.Lease;
import java.util.Optional;

/**
 * One turn of a conversation: the agent that answers, and the whole generation it belongs to. Until the lease is closed none of
 * its agents is, whatever is reloaded meanwhile, and sub-agents come from the same generation.
 *
 * <p>Must be closed, on any thread. <em>Safe for use by multiple threads.</em>
 *
 * @param <A> the host's type of agent
 */
public final class TurnLease<A> implements AutoCloseable {

    private final Lease<AgentSnapshot<A>> lease;
    private final Route route;
    private final SessionKey sessionKey;

    TurnLease(Lease<AgentSnapshot<A>> lease, Route route, SessionKey sessionKey) {
        this.lease = lease;
        this.route = route;
        this.sessionKey = sessionKey;
    }

    /** Returns who answers, and why. */
    public Route route() {
        return route;
    }

    /** Returns the key of the conversation. */
    public SessionKey sessionKey() {
        return sessionKey;
    }

    /**
     * Returns the agent that answers.
     *
     * @throws IllegalStateException if this lease is closed
     * @throws AgentUnavailableException if the agent could not be built, in a host that {@linkplain
     *     AgentRegistry.Builder#allowUnavailableAtStart starts without it}
     */
    public A agent() {
        return lease.value().require(route.agentId());
    }

    /**
     * Returns another agent of the same generation, to be used within this turn; empty if there is none or it is unavailable.
     *
     * @throws IllegalStateException if this lease is closed
     */
    public Optional<A> agent(AgentId id) {
        requireNonNull(id, "id");
        return lease.value().find(id);
    }

    /**
     * Returns the generation: its document, its revision, its agents.
     *
     * @throws IllegalStateException if this lease is closed
     */
    public AgentSnapshot<A> snapshot() {
        return lease.value();
    }

    /** Returns whether the generation is replaced, so that long turns can wind down. */
    public boolean isRetired() {
        return lease.isRetired();
    }

    /**
     * Has the callback run on the host's executor, once, when the generation is replaced; at once if it is. The end of the turn
     * ends that too. A long stream learns that way that it should come to an end.
     *
     * @throws IllegalStateException if this lease is closed
     */
    public void onRetired(Runnable callback) {
        requireNonNull(callback, "callback");
        lease.onRetired(callback);
    }

    /** Ends the turn. Never blocks; a second close does nothing. */
    @Override
    public void close() {
        lease.close();
    }
}
