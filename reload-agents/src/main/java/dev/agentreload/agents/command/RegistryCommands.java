// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.command;

import com.google.common.collect.ImmutableList;
import dev.agentreload.agents.AgentRegistry;
import dev.agentreload.agents.AgentSnapshot;
import dev.agentreload.agents.config.ResolvedAgent;
import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.agents.routing.Binding;
import dev.agentreload.agents.routing.Route;
import dev.agentreload.agents.routing.SessionKey;
import dev.agentreload.models.Model;
import dev.agentreload.models.ModelCatalog;
import dev.agentreload.models.ModelList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The commands that show agents, models and routes. */
final class RegistryCommands {

    private final AgentRegistry<?> registry;
    private final ModelCatalog catalog;
    private final Function<SessionKey, Optional<String>> chosenModel;

    RegistryCommands(
            AgentRegistry<?> registry, ModelCatalog catalog, Function<SessionKey, Optional<String>> chosenModel) {
        this.registry = registry;
        this.catalog = catalog;
        this.chosenModel = chosenModel;
    }

    List<ChatCommand> all() {
        return ImmutableList.of(
                harmless("list agents", "all agents", call -> agents()),
                harmless("list models", "all models", call -> models()),
                harmless("show agents", "all agents", call -> agents()),
                harmless(
                        "show agent",
                        "the agent that answers here",
                        call -> agent(call.request().agent())),
                harmless("show model", "the model it answers with", call -> model(call.request())),
                harmless(
                        "why",
                        "why this agent answers here",
                        call -> why(call.request().route())));
    }

    private static ChatCommand harmless(String name, String description, ChatCommand.Body body) {
        return ChatCommand.of(name, description, Audience.EVERYONE, body);
    }

    private String agents() {
        AgentSnapshot<?> snapshot = registry.snapshot();
        return ChatText.lines(snapshot.config().agents().stream()
                .map(agent -> agent.id() + " (" + modelName(agent) + ")" + marks(agent, snapshot))
                .toList());
    }

    private static String marks(ResolvedAgent agent, AgentSnapshot<?> snapshot) {
        String reason = snapshot.unavailable().get(agent.id());
        return (agent.id().equals(snapshot.config().defaultAgent()) ? ", default" : "")
                + (reason == null ? "" : ", unavailable: " + reason);
    }

    private String models() {
        ModelList list = catalog.models();
        String models = list.models().isEmpty()
                ? "no model is listed"
                : ChatText.lines(
                        list.models().stream().map(RegistryCommands::line).toList());
        return list.isStale()
                ? models + "\nnot up to date: "
                        + ChatText.names(
                                ImmutableList.copyOf(list.staleProviders().keySet()))
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

    private String model(CommandRequest request) {
        String own = registry.snapshot()
                .config()
                .find(request.agent())
                .map(RegistryCommands::modelName)
                .orElseGet(() -> "no agent has the id [" + request.agent() + "]");
        return chosenModel
                .apply(request.session())
                .map(chosen -> chosen + ", chosen in this conversation; the agent's own is " + own)
                .orElse(own);
    }

    private static String why(Route route) {
        Optional<String> binding = route.binding().map(Binding::path).map(Object::toString);
        return binding.map(path -> route.agentId() + " answers here because of " + path + " ("
                        + route.matchedBy().id() + ")"
                        + route.missingAgent()
                                .map(missing -> ", in place of the agent [" + missing + "], which does not exist")
                                .orElse(""))
                .orElseGet(() -> route.agentId() + " answers here because no binding matches and it is the default");
    }

    private static String modelName(ResolvedAgent agent) {
        return agent.model().ref().toString();
    }
}
