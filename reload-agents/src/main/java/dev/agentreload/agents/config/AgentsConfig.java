// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.config;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Iterables;
import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.agents.routing.Router;
import dev.agentreload.core.bind.SectionKeys;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.models.ModelsConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The agents that a configuration defines, with their models resolved.
 *
 * <p>Agents are in the list {@code agents.list}, each with its {@code id}, or in the map {@code agents.entries}, and
 * inherit from {@code agents.defaults}. An empty list gives one agent, {@code main}. A model given as a string, or as an
 * object without {@code fallbacks}, inherits the fallbacks of the defaults; {@code "fallbacks": []} has none. An agent
 * without a workspace gets the one of the defaults if it is {@code main} or flagged as the default agent, and
 * {@code workspace-<id>} beside it otherwise. Keys are written in camel case or, as in older files, with underscores.
 *
 * <p>The default agent is the one flagged {@code "default": true}, else the first of the list; in the map it is
 * {@code main} if none is flagged, else the first, with a warning. The same holds with {@code ownership: "explicit"}, where
 * OpenClaw has no default agent. Heartbeats are no part of an agent.
 *
 * <p><em>Immutable; safe for use by multiple threads.</em>
 */
public final class AgentsConfig {

    private final ImmutableMap<AgentId, ResolvedAgent> agents;

    /** The same instance as long as the same agents are in the same order. */
    private final Set<AgentId> ids;

    private final AgentId defaultAgent;
    private final ParseCache memory;

    private AgentsConfig(
            ImmutableMap<AgentId, ResolvedAgent> agents, Set<AgentId> ids, AgentId defaultAgent, ParseCache memory) {
        this.agents = agents;
        this.ids = ids;
        this.defaultAgent = defaultAgent;
        this.memory = memory;
    }

    static AgentsConfig of(
            Map<AgentId, ResolvedAgent> agents,
            AgentId defaultAgent,
            ParseCache memory,
            Optional<AgentsConfig> previous) {
        ImmutableMap<AgentId, ResolvedAgent> copy = ImmutableMap.copyOf(agents);
        Set<AgentId> ids = previous.map(AgentsConfig::ids)
                .filter(earlier -> Iterables.elementsEqual(earlier, copy.keySet()))
                .orElse(copy.keySet());
        return new AgentsConfig(copy, ids, defaultAgent, memory);
    }

    /**
     * Returns the keys at the root of a document that are read for agents, their models, bindings and sessions, with the sections below
     * them. Keys and sections that the host declares in the policy are accepted.
     */
    public static SectionKeys keys(AgentsPolicy policy) {
        return policy.keys().and(ModelsConfig.keys(policy.models())).and(Router.keys());
    }

    /** Reads the agents of a document, and the models they use, with {@link AgentsPolicy#standard()}. */
    public static ParsedAgents read(ConfigDocument document) {
        return read(document, AgentsPolicy.standard());
    }

    /**
     * Reads the agents of a document, and the models they use. All problems are reported at once; the result is refused if one
     * of them is an error.
     */
    public static ParsedAgents read(ConfigDocument document, AgentsPolicy policy) {
        requireNonNull(document, "document");
        requireNonNull(policy, "policy");
        return new AgentsReader(document, policy, Optional.empty()).read();
    }

    /**
     * Reads the agents of the next document. What stands there with the content it had before is not read again and gives
     * the same instances; the rest takes a time in proportion to the number of agents, and little of it.
     *
     * @param previous what an earlier document with fingerprints of the same key said
     */
    public static ParsedAgents read(ConfigDocument document, AgentsPolicy policy, AgentsConfig previous) {
        requireNonNull(document, "document");
        requireNonNull(policy, "policy");
        requireNonNull(previous, "previous");
        return new AgentsReader(document, policy, Optional.of(previous)).read();
    }

    /** Returns all agents, in the order of the configuration. */
    public List<ResolvedAgent> agents() {
        return agents.values().asList();
    }

    /** Returns the ids of all agents, in the order of the configuration. */
    public Set<AgentId> ids() {
        return ids;
    }

    /** Returns the agent with this id. */
    public Optional<ResolvedAgent> find(AgentId id) {
        requireNonNull(id, "id");
        return Optional.ofNullable(agents.get(id));
    }

    /** Returns the id of the agent that answers what no binding claims. */
    public AgentId defaultAgent() {
        return defaultAgent;
    }

    /** Returns the models that the configuration defines. */
    public ModelsConfig models() {
        return memory.models().orThrow();
    }

    /** Returns the policy under which the document was read. */
    public AgentsPolicy policy() {
        return memory.policy();
    }

    ParseCache memory() {
        return memory;
    }

    /** Returns how many agents there are, and no content. */
    @Override
    public String toString() {
        return "AgentsConfig[" + agents.size() + " agents, default " + defaultAgent + "]";
    }
}
