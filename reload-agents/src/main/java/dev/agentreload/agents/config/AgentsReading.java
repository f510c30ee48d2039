// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.config;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.agents.routing.RoutingConfig;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.InvalidConfigException;
import java.util.List;
import java.util.Set;

/** What became of reading the agents of a configuration. */
public sealed interface AgentsReading {

    /**
     * Returns the agents.
     *
     * @throws InvalidConfigException if there are none to use
     */
    AgentsConfig orThrow();

    /** Returns all problems and warnings, about agents and about models, in the order of the file. */
    List<ConfigProblem> problems();

    /** Returns the ids of all agents that could be read, in the order of the file, whatever else is wrong with them. */
    Set<AgentId> ids();

    /** Returns the agent that answers what no binding claims. */
    AgentId defaultAgent();

    /**
     * Reads who answers what from the same document. If no agent could be read, whom a binding names is not judged, and nothing but
     * errors is reported.
     */
    default RoutingConfig routing(ConfigDocument document) {
        return ids().isEmpty()
                ? RoutingConfig.read(document, ImmutableSet.of(defaultAgent()), defaultAgent())
                        .withErrorsAlone()
                : RoutingConfig.read(document, ids(), defaultAgent());
    }

    /**
     * The agents can be used.
     *
     * @param config what the configuration says
     * @param problems the warnings
     */
    record Read(AgentsConfig config, List<ConfigProblem> problems) implements AgentsReading {

        /** Copies the list. */
        public Read {
            problems = ImmutableList.copyOf(problems);
        }

        @Override
        public AgentsConfig orThrow() {
            return config;
        }

        @Override
        public Set<AgentId> ids() {
            return config.ids();
        }

        @Override
        public AgentId defaultAgent() {
            return config.defaultAgent();
        }
    }

    /**
     * The agents cannot be used.
     *
     * @param problems all that is wrong, and the warnings
     * @param ids the ids of the agents that could be read
     * @param defaultAgent which of them is the default agent; {@code main} if there are none
     */
    record Refused(List<ConfigProblem> problems, Set<AgentId> ids, AgentId defaultAgent) implements AgentsReading {

        /** Copies the collections. */
        public Refused {
            problems = ImmutableList.copyOf(problems);
            ids = ImmutableSet.copyOf(ids);
        }

        @Override
        public AgentsConfig orThrow() {
            throw new InvalidConfigException(problems);
        }
    }
}
