// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.config;

import dev.agentreload.agents.config.ParseCache.Flag;
import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.core.bind.ConfigSection;
import dev.agentreload.core.config.ConfigArray;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigNull;
import dev.agentreload.core.config.ConfigObject;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ConfigString;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads one agent, or the defaults, which have the same keys but no identity. */
final class AgentSection {

    private static final String MODEL = "model";
    private static final String MODEL_NAME = "modelName";
    private static final String ALLOW_AGENTS = "allowAgents";
    private static final String FALLBACKS = "fallbacks";

    private final ConfigSection section;
    private final AgentDefaults inherited;
    private final ModelNames names;
    private final AgentsPolicy policy;

    /** Each is opened once: a section remembers which of its keys were read. */
    private final Map<String, ConfigSection> objects = new HashMap<>();

    AgentSection(ConfigSection section, AgentDefaults inherited, ModelNames names, AgentsPolicy policy) {
        this.section = section;
        this.inherited = inherited;
        this.names = names;
        this.policy = policy;
        for (String object : AgentKeys.OBJECTS) {
            section.section(object).ifPresent(found -> objects.put(object, found));
        }
    }

    AgentDefinition read(AgentId id, Flag flag) {
        AgentDefaults own = readOwn();
        return new AgentDefinition(
                id,
                section.string("name"),
                own.workspace().or(() -> inherited.workspaceOf(id, flag)),
                own.models(),
                own.skills(),
                own.allowAgents(),
                AgentSettings.of(own.settings()));
    }

    /** Reads what can stand in the defaults too; the workspace is the own one, all else has the inherited beneath. */
    AgentDefaults readOwn() {
        AgentDefaults own = new AgentDefaults(
                section.string("workspace").map(String::strip).filter(text -> !text.isEmpty()),
                models(),
                section.node("skills").isPresent() ? Optional.of(section.strings("skills")) : inherited.skills(),
                allowAgents(),
                new SettingsReader(section, objects).read(inherited.settings()));
        section.reportUnknownKeys(policy.strictness().severity());
        objects.values()
                .forEach(object -> object.reportUnknownKeys(policy.strictness().severity()));
        return own;
    }

    private Map<ModelRole, ModelChoice> models() {
        Map<ModelRole, ModelChoice> models = new EnumMap<>(ModelRole.class);
        put(models, ModelRole.CHAT, choice(ModelRole.CHAT, section, modelKey(), "modelFallbacks"));
        put(models, ModelRole.IMAGE, choice(ModelRole.IMAGE, section, "imageModel", "imageModelFallbacks"));
        put(models, ModelRole.SUBAGENT, choiceIn("subagents", ModelRole.SUBAGENT, MODEL));
        put(models, ModelRole.LIGHT, choiceIn("routing", ModelRole.LIGHT, "lightModel"));
        return models;
    }

    private static void put(Map<ModelRole, ModelChoice> models, ModelRole role, ModelChoice choice) {
        if (!choice.equals(ModelChoice.none())) {
            models.put(role, choice);
        }
    }

    /** Old files have two keys for the model, of which this one has the last word. */
    private String modelKey() {
        Optional<ConfigNode> name = section.node(MODEL_NAME);
        Optional<ConfigNode> model = section.node(MODEL);
        boolean named = name.isPresent() && !isBlank(name.get());
        if (named && model.isPresent() && !model.equals(name)) {
            doubt(section, MODEL, "this model is not used", "[" + section.pathOf(MODEL_NAME) + "] names another");
        }
        return named ? MODEL_NAME : MODEL;
    }

    private static boolean isBlank(ConfigNode node) {
        return node instanceof ConfigString text && text.value().isBlank();
    }

    private ModelChoice choiceIn(String object, ModelRole role, String key) {
        ConfigSection found = objects.get(object);
        return found == null ? inherited.models(role) : choice(role, found, key, FALLBACKS);
    }

    /** A string takes the place of the inherited primary alone; of an object, each part that is there. */
    private ModelChoice choice(ModelRole role, ConfigSection place, String key, String fallbacks) {
        ModelChoice above = inherited.models(role);
        if (place.node(key).filter(ConfigObject.class::isInstance).isEmpty()) {
            return new ModelChoice(name(place, key).or(above::primary), names(place, above, fallbacks));
        }
        ConfigSection object = place.section(key).orElseThrow();
        ModelChoice choice =
                new ModelChoice(name(object, "primary").or(above::primary), names(object, above, FALLBACKS));
        object.reportUnknownKeys(policy.strictness().severity());
        return choice;
    }

    private Optional<String> name(ConfigSection place, String key) {
        if (place.object().find(key).filter(ConfigNull.class::isInstance).isPresent()) {
            doubt(place, key, "null is no model", "the inherited one is used; leave the key out for that");
        }
        Optional<String> name = place.string(key).map(String::strip).filter(text -> !text.isEmpty());
        name.ifPresent(text -> names.check(text, place.pathOf(key), place.positionOf(key), place.problems()));
        return name;
    }

    private List<String> names(ConfigSection place, ModelChoice above, String key) {
        if (!(place.node(key).orElse(null) instanceof ConfigArray array)) {
            place.strings(key);
            return above.fallbacks();
        }
        List<String> texts = place.strings(key);
        for (int i = 0; i < array.size(); i++) {
            if (array.element(i) instanceof ConfigString text) {
                names.check(text.value(), place.pathOf(key).index(i), text.position(), place.problems());
            }
        }
        return texts;
    }

    private List<String> allowAgents() {
        ConfigSection subagents = objects.get("subagents");
        if (subagents == null || subagents.node(ALLOW_AGENTS).isEmpty()) {
            return inherited.allowAgents();
        }
        List<String> ids = new ArrayList<>();
        for (String text : subagents.strings(ALLOW_AGENTS)) {
            Optional<String> id = text.equals(AgentDefinition.ANY_AGENT)
                    ? Optional.of(text)
                    : AgentId.normalize(text).map(AgentId::value);
            if (id.isEmpty()) {
                doubt(subagents, ALLOW_AGENTS, "[" + text + "] is no agent id", "");
            } else if (ids.contains(id.get())) {
                doubt(subagents, ALLOW_AGENTS, "agent [" + text + "] is named twice", "");
            } else {
                ids.add(id.get());
            }
        }
        return ids;
    }

    private void doubt(ConfigSection place, String key, String message, String hint) {
        place.problems()
                .add(ConfigProblem.error(place.pathOf(key), place.positionOf(key), message, hint)
                        .withSeverity(policy.strictness().severity()));
    }
}
