// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models.http;

import dev.agentreload.core.config.ConfigBoolean;
import dev.agentreload.core.config.ConfigObject;
import dev.agentreload.models.ProviderDefinition;
import java.util.List;
import java.util.Optional;

/**
 * {@code GET /v1/models}, as OpenAI has it and most others do. An endpoint that names a version, anywhere in its path, is complete
 * and goes on with {@code /models}. OpenAI answers with one page; servers with more say {@code has_more} and continue, as in its
 * other lists, {@code after} the last one.
 */
record OpenAiListing() implements ListingProtocol {

    private static final String OPENAI = "openai";

    @Override
    public List<String> kinds() {
        return List.of(
                OPENAI,
                "openai-completions",
                "openai-responses",
                "cerebras",
                "deepseek",
                "groq",
                "litellm",
                "lmstudio",
                "mistral",
                "moonshot",
                "nvidia",
                "openrouter",
                "venice",
                "vllm");
    }

    /** OpenAI has one address. It needs a key, so a definition without one is of a provider that the host brings along. */
    @Override
    public Optional<String> defaultEndpoint(ProviderDefinition definition) {
        return definition.kind().equalsIgnoreCase(OPENAI)
                        && definition.credential().isPresent()
                ? Optional.of("https://api.openai.com/v1")
                : Optional.empty();
    }

    @Override
    public Endpoint address(Endpoint base) {
        return base.resolve(base.namesVersion() ? "models" : "v1/models");
    }

    @Override
    public Optional<Page> page(ConfigObject body) {
        Optional<List<String>> ids = ListingProtocol.strings(body, "data", "id");
        if (!hasMore(body)) {
            return ids.map(all -> new Page(all, Optional.empty()));
        }
        return ids.filter(some -> !some.isEmpty()).map(some -> new Page(some, Optional.of(cursor(body, some))));
    }

    @Override
    public String expectation() {
        return "expected an object with a list [data] of models with an [id]";
    }

    private static boolean hasMore(ConfigObject body) {
        return body.find("has_more").orElse(null) instanceof ConfigBoolean more && more.value();
    }

    private static String cursor(ConfigObject body, List<String> ids) {
        return ListingProtocol.string(body, "last_id").orElseGet(() -> ids.get(ids.size() - 1));
    }
}
