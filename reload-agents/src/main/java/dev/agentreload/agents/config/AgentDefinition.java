// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.config;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Maps;
import dev.agentreload.agents.routing.AgentId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the configuration says about one agent, after inheritance from {@code agents.defaults}. Two equal definitions make
 * agents that behave alike, as far as the configuration goes; that an agent is the default one is no part of it.
 * <em>Immutable.</em>
 *
 * @param id the normalised id
 * @param name what people read, if the configuration says so
 * @param workspace the directory of the agent as the configuration writes it, {@code ~} not expanded; see
 *     {@link AgentsConfig} for the one it gets when it has none of its own
 * @param models what it uses models for; only what it has a choice for
 * @param skills the skills it may use; empty if it may use all
 * @param allowAgents the agents it may call as sub-agents, by normalised id, or {@code *} for all
 * @param settings everything else
 */
public record AgentDefinition(
        AgentId id,
        Optional<String> name,
        Optional<String> workspace,
        Map<ModelRole, ModelChoice> models,
        Optional<List<String>> skills,
        List<String> allowAgents,
        AgentSettings settings) {

    /** Stands for all agents in {@code allowAgents}, if it is written exactly so. */
    static final String ANY_AGENT = "*";

    /** Copies the collections. */
    public AgentDefinition {
        requireNonNull(id, "id");
        requireNonNull(name, "name");
        requireNonNull(workspace, "workspace");
        requireNonNull(settings, "settings");
        models = Maps.immutableEnumMap(models);
        skills = skills.map(ImmutableList::copyOf);
        allowAgents = ImmutableList.copyOf(allowAgents);
    }

    /** Returns the choice for this purpose, which may be of no model. */
    public ModelChoice models(ModelRole role) {
        requireNonNull(role, "role");
        return models.getOrDefault(role, ModelChoice.none());
    }

    /** Returns whether the agent may call this one as a sub-agent, whether or not that exists. */
    public boolean mayCall(AgentId agent) {
        requireNonNull(agent, "agent");
        return allowAgents.contains(ANY_AGENT) || allowAgents.contains(agent.value());
    }
}
