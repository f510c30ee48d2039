// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.chat;

import dev.agentreload.agents.AgentRegistry;
import dev.agentreload.agents.command.ChatCommand;
import dev.agentreload.agents.command.CommandCall;
import dev.agentreload.models.ModelCatalog;
import dev.agentreload.models.ModelResolution;
import java.util.List;

/** Has another model answer in the conversation in which it is typed, and in no other. */
public final class SwitchModelCommand implements ChatCommand {

    private final AgentRegistry<?> registry;
    private final ModelCatalog catalog;
    private final ModelOverrides overrides;

    /** Creates the command that can choose among these models. */
    public SwitchModelCommand(AgentRegistry<?> registry, ModelCatalog catalog, ModelOverrides overrides) {
        this.registry = registry;
        this.catalog = catalog;
        this.overrides = overrides;
    }

    @Override
    public String name() {
        return "switch model";
    }

    @Override
    public String arguments() {
        return "to <name>";
    }

    @Override
    public String description() {
        return "let another model answer in this conversation";
    }

    @Override
    public String answer(CommandCall call) {
        List<String> words = call.arguments();
        return words.size() == 2 && words.get(0).equalsIgnoreCase("to")
                ? switchTo(words.get(1), call)
                : "usage: /switch model to <name>";
    }

    /** What the configuration does not list a provider may still say it has. */
    private String switchTo(String name, CommandCall call) {
        ModelResolution found = registry.snapshot().config().models().resolve(name);
        if (found instanceof ModelResolution.Listed listed) {
            return switched(listed, call);
        }
        if (found instanceof ModelResolution.Unlisted unlisted) {
            return catalog.find(unlisted.model().ref()).isPresent()
                    ? switched(unlisted, call)
                    : refused(unlisted.message(), unlisted.hint());
        }
        ModelResolution.Unknown unknown = (ModelResolution.Unknown) found;
        return refused(unknown.message(), unknown.hint());
    }

    private String switched(ModelResolution found, CommandCall call) {
        overrides.put(call.request().session(), found);
        return found.findModel().orElseThrow().ref() + " answers in this conversation now, until /clear or a restart";
    }

    private static String refused(String message, String hint) {
        return hint.isEmpty() ? message : message + "; " + hint;
    }
}
