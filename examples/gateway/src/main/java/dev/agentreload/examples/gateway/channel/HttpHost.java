// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.channel;

import dev.agentreload.agents.routing.RouteRequest;
import dev.agentreload.examples.gateway.chat.Reply;
import dev.agentreload.examples.gateway.chat.Turn;
import java.util.concurrent.ScheduledExecutorService;

/** What the HTTP channel asks of its host. Called on the channel's threads, by many at a time. */
public interface HttpHost {

    /** Returns whether there is anybody to answer, and the host does not end. */
    boolean isReady();

    /** Answers a message. */
    Reply answer(RouteRequest sender, String text, Turn turn);

    /** Answers a call of a webhook. */
    Reply answer(Hook hook, String body);

    /**
     * Returns what callers with the token can do.
     *
     * @param actor what the history calls them
     */
    ConfigApi config(String actor);

    /** Returns what runs short tasks at a time. */
    ScheduledExecutorService scheduler();

    /** Returns the host's meters as text for Prometheus. */
    String metrics();
}
