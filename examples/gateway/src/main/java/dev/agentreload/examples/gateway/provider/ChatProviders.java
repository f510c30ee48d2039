// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.provider;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import dev.agentreload.core.config.Secret;
import dev.agentreload.models.ProviderDefinition;
import dev.agentreload.models.provider.ProviderFactory;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;
import dev.langchain4j.model.googleai.GoogleAiGeminiChatModel;
import dev.langchain4j.model.googleai.GoogleAiGeminiStreamingChatModel;
import dev.langchain4j.model.ollama.OllamaChatModel;
import dev.langchain4j.model.ollama.OllamaStreamingChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** Makes the provider that speaks what a definition says. Calls no server: a wrong key shows when it is used. */
public final class ChatProviders implements ProviderFactory<ChatProvider> {

    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final String OLLAMA = "http://localhost:11434";
    private static final String ANTHROPIC = "https://api.anthropic.com/v1";
    private static final String GEMINI = "https://generativelanguage.googleapis.com/v1beta";

    /** Some clients refuse to be made without a key; the server says then that it is wrong. */
    private static final String NO_KEY = "none";

    /** The version that Anthropic's interface requires in each request. */
    private static final int MOST_TOKENS = 4096;

    /** An agent has fallbacks, which are tried sooner than the same server again. */
    private static final int RETRIES = 0;

    private static final Map<String, BiFunction<ProviderDefinition, HttpClientBuilder, ChatProvider>> KINDS =
            ImmutableMap.<String, BiFunction<ProviderDefinition, HttpClientBuilder, ChatProvider>>builder()
                    .put("echo", (definition, client) -> new EchoProvider())
                    .put("openai", ChatProviders::openAi)
                    .put("openai-completions", ChatProviders::openAi)
                    .put("openai-responses", ChatProviders::openAi)
                    .put("ollama", ChatProviders::ollama)
                    .put("anthropic", ChatProviders::anthropic)
                    .put("anthropic-messages", ChatProviders::anthropic)
                    .put("gemini", ChatProviders::gemini)
                    .put("google", ChatProviders::gemini)
                    .put("google-generative-ai", ChatProviders::gemini)
                    .buildOrThrow();

    private final ModelTransport transport;

    /** Creates the factory of providers that ask over this transport. */
    public ChatProviders(ModelTransport transport) {
        this.transport = transport;
    }

    /** Makes a provider of every definition: one that this gateway does not speak fails when it is asked, and fallbacks go on. */
    @Override
    public ChatProvider create(ProviderDefinition definition) {
        HttpClientBuilder client = transport.within(time(definition));
        return find(definition)
                .map(kind -> kind.apply(definition, client))
                .orElseGet(() -> new UnspokenProvider(definition));
    }

    /** Returns whether this gateway speaks what the provider does. */
    static boolean speaks(ProviderDefinition definition) {
        return find(definition).isPresent();
    }

    private static Optional<BiFunction<ProviderDefinition, HttpClientBuilder, ChatProvider>> find(
            ProviderDefinition definition) {
        return Optional.ofNullable(KINDS.get(definition.kind().toLowerCase(Locale.ROOT)));
    }

    private static ChatProvider openAi(ProviderDefinition definition, HttpClientBuilder client) {
        OpenAiChatModel.OpenAiChatModelBuilder whole = OpenAiChatModel.builder()
                .httpClientBuilder(client)
                .customHeaders(headers(definition))
                .timeout(time(definition))
                .maxRetries(RETRIES);
        OpenAiStreamingChatModel.OpenAiStreamingChatModelBuilder streaming = OpenAiStreamingChatModel.builder()
                .httpClientBuilder(client)
                .customHeaders(headers(definition))
                .timeout(time(definition));
        definition.endpoint().ifPresent(whole::baseUrl);
        definition.endpoint().ifPresent(streaming::baseUrl);
        definition.credential().map(Secret::value).ifPresent(whole::apiKey);
        definition.credential().map(Secret::value).ifPresent(streaming::apiKey);
        return new LangChainProvider(whole.build(), streaming.build());
    }

    private static ChatProvider ollama(ProviderDefinition definition, HttpClientBuilder client) {
        String url = definition.endpoint().orElse(OLLAMA);
        return new LangChainProvider(
                OllamaChatModel.builder()
                        .httpClientBuilder(client)
                        .baseUrl(url)
                        .customHeaders(headers(definition))
                        .timeout(time(definition))
                        .maxRetries(RETRIES)
                        .build(),
                OllamaStreamingChatModel.builder()
                        .httpClientBuilder(client)
                        .baseUrl(url)
                        .customHeaders(headers(definition))
                        .timeout(time(definition))
                        .build());
    }

    private static ChatProvider anthropic(ProviderDefinition definition, HttpClientBuilder client) {
        String url = versioned(definition.endpoint().orElse(ANTHROPIC), "/v1");
        return new LangChainProvider(
                AnthropicChatModel.builder()
                        .httpClientBuilder(client)
                        .baseUrl(url)
                        .apiKey(key(definition))
                        .customHeaders(headers(definition))
                        .timeout(time(definition))
                        .maxTokens(MOST_TOKENS)
                        .maxRetries(RETRIES)
                        .build(),
                AnthropicStreamingChatModel.builder()
                        .httpClientBuilder(client)
                        .baseUrl(url)
                        .apiKey(key(definition))
                        .customHeaders(headers(definition))
                        .timeout(time(definition))
                        .maxTokens(MOST_TOKENS)
                        .build());
    }

    private static ChatProvider gemini(ProviderDefinition definition, HttpClientBuilder client) {
        String url = versioned(definition.endpoint().orElse(GEMINI), "/v1beta");
        return new LangChainProvider(
                GoogleAiGeminiChatModel.builder()
                        .httpClientBuilder(client)
                        .baseUrl(url)
                        .apiKey(key(definition))
                        .customHeaders(headers(definition))
                        .timeout(time(definition))
                        .maxRetries(RETRIES)
                        .build(),
                GoogleAiGeminiStreamingChatModel.builder()
                        .httpClientBuilder(client)
                        .baseUrl(url)
                        .apiKey(key(definition))
                        .customHeaders(headers(definition))
                        .timeout(time(definition))
                        .build());
    }

    /** Configurations name the server with its version or without it. */
    private static String versioned(String url, String version) {
        String plain = url.replaceFirst("/+$", "");
        return plain.matches(".*/v\\d+\\w*$") ? plain : plain + version;
    }

    private static Duration time(ProviderDefinition definition) {
        return definition.timeout().orElse(TIMEOUT);
    }

    private static String key(ProviderDefinition definition) {
        return definition.credential().map(Secret::value).orElse(NO_KEY);
    }

    private static Map<String, String> headers(ProviderDefinition definition) {
        return Maps.transformValues(definition.headers(), Secret::value);
    }
}
