// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models.http;

import dev.agentreload.core.config.ConfigObject;
import dev.agentreload.models.ProviderDefinition;
import java.util.List;
import java.util.Optional;

/**
 * {@code GET /api/tags}, the models that an Ollama server has. An endpoint may end in {@code /v1}, where the same server speaks the
 * interface of OpenAI, or in {@code /api}.
 */
record OllamaListing() implements ListingProtocol {

    @Override
    public List<String> kinds() {
        return List.of("ollama", "ollama-native");
    }

    @Override
    public Optional<String> defaultEndpoint(ProviderDefinition definition) {
        return Optional.of("http://localhost:11434");
    }

    @Override
    public Endpoint address(Endpoint base) {
        return base.without("v1").without("api").resolve("api/tags");
    }

    @Override
    public Optional<Page> page(ConfigObject body) {
        return ListingProtocol.strings(body, "models", "name").map(names -> new Page(names, Optional.empty()));
    }

    @Override
    public String expectation() {
        return "expected an object with a list [models] of models with a [name]";
    }
}
