// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models;

import dev.agentreload.core.bind.ConfigKey;
import dev.agentreload.core.bind.ConfigType;
import dev.agentreload.core.bind.SectionKeys;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The keys of models and providers that OpenClaw and PicoClaw document. */
final class ModelKeys {

    static final String BASE_URL = "baseUrl";
    static final String API = "api";
    static final String CREDENTIAL = "apiKey";
    static final String CREDENTIALS = "apiKeys";
    static final String HEADERS = "headers";
    static final String TIMEOUT = "requestTimeout";
    static final String MODEL_NAME = "model_name";

    /** How a provider is reached. */
    private static final List<ConfigKey> CONNECTION = List.of(
            ConfigKey.string(BASE_URL, "address of the server").or("apiBase", "endpoint"),
            ConfigKey.string(API, "interface of the server, such as openai-completions")
                    .or("kind", "type"),
            ConfigKey.string(CREDENTIAL, "key of the account"),
            ConfigKey.strings(CREDENTIALS, "further keys, which take turns"),
            ConfigKey.of(HEADERS, new ConfigType.MapOf(ConfigType.STRING), "headers of every request")
                    .or("customHeaders"),
            ConfigKey.integer(TIMEOUT, 0, "seconds until a request times out; 0 for the host's own limit")
                    .or("timeoutSeconds"));

    /** Keys of providers that the host reads when it creates the provider. */
    private static final List<ConfigKey> OPTIONS = ConfigKey.accepted(
            "agentRuntime",
            "apiVersion",
            "auth",
            "authHeader",
            "authMethod",
            "compat",
            "connectMode",
            "contextTokens",
            "contextWindow",
            "deployment",
            "discovery",
            "extraBody",
            "fallbacks",
            "injectNumCtxForOpenAICompat",
            "localService",
            "maxTokens",
            "maxTokensField",
            "params",
            "proxy",
            "region",
            "request",
            "rpm",
            "streaming",
            "supportsTools",
            "temperature",
            "thinkingLevel",
            "toolSchemaTransform",
            "userAgent",
            "webSearch",
            "workspace");

    /** The names of {@link #OPTIONS}. */
    static final List<String> PROVIDER_OPTIONS =
            OPTIONS.stream().map(ConfigKey::name).toList();

    private static final List<ConfigKey> MODEL_SETTINGS = List.of(
            ConfigKey.integer("contextWindow", 1, "tokens that the model can read"),
            ConfigKey.integer("maxTokens", 1, "tokens that the model writes at most"),
            ConfigKey.string(API, "interface of the server, where the provider does not say it"));

    private static final List<ConfigKey> MODEL_OPTIONS = ConfigKey.accepted(
            "agentRuntime",
            BASE_URL,
            "compat",
            "contextTokens",
            "cost",
            HEADERS,
            "input",
            "mediaInput",
            "metadataSource",
            "params",
            "reasoning",
            "thinkingLevelMap");

    /** The names of the keys that become settings of a model. */
    static final List<String> SETTINGS_OF_MODELS = Stream.concat(MODEL_SETTINGS.stream(), MODEL_OPTIONS.stream())
            .map(ConfigKey::name)
            .toList();

    private static final SectionKeys MODEL = SectionKeys.of(
                    ConfigKey.string("id", "name that the provider gives the model"),
                    ConfigKey.string("name", "name for people"),
                    ConfigKey.string("alias", "another name for it in references"),
                    ConfigKey.strings("aliases", "further names for it in references"))
            .with(MODEL_SETTINGS)
            .with(MODEL_OPTIONS);

    /** An entry of the list is a model and a provider. */
    private static final SectionKeys LISTED = SectionKeys.of(
                    ConfigKey.string(MODEL_NAME, "name that agents use; entries with the same one take turns"),
                    ConfigKey.string("model", "the model as provider/model"),
                    ConfigKey.string("provider", "the provider of a model without one"),
                    ConfigKey.bool("enabled", "false for an entry that is as good as absent")
                            .orTrue())
            .with(CONNECTION)
            .with(OPTIONS)
            .with(ConfigKey.accepted("cost", "description", "input", "isVirtual", "reasoning", "vision"));

    private static final SectionKeys ALIASES = SectionKeys.of(
                    ConfigKey.string("alias", "another name for the model in references"))
            .allowingOthers();

    static final SectionKeys DEFAULTS = SectionKeys.of(
                    ConfigKey.map("models", ALIASES, "by provider/model: its alias, and settings of the model"))
            .allowingOthers();

    private ModelKeys() {}

    /** Returns the keys at the root. */
    static SectionKeys root(Set<String> providerKeys, Set<String> modelKeys) {
        SectionKeys model = MODEL.accepting(modelKeys);
        SectionKeys provider = SectionKeys.of(
                        ConfigKey.sections("models", model, "the models of the provider"),
                        ConfigKey.bool("modelsComplete", "whether the provider has no models but these")
                                .orFalse())
                .with(CONNECTION)
                .with(OPTIONS)
                .accepting(providerKeys);
        SectionKeys listed = LISTED.accepting(providerKeys).accepting(modelKeys);
        SectionKeys models = SectionKeys.of(
                        ConfigKey.map("providers", provider, "providers by their ids"),
                        ConfigKey.of(
                                "mode",
                                new ConfigType.Choice(List.of("merge", "replace")),
                                "whether earlier content of a models file is kept"))
                .with(ConfigKey.accepted("pricing", "bedrockDiscovery", "discovery", "catalog"));
        return SectionKeys.of(
                        ConfigKey.section(
                                "models", models, "models and how their providers are reached, as in OpenClaw"),
                        ConfigKey.sections("model_list", listed, "models, each with a provider, as in PicoClaw"),
                        ConfigKey.map("providers", provider, "providers, as in old files of PicoClaw"),
                        ConfigKey.section("agents", agents(), "agents"),
                        ConfigKey.of("auth", ConfigType.ANYTHING, "profiles, whose providers are known"),
                        ConfigKey.of("env", ConfigType.ANYTHING, "variables for placeholders"),
                        ConfigKey.of("plugins", ConfigType.ANYTHING, "plugins; providers among them are known"))
                .allowingOthers();
    }

    private static SectionKeys agents() {
        return SectionKeys.of(ConfigKey.section("defaults", DEFAULTS, "what agents inherit"))
                .allowingOthers();
    }
}
