// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.routing;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.bind.SectionKeys;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.InvalidConfigException;
import dev.agentreload.core.config.Strictness;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What became of reading the {@code bindings} and {@code session} of a document.
 *
 * <p>A binding to an agent that does not exist is a warning, as is one that can never claim a message and a key that
 * nobody reads; hosts that want to be strict refuse a configuration with warnings. A binding without agent or channel, a
 * value of the wrong kind and an unknown session scope are errors.
 */
public sealed interface RoutingConfig {

    /**
     * Returns the keys at the root of a document that are read for bindings and sessions, with the sections below them; what else a
     * document has is for other readers.
     */
    static SectionKeys keys() {
        return RoutingKeys.ROOT;
    }

    /**
     * Reads a document.
     *
     * @param agents all agents there are
     * @param defaultAgent the agent that answers what no binding claims
     * @throws IllegalArgumentException if the default agent is not among the agents
     */
    static RoutingConfig read(ConfigDocument document, Set<AgentId> agents, AgentId defaultAgent) {
        checkAgents(agents, defaultAgent);
        return new RoutingParser(document, agents, defaultAgent).read(Optional.empty());
    }

    /**
     * Reads the next document. Nothing that had the same content before is read again: a section that did not change costs
     * no more than a look at the agents it names, and if nothing changed at all, the result has the same router.
     *
     * @param agents all agents there are
     * @param defaultAgent the agent that answers what no binding claims
     * @param previous a router of an earlier document
     * @throws IllegalArgumentException if the default agent is not among the agents
     */
    static RoutingConfig read(ConfigDocument document, Set<AgentId> agents, AgentId defaultAgent, Router previous) {
        checkAgents(agents, defaultAgent);
        return new RoutingParser(document, agents, defaultAgent).read(Optional.of(previous));
    }

    private static void checkAgents(Set<AgentId> agents, AgentId defaultAgent) {
        checkArgument(agents.contains(defaultAgent), "the default agent [%s] must be one of the agents", defaultAgent);
    }

    /**
     * Returns the router.
     *
     * @throws InvalidConfigException if there is none
     */
    Router orThrow();

    /** Returns this, or a refusal if there are warnings and the policy is strict: each of them is an error then. */
    default RoutingConfig judgedBy(Strictness strictness) {
        return strictness == Strictness.LENIENT || problems().isEmpty()
                ? this
                : new Refused(problems().stream()
                        .map(problem -> problem.withSeverity(ConfigProblem.Severity.ERROR))
                        .toList());
    }

    /** Returns this without its warnings. */
    default RoutingConfig withErrorsAlone() {
        List<ConfigProblem> errors =
                problems().stream().filter(ConfigProblem::isError).toList();
        return this instanceof Read read ? new Read(read.router(), errors) : new Refused(errors);
    }

    /** Returns everything that is wrong or looks wrong, in source order. */
    List<ConfigProblem> problems();

    /**
     * The sections can be used.
     *
     * @param router what they say
     * @param problems what looks wrong, warnings all
     */
    record Read(Router router, List<ConfigProblem> problems) implements RoutingConfig {

        /** Copies the list. */
        public Read {
            problems = ImmutableList.copyOf(problems);
        }

        @Override
        public Router orThrow() {
            return router;
        }
    }

    /**
     * The sections cannot be used.
     *
     * @param problems all that is wrong, and what looks wrong besides
     */
    record Refused(List<ConfigProblem> problems) implements RoutingConfig {

        /** Copies the list. */
        public Refused {
            problems = ImmutableList.copyOf(problems);
        }

        @Override
        public Router orThrow() {
            throw new InvalidConfigException(problems);
        }
    }
}
