// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.chat;

import com.google.common.collect.Collections2;
import dev.agentreload.agents.config.AgentsConfig;
import dev.agentreload.agents.config.ParsedAgents;
import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.core.bind.ConfigKey;
import dev.agentreload.core.bind.ConfigSection;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.examples.gateway.config.Texts;
import dev.agentreload.examples.gateway.provider.HostPolicy;
import java.util.Optional;
import java.util.Set;

/**
 * The agents that sections of the host can name.
 *
 * @param known the ids of all agents that can be read, in the order of the configuration; empty if none can
 * @param standard the agent that answers what no binding claims
 */
public record AgentNames(Set<AgentId> known, AgentId standard) {

    private static final String NAME = "agentId";

    /** The key that names an agent. */
    public static final ConfigKey KEY =
            ConfigKey.string(NAME, "the agent that receives it; the one it is routed to where it is absent");

    /** Returns the agents of a document. */
    public static AgentNames of(ConfigDocument document) {
        ParsedAgents reading = AgentsConfig.read(document, HostPolicy.AGENTS);
        return new AgentNames(reading.ids(), reading.defaultAgent());
    }

    /** Reads the agent that a section names. Warns if there is no such agent; another one answers then. */
    public Optional<AgentId> read(ConfigSection section) {
        Optional<String> name = section.string(NAME);
        Optional<AgentId> id = name.flatMap(AgentId::normalize);
        if (name.isPresent() && !known.isEmpty() && id.filter(known::contains).isEmpty()) {
            section.warning(
                    NAME,
                    "unknown agent " + Texts.shown(section, NAME),
                    ConfigProblem.didYouMean(name.get(), Collections2.transform(known, AgentId::value)));
        }
        return id;
    }
}
