// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.Parsed;
import dev.agentreload.core.config.Secret;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelReferencesTest {

    private static final String WORK = """
            {"models": {"providers": {"Work": {"models": [
                {"id": "Alpha", "alias": "Fast"}, {"id": "beta", "alias": "same"}, {"id": "gamma", "alias": "SAME"}]}}}}
            """;

    @ParameterizedTest
    @CsvSource({"fast, Work/Alpha", "work/alpha, Work/Alpha", "ALPHA, Work/Alpha", "same, Work/beta", "SAME, Work/gamma"
    })
    void letterCase_doesNotMatterWhereOneNameAloneIsSpeltSo(String name, String expected) {
        assertThat(listed(WORK, name)).isEqualTo(expected);
    }

    @Test
    void letterCase_thatTwoNamesShare_isUnknown() {
        assertThat(read(WORK).orThrow().resolve("Same"))
                .isEqualTo(new ModelResolution.Unknown("unknown model [Same]", "did you mean [SAME] or [same]?"));
    }

    @Test
    void letterCase_ofAProvider_doesNotMatterForModelsItDoesNotList() {
        assertThat(read(WORK)
                        .orThrow()
                        .resolve("WORK/delta")
                        .findModel()
                        .orElseThrow()
                        .ref())
                .hasToString("Work/delta");
    }

    @Test
    void alias_speltLikeAListedModel_doesNotHideIt() {
        Parsed<ModelsConfig> reading = read("""
                {"models": {"providers": {
                  "proxy": {"models": [{"id": "cheap", "alias": "home/small"}]},
                  "home": {"models": [{"id": "small"}]}}}}
                """);

        assertThat(((ModelResolution.Listed) reading.orThrow().resolve("home/small"))
                        .model()
                        .targets()
                        .get(0)
                        .ref())
                .hasToString("home/small");
        assertThat(texts(reading))
                .containsExactly("alias [home/small] is the name of a listed model at"
                        + " models.providers.proxy.models[id=cheap].alias (config.json:2:49);"
                        + " [home/small] means that model, and not [proxy/cheap]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"auth\": {\"profiles\": {\"nebius:default\": {\"provider\": \"nebius\"}}}} | auth.profiles.nebius:default",
                "{\"auth\": {\"profiles\": {\"nebius:me\": {\"mode\": \"token\"}}}} | auth.profiles.nebius:me",
                "{\"auth\": {\"order\": {\"nebius\": []}}} | auth.order.nebius",
                "{\"plugins\": {\"entries\": {\"nebius-auth\": {\"enabled\": true}}}} | plugins.entries.nebius-auth"
            })
    void provider_thatOnlyOtherSectionsName_isAWarning(String document, String place) {
        assertThat(read(document).orThrow().resolve("nebius/m"))
                .isInstanceOfSatisfying(ModelResolution.Unlisted.class, unlisted -> {
                    assertThat(unlisted.model().ref()).hasToString("nebius/m");
                    assertThat(unlisted.message().replace("\"", ""))
                            .isEqualTo("provider [nebius] is named at [" + place + "] and defined nowhere");
                });
    }

    @Test
    void provider_thatOtherSectionsName_changesWithThem() {
        ModelsConfig config = read("{\"auth\": {\"order\": {\"nebius\": []}}}").orThrow();

        assertThat(config.isFrom(document("{}"), ModelsPolicy.standard())).isFalse();
    }

    @Test
    void model_ofAnOpenList_isAWarningUnlessAllTheWorldKnowsTheProvider() {
        ModelsConfig config = read("""
                {"models": {"providers": {"openai": {"models": [{"id": "gpt-5"}]}, "work": {"models": [{"id": "a"}]},
                  "empty": {}}},
                 "agents": {"defaults": {"models": {"empty/b": {"alias": "best"}}}}}
                """).orThrow();

        assertThat(config.resolve("openai/gpt-5.4")).isInstanceOf(ModelResolution.Listed.class);
        assertThat(config.resolve("work/b")).isInstanceOf(ModelResolution.Unlisted.class);
        assertThat(config.resolve("empty/c")).as("an alias is no list").isInstanceOf(ModelResolution.Listed.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "glm-4.7 | {\"providers\": {\"zhipu\": {\"api_key\": \"k\"}, \"groq\": {\"api_key\": \"k\"}}} | zhipu/glm-4.7",
                "some-model | {\"providers\": {\"openrouter\": {\"api_key\": \"k\"}}} | openrouter/some-model",
                "gpt-5 | {\"providers\": {\"azure\": {\"api_base\": \"http://h\"}}} | azure/gpt-5"
            })
    void bareName_isOfTheProviderThatTheNameOrTheOnlyKeyPointsTo(String name, String document, String expected) {
        assertThat(listed(document, name)).isEqualTo(expected);
    }

    @Test
    void bareName_ofAFamousFamily_isTakenWithAWarning() {
        assertThat(read("{}").orThrow().resolve("claude-sonnet-4-5"))
                .isInstanceOfSatisfying(ModelResolution.Unlisted.class, unlisted -> {
                    assertThat(unlisted.model().ref()).hasToString("anthropic/claude-sonnet-4-5");
                    assertThat(unlisted.message()).isEqualTo("model [claude-sonnet-4-5] names no provider");
                    assertThat(unlisted.hint())
                            .isEqualTo("it is taken for [anthropic/claude-sonnet-4-5], which is the way to write it");
                });
    }

    @ParameterizedTest
    @CsvSource({"zzz", "gptx", "o3x", "glmour"})
    void bareName_ofNoFamily_isUnknown(String name) {
        assertThat(read("{}").orThrow().resolve(name)).isInstanceOf(ModelResolution.Unknown.class);
    }

    @Test
    void bareName_isResolvedAtTheGivenProvider() {
        String document = "{\"providers\": {\"openrouter\": {\"api_key\": \"k\"}}}";

        assertThat(read(document)
                        .orThrow()
                        .resolve("glm-4.7", "zhipu")
                        .findModel()
                        .orElseThrow()
                        .ref())
                .hasToString("zhipu/glm-4.7");
    }

    @ParameterizedTest
    @CsvSource({
        "arcee-ai/trinity:free, openrouter, openrouter/arcee-ai/trinity:free",
        "anthropic/claude-opus-4-5, '', openrouter/anthropic/claude-opus-4-5",
        "openrouter/auto, openrouter, openrouter/auto",
        "groq/llama, '', groq/llama",
        "groq/llama, openrouter, groq/llama"
    })
    void nameWithASlash_isOfTheProviderThatSellsIt(String name, String provider, String expected) {
        String document = "{\"providers\": {\"openrouter\": {\"api_key\": \"k\"}, \"groq\": {\"api_key\": \"k\"}}}";

        assertThat(read(document)
                        .orThrow()
                        .resolve(name, provider)
                        .findModel()
                        .orElseThrow()
                        .ref())
                .hasToString(expected);
        assertThat(read("{\"models\": {\"providers\": {\"openrouter\": {}}}}")
                        .orThrow()
                        .resolve("openai/gpt-5")
                        .findModel()
                        .orElseThrow()
                        .ref())
                .as("in OpenClaw the first word is the provider")
                .hasToString("openai/gpt-5");
    }

    @Test
    void entry_inheritsAddressAndKeyOfTheProviderItNames() {
        Parsed<ModelsConfig> reading = read("""
                {"providers": {"litellm": {"api": "openai", "api_key": "123", "api_base": "http://host:4000/v1"}},
                 "model_list": [
                   {"model_name": "kimi", "model": "litellm/kimi-1"},
                   {"model_name": "same", "model": "litellm/kimi-1", "api_base": "http://host:4000/v1"},
                   {"model_name": "other", "model": "litellm/kimi-1", "api_base": "http://other/v1"},
                   {"model_name": "own", "model": "litellm/kimi-1", "api_base": "http://other/v1", "api_key": "o"}]}
                """);

        assertThat(entry(reading, "kimi").endpoint()).hasValue("http://host:4000/v1");
        assertThat(entry(reading, "kimi").kind()).isEqualTo("openai");
        assertThat(entry(reading, "kimi").credentials()).containsExactly(new Secret("123"));
        assertThat(entry(reading, "same").credentials()).containsExactly(new Secret("123"));
        assertThat(entry(reading, "other").credentials()).isEmpty();
        assertThat(entry(reading, "own").credentials()).containsExactly(new Secret("o"));
        assertThat(texts(reading))
                .containsExactly(
                        "the key of provider [litellm] is not used here at model_list[model_name=other]"
                                + " (config.json:5:4); it belongs to another address; give this entry a key of its own if it needs one");
    }

    @Test
    void places_areWhereTheEntriesStand() {
        ModelsConfig config = read("""
                {"models": {"providers": {"a": {}}}, "providers": {"deepseek": {"api_key": "k"}},
                 "model_list": [{"model_name": "b", "model": "zhipu/glm-4.7"}, {"model_name": "b", "model": "zhipu/glm-5"}]}
                """).orThrow();

        assertThat(List.of("a", "deepseek", "zhipu:b", "zhipu:b#2").stream()
                        .map(id -> config.findPath(id).orElseThrow().toString()))
                .containsExactly(
                        "models.providers.a",
                        "providers.deepseek",
                        "model_list[model_name=b]",
                        "model_list[model_name=b#2]");
        assertThat(config.findPath("openai")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"contextWindow, 0", "maxTokens, -5"})
    void limit_thatIsNotPositive_isAnError(String key, long value) {
        assertThat(texts(read("{\"models\": {\"providers\": {\"p\": {\"models\": [{\"id\": \"m\", \"" + key + "\": "
                        + value + "}]}}}}")))
                .singleElement()
                .asString()
                .startsWith("[" + value + "] is too little at models.providers.p.models[id=m]." + key)
                .endsWith("expected at least 1");
    }

    @ParameterizedTest
    @CsvSource({
        "apKey, '', true, apiKey",
        "api_kye, '', true, api_key",
        "appKey, '', true, apiKey",
        "apKey, '\"apiKey\": \"k\", ', false, ''",
        "proxyUrl, '', false, ''"
    })
    void mistypedKeyOfTheCredential_isAnErrorWhereThereIsNoOther(
            String key, String before, boolean error, String near) {
        List<ConfigProblem> problems = read("{\"models\": {\"providers\": {\"p\": {" + before + "\"" + key
                        + "\": \"sk-sentinel\"}}}," + " \"model_list\": [{\"model_name\": \"m\", \"model\": \"q/m\", "
                        + before + "\"" + key + "\": \"sk-sentinel\"}]}")
                .problems();

        assertThat(problems.stream().anyMatch(ConfigProblem::isError)).isEqualTo(error);
        assertThat(problems).isNotEmpty().allSatisfy(problem -> {
            assertThat(problem.message()).isEqualTo("unknown key [" + key + "]");
            assertThat(problem.toString()).doesNotContain("sentinel");
            assertThat(problem.hint()).startsWith(near.isEmpty() ? "" : "did you mean [" + near + "]?");
        });
    }

    @Test
    void keysOfTheHost_areNotUnknown() {
        ConfigDocument document = document("""
                {"models": {"providers": {"p": {"organization": "o", "models": [{"id": "m", "temperature": 0.3}]}}},
                 "model_list": [{"model_name": "n", "model": "q/n", "organization": "o", "temperature": 1}]}
                """);
        ModelsPolicy policy = ModelsPolicy.standard()
                .withProviderKeys(List.of("organization"))
                .withModelKeys(List.of("temperature"));
        Parsed<ModelsConfig> reading = ModelsConfig.read(document, policy);

        assertThat(reading.problems()).isEmpty();
        assertThat(reading.orThrow().findProvider("p").orElseThrow().option("organization"))
                .isPresent();
        assertThat(ModelsConfig.read(document).problems()).hasSize(2);
    }

    @Test
    void keysThatTheAncestorsDocument_areKnown() {
        assertThat(texts(read("""
                {"models": {"mode": "merge", "providers": {"work": {
                   "api": "echo", "request": {"allowPrivateNetwork": true}, "agentRuntime": {"id": "openclaw"}, "authHeader": true,
                   "injectNumCtxForOpenAICompat": true, "contextWindow": 9, "contextTokens": 9, "maxTokens": 9, "params": {},
                   "models": [{"id": "a", "contextTokens": 64000, "api": "echo", "baseUrl": "http://h", "reasoning": false,
                     "input": ["text"], "cost": {"input": 0}, "headers": {}, "compat": {}, "params": {}, "thinkingLevelMap": {},
                     "agentRuntime": {}, "metadataSource": "x", "mediaInput": {}}]}}},
                 "model_list": [{"_comment": "a note", "model_name": "b", "model": "echo/a", "api_base": "http://h",
                   "api_keys": [], "proxy": "", "fallbacks": [], "auth_method": "oauth", "connect_mode": "grpc", "workspace": "",
                   "rpm": 1, "max_tokens_field": "x", "request_timeout": 1, "thinking_level": "off",
                   "tool_schema_transform": "simple", "streaming": {"enabled": true}, "extra_body": {}, "custom_headers": {},
                   "user_agent": "x", "enabled": true, "max_tokens": 8, "context_window": 9, "temperature": 1}]}
                """))).isEmpty();
    }

    @Test
    void repeatedWarnings_areReportedOnce() {
        assertThat(texts(read("""
                {"models": {"providers": {"p": {"models": [
                  {"id": "a", "contxtWindow": 1}, {"id": "b", "contxtWindow": 1}, {"id": "c", "contxtWindow": 1}]}}}}
                """)))
                .containsExactly("unknown key [contxtWindow] at models.providers.p.models[id=a].contxtWindow"
                        + " (config.json:2:31); did you mean [contextWindow]?; the same at 2 other places, the next is"
                        + " [models.providers.p.models[id=b].contxtWindow]");
    }

    @Test
    void unknownProvider_ofSeveralAliases_isReportedOnceAndItsModelsAreNames() {
        Parsed<ModelsConfig> reading = read("""
                {"agents": {"defaults": {"models": {"custom-x/a": {"alias": "first"}, "custom-x/b": {}}}}}
                """);

        assertThat(texts(reading))
                .containsExactly("unknown provider [custom-x] of model [custom-x/a] at"
                        + " agents.defaults.models.\"custom-x/a\" (config.json:1:51)");
        assertThat(reading.orThrow().resolve("first")).isInstanceOf(ModelResolution.Listed.class);
        assertThat(reading.orThrow().resolve("custom-x/b")).isInstanceOf(ModelResolution.Listed.class);
    }

    @Test
    void agentsThatAreNoObject_areNotForTheModelsToTell() {
        assertThat(read("{\"agents\": []}").problems()).isEmpty();
    }

    private static ProviderDefinition entry(Parsed<ModelsConfig> reading, String name) {
        return reading.orThrow()
                .resolve(name)
                .findModel()
                .orElseThrow()
                .targets()
                .get(0)
                .provider();
    }

    private static List<String> texts(Parsed<ModelsConfig> reading) {
        return reading.problems().stream().map(ConfigProblem::toString).toList();
    }

    private static String listed(String document, String name) {
        return ((ModelResolution.Listed) read(document).orThrow().resolve(name))
                .model()
                .ref()
                .toString();
    }

    private static Parsed<ModelsConfig> read(String json) {
        return ModelsConfig.read(document(json));
    }

    private static ConfigDocument document(String json) {
        return ConfigDocument.parse("config.json", json);
    }
}
