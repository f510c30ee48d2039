// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.config;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.agents.routing.Router;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.InvalidConfigException;
import dev.agentreload.core.config.Parsed;
import dev.agentreload.core.config.Strictness;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The outcome of reading the agents of a configuration. It has more than a {@link Parsed}: the ids of the agents are known even if the
 * agents are refused, so that bindings are checked in the same reading.
 */
public sealed interface ParsedAgents {

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

    /** Returns the policy under which they were read. */
    AgentsPolicy policy();

    /**
     * Reads bindings and sessions of the same document, under the same policy: if it is strict, each warning is an error. If no agent
     * could be read, the agents that bindings name are not checked, and only errors are reported.
     */
    default Parsed<Router> routing(ConfigDocument document) {
        return ids().isEmpty()
                ? checked(
                        Router.read(document, ImmutableSet.of(defaultAgent()), defaultAgent()), ConfigProblem::isError)
                : checked(Router.read(document, ids(), defaultAgent()), problem -> true);
    }

    /**
     * Reads bindings and sessions as {@link #routing(ConfigDocument)} does. Sections that did not change are not read again.
     *
     * @param previous a router of an earlier document
     */
    default Parsed<Router> routing(ConfigDocument document, Router previous) {
        return ids().isEmpty()
                ? routing(document)
                : checked(Router.read(document, ids(), defaultAgent(), previous), problem -> true);
    }

    private Parsed<Router> checked(Parsed<Router> routing, Predicate<ConfigProblem> reported) {
        boolean strict = policy().strictness() == Strictness.STRICT;
        List<ConfigProblem> problems = routing.problems().stream()
                .filter(reported)
                .map(problem -> strict ? problem.withSeverity(ConfigProblem.Severity.ERROR) : problem)
                .toList();
        return routing instanceof Parsed.Success<Router> read
                        && problems.stream().noneMatch(ConfigProblem::isError)
                ? new Parsed.Success<>(read.value(), problems)
                : new Parsed.Refused<>(problems);
    }

    /**
     * The agents can be used.
     *
     * @param config what the configuration says
     * @param problems the warnings
     */
    record Success(AgentsConfig config, List<ConfigProblem> problems) implements ParsedAgents {

        /** Copies the list. */
        public Success {
            problems = ImmutableList.copyOf(problems);
        }

        @Override
        public AgentsConfig orThrow() {
            return config;
        }

        @Override
        public AgentsPolicy policy() {
            return config.policy();
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
     * @param policy the policy under which they were read
     */
    record Refused(List<ConfigProblem> problems, Set<AgentId> ids, AgentId defaultAgent, AgentsPolicy policy)
            implements ParsedAgents {

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
