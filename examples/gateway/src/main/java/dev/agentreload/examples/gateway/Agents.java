// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway;

import dev.agentreload.agents.AgentRegistry;
import dev.agentreload.agents.command.Audience;
import dev.agentreload.agents.command.ChatCommand;
import dev.agentreload.agents.command.CommandCall;
import dev.agentreload.agents.command.CommandGateway;
import dev.agentreload.agents.command.CommandRequest;
import dev.agentreload.agents.session.SessionStoreException;
import dev.agentreload.agents.session.WorkspaceSessions;
import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.examples.gateway.chat.ChatAgent;
import dev.agentreload.examples.gateway.chat.Conversations;
import dev.agentreload.examples.gateway.chat.ModelOverrides;
import dev.agentreload.examples.gateway.chat.SessionFolders;
import dev.agentreload.examples.gateway.chat.SwitchModelCommand;
import dev.agentreload.examples.gateway.chat.TurnLimits;
import dev.agentreload.examples.gateway.provider.ChatProvider;
import dev.agentreload.examples.gateway.provider.ChatProviders;
import dev.agentreload.examples.gateway.provider.HostPolicy;
import dev.agentreload.examples.gateway.provider.ModelTransport;
import dev.agentreload.models.ModelCatalog;
import dev.agentreload.models.ModelsConfig;
import dev.agentreload.models.http.HttpModelSource;
import dev.agentreload.models.provider.ProviderPool;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.Set;

/** What keeps the state: agents, the models that answer for them, and what was said. A reload changes it through its participants. */
final class Agents {

    final ProviderPool<ChatProvider> providers;
    final AgentRegistry<ChatAgent> registry;
    final ModelCatalog catalog;
    final WorkspaceSessions sessions;
    final Conversations conversations;
    final HttpClient client;
    private final ModelOverrides overrides;

    /**
     * Composes them, with nothing in them yet.
     *
     * @param base what workspaces are relative to
     * @param folder where agents without a workspace keep their sessions
     * @param enabled whether agents are asked something before they serve
     */
    Agents(Path base, Path folder, GatewayThreads threads, Set<GatewaySwitch> enabled) {
        HostRuntime runtime = threads.runtime();
        client = HttpClient.newBuilder().executor(threads.transport).build();
        providers = ProviderPool.builder(new ChatProviders(new ModelTransport(client, threads.scheduler)), runtime)
                .build();
        AgentRegistry.Builder<ChatAgent> agents =
                AgentRegistry.builder(providers, ChatAgent::new, runtime).policy(HostPolicy.AGENTS);
        if (enabled.contains(GatewaySwitch.PROBES)) {
            agents.probe((definition, agent) -> agent.probe());
        }
        registry = agents.build();
        catalog = ModelCatalog.builder(runtime)
                .source(HttpModelSource.openAiCompatible(client, runtime).build())
                .source(HttpModelSource.ollama(client, runtime).build())
                .build(ModelsConfig.empty(registry.policy().models()));
        sessions = WorkspaceSessions.create(
                new SessionFolders(base, folder), folder.resolve("locations.json"), runtime, registry.policy());
        overrides = new ModelOverrides(providers);
        conversations = new Conversations(registry, sessions, overrides, runtime, TurnLimits.standard());
    }

    /** Returns a builder with the commands that concern agents, models and conversations. */
    CommandGateway.Builder commands() {
        return CommandGateway.builder()
                .command(new SwitchModelCommand(registry, catalog, overrides))
                .registry(
                        registry,
                        catalog,
                        session -> overrides.find(
                                session, registry.snapshot().config().models()))
                .command(ChatCommand.of("clear", "forget this conversation", Audience.OPERATORS, this::clear));
    }

    /** What was chosen in a conversation ends with it. */
    private String clear(CommandCall call) throws SessionStoreException {
        CommandRequest from = call.request();
        sessions.of(from.agent()).clear(from.session());
        return "this conversation is forgotten"
                + overrides
                        .forget(from.session())
                        .map(chosen -> ", and " + chosen + " answers in it no more")
                        .orElse("");
    }
}
