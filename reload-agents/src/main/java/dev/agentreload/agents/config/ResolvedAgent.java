// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.config;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Maps;
import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.models.ModelTarget;
import dev.agentreload.models.ResolvedModel;
import java.util.List;
import java.util.Map;

/**
 * The definition of an agent, with everything that the names in it stand for: all that an {@code AgentFactory} needs. Two
 * equal ones make agents that behave alike, so an agent is rebuilt exactly if this is no longer equal.
 * <em>Immutable.</em>
 *
 * @param definition what the configuration says about the agent
 * @param models its models by purpose, those to try first first; chat has at least one
 */
public record ResolvedAgent(AgentDefinition definition, Map<ModelRole, List<ResolvedModel>> models) {

    /** Copies the map. */
    public ResolvedAgent {
        requireNonNull(definition, "definition");
        models = Maps.immutableEnumMap(Maps.transformValues(models, ImmutableList::copyOf));
    }

    /** Returns the agent's id. */
    public AgentId id() {
        return definition.id();
    }

    /** Returns the model it answers with. */
    public ResolvedModel model() {
        return models(ModelRole.CHAT).get(0);
    }

    /** Returns the models to answer with when {@link #model()} fails, in the order in which to try them. */
    public List<ResolvedModel> fallbacks() {
        List<ResolvedModel> chain = models(ModelRole.CHAT);
        return chain.subList(1, chain.size());
    }

    /** Returns the models for this purpose, those to try first first; empty if there are none. */
    public List<ResolvedModel> models(ModelRole role) {
        requireNonNull(role, "role");
        return models.getOrDefault(role, ImmutableList.of());
    }

    /** Returns where calls of this agent can go: the targets of all its models, by purpose, those to try first first. */
    public List<ModelTarget> targets() {
        return models.values().stream()
                .flatMap(List::stream)
                .flatMap(model -> model.targets().stream())
                .collect(ImmutableList.toImmutableList());
    }
}
