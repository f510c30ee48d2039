// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.participant.ReloadParticipant;
import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.models.ModelCatalog;
import dev.agentreload.models.ModelsConfig;
import dev.agentreload.models.ModelsPolicy;
import dev.agentreload.testkit.contract.ReloadParticipantContract;
import dev.agentreload.testkit.fake.ResourceJournal;
import java.util.Optional;

class CatalogParticipantContractTest extends ReloadParticipantContract {

    private final ModelCatalog catalog = ModelCatalog.builder(
                    HostRuntime.of(Runnable::run).withTicker(() -> 0))
            .build(ModelsConfig.empty(ModelsPolicy.standard()));

    @Override
    protected ReloadParticipant createParticipant(ResourceJournal journal) {
        return catalog.participant();
    }

    @Override
    protected Optional<?> observe() {
        return Optional.of(catalog.models().models());
    }

    @Override
    protected ConfigDocument firstDocument() {
        return models("one");
    }

    @Override
    protected ConfigDocument secondDocument() {
        return models("two");
    }

    private static ConfigDocument models(String id) {
        return ConfigDocument.parse(
                "config.json", "{models: {providers: {fake: {models: [{id: '%s'}]}}}}".formatted(id));
    }

    @Override
    protected ConfigDocument invalidDocument(String secret) {
        return ConfigDocument.parse(
                "config.json", "{model_list: [{model_name: 'one', api_key: '%s'}]}".formatted(secret));
    }
}
