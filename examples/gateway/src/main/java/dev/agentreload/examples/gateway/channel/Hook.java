// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.channel;

import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.agents.routing.PeerKind;
import dev.agentreload.agents.routing.RouteRequest;
import dev.agentreload.core.bind.ConfigKey;
import dev.agentreload.core.bind.ConfigSection;
import dev.agentreload.core.bind.SectionKeys;
import dev.agentreload.examples.gateway.chat.AgentNames;
import dev.agentreload.examples.gateway.chat.Message;
import dev.agentreload.examples.gateway.config.Texts;
import java.util.Optional;

/**
 * What becomes of a call to {@code /hooks/NAME}.
 *
 * @param name the end of the path
 * @param agent the agent that receives it; empty for the one it is routed to
 * @param text the text it receives, before the body of the call
 */
public record Hook(String name, Optional<AgentId> agent, String text) {

    static final SectionKeys KEYS = SectionKeys.of(
            AgentNames.KEY, ConfigKey.string("message", "what the agent is told before the body of the call"));

    static Hook read(String name, ConfigSection section, AgentNames agents) {
        return new Hook(name, agents.read(section), Texts.require(section, "message"));
    }

    /** Returns the message of a call with this body to the agent. */
    public Message message(String body) {
        RouteRequest from =
                RouteRequest.builder(Hooks.NAME).peer(PeerKind.DIRECT, name).build();
        return new Message(from, agent, body.isBlank() ? text : text + "\n" + body);
    }
}
