// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.config;

import dev.agentreload.agents.config.ParseCache.CachedAgent;
import dev.agentreload.agents.config.ParseCache.Flag;
import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.core.bind.ConfigSection;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigNull;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ConfigString;
import dev.agentreload.core.config.ProblemCollector;
import dev.agentreload.core.config.SourcePosition;
import dev.agentreload.models.ResolvedModel;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the agents of one document, one after the other. */
final class AgentReader {

    private final AgentDefaults defaults;
    private final ModelNames names;
    private final AgentsPolicy policy;

    /** Where a problem that explains missing models was reported, agents without a model are not reported too. */
    private final boolean modelsMayBeMissing;

    AgentReader(AgentDefaults defaults, ModelNames names, AgentsPolicy policy, boolean modelsMayBeMissing) {
        this.defaults = defaults;
        this.names = names;
        this.policy = policy;
        this.modelsMayBeMissing = modelsMayBeMissing;
    }

    /**
     * Returns the agent, or empty if it has no id.
     *
     * @param key the key in a map of agents, which is the id; empty in a list
     */
    Optional<CachedAgent> read(String key, ConfigSection section) {
        Optional<AgentId> id = id(key, section);
        Flag flag = Flag.of(section.bool("default").orElseThrow());
        AgentDefinition definition =
                new AgentSection(section, defaults, names, policy).read(id.orElse(AgentId.MAIN), flag);
        String name = id.map(AgentReader::named).orElse("agent");
        checkModel(name, definition, section.path(), section.object().position())
                .filter(problem -> !modelsMayBeMissing)
                .ifPresent(section.problems()::add);
        return id.map(present -> new CachedAgent(resolve(definition), flag));
    }

    /** Returns the agent that there is when none is configured. */
    CachedAgent implicit(ConfigDocument document, ConfigPath path, ProblemCollector problems) {
        AgentDefinition definition = new AgentDefinition(
                AgentId.MAIN,
                Optional.empty(),
                defaults.workspace(),
                defaults.models(),
                defaults.skills(),
                defaults.allowAgents(),
                AgentSettings.of(defaults.settings()));
        checkModel(named(AgentId.MAIN), definition, path, document.nearestPosition(path))
                .filter(problem -> !modelsMayBeMissing)
                .ifPresent(problems::add);
        return new CachedAgent(resolve(definition), Flag.NONE);
    }

    /** Looks up an earlier agent's models again; empty if something must be said about one, for which it must be read. */
    Optional<CachedAgent> again(CachedAgent earlier) {
        AgentDefinition definition = earlier.agent().definition();
        if (!definition.models().values().stream().allMatch(names::areListed)) {
            return Optional.empty();
        }
        ResolvedAgent agent = resolve(definition);
        return Optional.of(agent.equals(earlier.agent()) ? earlier : new CachedAgent(agent, earlier.flag()));
    }

    private ResolvedAgent resolve(AgentDefinition definition) {
        Map<ModelRole, List<ResolvedModel>> models = new EnumMap<>(ModelRole.class);
        definition.models().forEach((role, choice) -> models.put(role, names.resolve(choice)));
        return new ResolvedAgent(definition, models);
    }

    private static String named(AgentId id) {
        return "agent [" + id + "]";
    }

    private static Optional<ConfigProblem> checkModel(
            String name, AgentDefinition definition, ConfigPath path, SourcePosition position) {
        return definition.models(ModelRole.CHAT).primary().isPresent()
                ? Optional.empty()
                : Optional.of(ConfigProblem.error(
                        path,
                        position,
                        name + " has no model",
                        "give it one, or all agents in [agents.defaults.model]"));
    }

    private static Optional<AgentId> id(String key, ConfigSection section) {
        Optional<String> written = section.string("id");
        String text = key.isEmpty() ? written.orElse("") : key;
        Optional<AgentId> id = AgentId.normalize(text);
        if (text.isBlank()) {
            missingId(section);
        } else if (id.isEmpty()) {
            section.error("id", "agent id [" + text + "] has nothing that is kept", "expected letters a-z or digits");
        }
        return id;
    }

    /** An id of another kind has its problem already, and one under the key that bindings have for it is a known mistake. */
    private static void missingId(ConfigSection section) {
        boolean there = section.object()
                .find("id")
                .filter(node -> !(node instanceof ConfigString || node instanceof ConfigNull))
                .isPresent();
        boolean elsewhere = section.hasMistake("agentId");
        if (!there) {
            section.error(
                    elsewhere ? "agentId" : "id",
                    "an agent without an id",
                    elsewhere ? "it is written [id] here" : "expected a name");
        }
    }
}
