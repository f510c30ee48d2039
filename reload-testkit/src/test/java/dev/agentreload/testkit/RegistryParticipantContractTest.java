// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit;

import dev.agentreload.agents.AgentRegistry;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.participant.ReloadParticipant;
import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.testkit.contract.ReloadParticipantContract;
import dev.agentreload.testkit.fake.FakeAgent;
import dev.agentreload.testkit.fake.FakeAgentFactory;
import dev.agentreload.testkit.fake.ResourceJournal;
import java.util.Optional;

class RegistryParticipantContractTest extends ReloadParticipantContract {

    private AgentRegistry<FakeAgent> registry = registry(new ResourceJournal());

    private static AgentRegistry<FakeAgent> registry(ResourceJournal journal) {
        return AgentRegistry.builder(new FakeAgentFactory(journal), HostRuntime.of(Runnable::run))
                .leases(journal.leases())
                .build();
    }

    @Override
    protected ReloadParticipant createParticipant(ResourceJournal journal) {
        registry = registry(journal);
        return registry.participant();
    }

    @Override
    protected Optional<?> observe() {
        try {
            return Optional.of(registry.snapshot());
        } catch (IllegalStateException nothingYet) {
            return Optional.empty();
        }
    }

    @Override
    protected ConfigDocument firstDocument() {
        return agents("[{id: 'kept', model: 'fake/m'}, {id: 'old', model: 'fake/m'}]");
    }

    @Override
    protected ConfigDocument secondDocument() {
        return agents("[{id: 'kept', model: 'fake/m'}, {id: 'new', model: 'fake/m'}]");
    }

    @Override
    protected ConfigDocument invalidDocument(String secret) {
        return ConfigDocument.parse(
                "config.json",
                "{models: {providers: {fake: {apiKey: '%s'}}}, agents: {list: [{id: 'a'}, {id: 'A'}]}}"
                        .formatted(secret));
    }

    private static ConfigDocument agents(String list) {
        return ConfigDocument.parse("config.json", "{models: {providers: {fake: {}}}, agents: {list: " + list + "}}");
    }
}
