package dev.agentreload.agents.command;

import com.google.common.collect.ImmutableList;
import dev.agentreload.agents.AgentRegistry;
import dev.agentreload.agents.AgentSnapshot;
import dev.agentreload.agents.config.ResolvedAgent;
import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.models.Model;
import dev.agentreload.models.ModelCatalog;
import dev.agentreload.models.ModelList;
import java.util.List;
import java.util.stream.Collectors;

/** The commands that show agents and models. */
final class RegistryCommands {

    private final AgentRegistry<?> registry;
    private final ModelCatalog catalog;

    RegistryCommands(AgentRegistry<?> registry, ModelCatalog catalog) {
        this.registry = registry;
        this.catalog = catalog;
    }

    List<ChatCommand> all() {
        return ImmutableList.of(
                BuiltInCommand.harmless("list agents", "all agents", call -> agents()),
                BuiltInCommand.harmless("list models", "all models", call -> models()),
                BuiltInCommand.harmless("show agents", "all agents", call -> agents()),
                BuiltInCommand.harmless(
                        "show agent",
                        "the agent that answers here",
                        call -> agent(call.request().agent())),
                BuiltInCommand.harmless(
                        "show model",
                        "the model it answers with",
                        call -> model(call.request().agent())));
    }

    private String agents() {
        AgentSnapshot<?> snapshot = registry.snapshot();
        return snapshot.config().agents().stream()
                .map(agent -> agent.id() + " (" + modelName(agent) + ")" + defaultMark(agent, snapshot))
                .collect(Collectors.joining("\n"));
    }

    private static String defaultMark(ResolvedAgent agent, AgentSnapshot<?> snapshot) {
        return agent.id().equals(snapshot.config().defaultAgent()) ? ", default" : "";
    }

    private String models() {
        ModelList list = catalog.models();
        String models = list.models().isEmpty()
                ? "no model is listed"
                : list.models().stream().map(RegistryCommands::line).collect(Collectors.joining("\n"));
        return list.isStale()
                ? models + "\nnot up to date: " + list.staleProviders().keySet()
                : models;
    }

    private static String line(Model model) {
        return model.aliases().isEmpty() ? model.ref().toString() : model.ref() + " " + model.aliases();
    }

    private String agent(AgentId id) {
        return registry.snapshot()
                .config()
                .find(id)
                .map(agent -> agent.id()
                        + agent.definition()
                                .name()
                                .map(name -> " (" + name + ")")
                                .orElse("") + ", model " + modelName(agent))
                .orElseGet(() -> "no agent has the id [" + id + "]");
    }

    private String model(AgentId id) {
        return registry.snapshot()
                .config()
                .find(id)
                .map(RegistryCommands::modelName)
                .orElseGet(() -> "no agent has the id [" + id + "]");
    }

    private static String modelName(ResolvedAgent agent) {
        return agent.model().ref().toString();
    }
}
