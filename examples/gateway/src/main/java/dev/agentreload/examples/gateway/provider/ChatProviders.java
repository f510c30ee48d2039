package dev.agentreload.examples.gateway.provider;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import dev.agentreload.models.ProviderDefinition;
import dev.agentreload.models.Secret;
import dev.agentreload.models.provider.ProviderFactory;
import dev.langchain4j.http.client.jdk.JdkHttpClient;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.ollama.OllamaChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Makes the provider that speaks what a definition says. Asks nobody: a wrong key shows when it is used. */
public final class ChatProviders implements ProviderFactory<ChatProvider> {

    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final String OLLAMA = "http://localhost:11434";

    /** An agent has fallbacks, which are tried sooner than the same server again. */
    private static final int RETRIES = 0;

    private static final Map<String, Function<ProviderDefinition, ChatProvider>> KINDS = ImmutableMap.of(
            "echo", definition -> new EchoProvider(),
            "openai", definition -> new LangChainProvider(openAi(definition)),
            "openai-completions", definition -> new LangChainProvider(openAi(definition)),
            "openai-responses", definition -> new LangChainProvider(openAi(definition)),
            "ollama", definition -> new LangChainProvider(ollama(definition)));

    /** Creates the factory. */
    public ChatProviders() {}

    /** Makes a provider of every definition: one that this gateway does not speak fails when it is asked, and fallbacks go on. */
    @Override
    public ChatProvider create(ProviderDefinition definition) {
        return find(definition).orElse(UnspokenProvider::new).apply(definition);
    }

    /** Returns whether this gateway speaks what the provider does. */
    static boolean speaks(ProviderDefinition definition) {
        return find(definition).isPresent();
    }

    private static Optional<Function<ProviderDefinition, ChatProvider>> find(ProviderDefinition definition) {
        return Optional.ofNullable(KINDS.get(definition.kind().toLowerCase(Locale.ROOT)));
    }

    private static ChatModel openAi(ProviderDefinition definition) {
        OpenAiChatModel.OpenAiChatModelBuilder builder = OpenAiChatModel.builder()
                .httpClientBuilder(JdkHttpClient.builder())
                .customHeaders(headers(definition))
                .timeout(definition.timeout().orElse(TIMEOUT))
                .maxRetries(RETRIES);
        definition.endpoint().ifPresent(builder::baseUrl);
        definition.credential().map(Secret::value).ifPresent(builder::apiKey);
        return builder.build();
    }

    private static ChatModel ollama(ProviderDefinition definition) {
        return OllamaChatModel.builder()
                .httpClientBuilder(JdkHttpClient.builder())
                .baseUrl(definition.endpoint().orElse(OLLAMA))
                .customHeaders(headers(definition))
                .timeout(definition.timeout().orElse(TIMEOUT))
                .maxRetries(RETRIES)
                .build();
    }

    private static Map<String, String> headers(ProviderDefinition definition) {
        return Maps.transformValues(definition.headers(), Secret::value);
    }
}
