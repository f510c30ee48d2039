// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents;

import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.core.runtime.CallbackFailures;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A live agent, counted by the generations it belongs to: the last one to release it closes it.
 * <em>Safe for use by multiple threads.</em>
 */
final class BuiltAgent<A> {

    private static final System.Logger LOGGER = System.getLogger(BuiltAgent.class.getPackageName());

    private final AgentId id;
    private final A agent;
    private final AgentFactory<A> factory;

    /** Only a generation that has the agent can pass it on, so the count never comes back from zero. */
    private final AtomicInteger generations = new AtomicInteger(1);

    BuiltAgent(AgentId id, A agent, AgentFactory<A> factory) {
        this.id = id;
        this.agent = agent;
        this.factory = factory;
    }

    AgentId id() {
        return id;
    }

    A agent() {
        return agent;
    }

    /** Counts one more generation. */
    BuiltAgent<A> retain() {
        generations.incrementAndGet();
        return this;
    }

    /** Counts one generation less; closes the agent on this thread, which is the host's, if that was the last. */
    void release() {
        if (generations.decrementAndGet() == 0) {
            close();
        }
    }

    /** Releases all of them in this order, whatever happens to one, and rethrows what a virtual machine cannot survive. */
    static <A> void releaseAll(List<BuiltAgent<A>> agents) {
        CallbackFailures.forEach(agents, BuiltAgent::release);
    }

    private void close() {
        try {
            factory.close(agent);
        } catch (Throwable e) {
            CallbackFailures.keepInterrupt(e);
            report(e);
            CallbackFailures.rethrowIfFatal(e);
        }
    }

    /** Names the type alone, since the message of a host's exception may quote a secret. */
    private void report(Throwable failure) {
        LOGGER.log(
                System.Logger.Level.WARNING,
                "agent [{0}] was not closed cleanly: {1}",
                id,
                failure.getClass().getName());
    }
}
