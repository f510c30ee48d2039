// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.config;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import dev.agentreload.agents.config.ParseCache.Flag;
import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.models.ModelRef;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What agents inherit. <em>Immutable.</em>
 *
 * @param workspace the directory of the main agent, beside which the others have theirs
 * @param models the choices of models
 * @param skills the skills agents may use; empty if they may use all
 * @param allowAgents the agents that agents may call
 * @param settings everything else
 */
record AgentDefaults(
        Optional<String> workspace,
        Map<ModelRole, ModelChoice> models,
        Optional<List<String>> skills,
        List<String> allowAgents,
        Map<ConfigPath, ConfigNode> settings) {

    static final AgentDefaults NONE = new AgentDefaults(
            Optional.empty(), ImmutableMap.of(), Optional.empty(), ImmutableList.of(), ImmutableMap.of());

    AgentDefaults {
        models = Maps.immutableEnumMap(models);
        skills = skills.map(ImmutableList::copyOf);
        allowAgents = ImmutableList.copyOf(allowAgents);
        settings = ImmutableMap.copyOf(settings);
    }

    ModelChoice models(ModelRole role) {
        return models.getOrDefault(role, ModelChoice.none());
    }

    /** Returns these defaults, with this model if they have none to answer with. */
    AgentDefaults withModel(Optional<ModelRef> model) {
        ModelChoice choice = models(ModelRole.CHAT);
        if (model.isEmpty() || choice.primary().isPresent()) {
            return this;
        }
        Map<ModelRole, ModelChoice> others = new EnumMap<>(ModelRole.class);
        others.putAll(models);
        others.put(ModelRole.CHAT, new ModelChoice(model.map(ModelRef::toString), choice.fallbacks()));
        return new AgentDefaults(workspace, others, skills, allowAgents, settings);
    }

    /** Returns the directory of an agent that names none itself. */
    Optional<String> workspaceOf(AgentId id, Flag flag) {
        return flag == Flag.DEFAULT || id.equals(AgentId.MAIN) ? workspace : workspace.map(path -> sibling(path, id));
    }

    private static String sibling(String path, AgentId id) {
        int end = path.length();
        while (end > 1 && isSeparator(path.charAt(end - 1))) {
            end--;
        }
        int separator = end - 1;
        while (separator >= 0 && !isSeparator(path.charAt(separator))) {
            separator--;
        }
        return path.substring(0, separator + 1) + "workspace-" + id;
    }

    private static boolean isSeparator(char character) {
        return character == '/' || character == '\\';
    }
}
