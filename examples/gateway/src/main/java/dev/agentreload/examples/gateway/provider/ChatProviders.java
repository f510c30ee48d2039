package dev.agentreload.examples.gateway.provider;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.models.ModelsConfig;
import dev.agentreload.models.ProviderDefinition;
import dev.agentreload.models.Secret;
import dev.agentreload.models.provider.ProviderFactory;
import dev.langchain4j.http.client.jdk.JdkHttpClient;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.ollama.OllamaChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import java.time.Duration;
import java.util.List;
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

    private static final String EXPECTATION = "expected echo, openai, openai-completions or ollama";

    private static final Map<String, Function<ProviderDefinition, ChatProvider>> KINDS = ImmutableMap.of(
            "echo", definition -> new EchoProvider(),
            "openai", definition -> new LangChainProvider(openAi(definition)),
            "openai-completions", definition -> new LangChainProvider(openAi(definition)),
            "ollama", definition -> new LangChainProvider(ollama(definition)));

    /** Creates the factory. */
    public ChatProviders() {}

    @Override
    public ChatProvider create(ProviderDefinition definition) {
        return find(definition)
                .orElseThrow(() -> new IllegalArgumentException(refusal(definition) + ", " + EXPECTATION))
                .apply(definition);
    }

    /** Warns of every provider that cannot be made, which stops an agent that uses it and nobody else. */
    public static List<ConfigProblem> problems(ModelsConfig models, ConfigDocument document) {
        return models.providers().stream()
                .filter(definition -> find(definition).isEmpty())
                .map(definition -> {
                    ConfigPath path = ConfigPath.of("models", "providers", definition.id());
                    return ConfigProblem.warning(
                            path, document.nearestPosition(path), refusal(definition), EXPECTATION);
                })
                .toList();
    }

    private static Optional<Function<ProviderDefinition, ChatProvider>> find(ProviderDefinition definition) {
        return Optional.ofNullable(KINDS.get(definition.kind().toLowerCase(Locale.ROOT)));
    }

    private static String refusal(ProviderDefinition definition) {
        return "provider [" + definition.id() + "] speaks [" + definition.kind() + "]";
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
