// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.InvalidConfigException;
import dev.agentreload.core.config.Parsed;
import dev.agentreload.core.config.Secret;
import dev.agentreload.core.config.Strictness;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelsConfigTest {

    private static final String PROVIDERS = """
            {
              "models": {
                "mode": "merge",
                "providers": {
                  "openai": {
                    "baseUrl": "https://user:pass-sentinel@api.openai.com/v1?key=query-sentinel",
                    "apiKey": "sk-sentinel",
                    "headers": { "X-Team": "blue-sentinel" },
                    "timeoutSeconds": 30,
                    "proxy": "http://proxy:8080",
                    "models": [
                      { "id": "gpt-5.4", "name": "GPT 5.4", "alias": "smart", "contextWindow": 400000, "maxTokens": 128000 },
                      { "id": "gpt-5.4-mini", "aliases": ["fast", "small"] }
                    ]
                  },
                  "ollama": { "api": "ollama-native", "baseUrl": "http://localhost:11434" }
                }
              }
            }
            """;

    private static final String LIST = """
            {
              "model_list": [
                { "model_name": "balanced", "model": "openai/gpt-5.4", "api_base": "https://one.example.com", "api_key": "k1" },
                { "model_name": "balanced", "model": "openai/gpt-5.4", "api_base": "https://two.example.com",
                  "api_keys": ["k2", "", "k3", "k2"] },
                { "model_name": "local", "model": "lmstudio/openai/gpt-oss-20b", "request_timeout": 0, "rpm": 10 },
                { "model_name": "plain", "model": "gpt-5.4-mini" },
                { "model_name": "named", "model": "azure/my-deployment", "provider": "azure" },
                { "model_name": "off", "model": "openai/gpt-4", "enabled": false }
              ]
            }
            """;

    @Test
    void provider_withEverything_isReadWithoutProblems() {
        Parsed<ModelsConfig> reading = read(PROVIDERS);

        assertThat(reading.problems()).isEmpty();
        ProviderDefinition openai = reading.orThrow().findProvider("openai").orElseThrow();
        assertThat(openai.kind()).isEqualTo("openai-completions");
        assertThat(openai.credential()).hasValue(new Secret("sk-sentinel"));
        assertThat(openai.headers()).containsExactly(Map.entry("X-Team", new Secret("blue-sentinel")));
        assertThat(openai.timeout()).hasValue(Duration.ofSeconds(30));
        assertThat(openai.options()).containsOnlyKeys("proxy");
        assertThat(reading.orThrow().findProvider("ollama").orElseThrow().kind())
                .isEqualTo("ollama-native");
    }

    @Test
    void models_ofProviders_haveNamesAliasesAndLimits() {
        assertThat(read(PROVIDERS).orThrow().models())
                .containsExactly(
                        new Model(
                                ModelRef.parse("openai/gpt-5.4"),
                                "GPT 5.4",
                                List.of("smart"),
                                OptionalLong.of(400000),
                                OptionalLong.of(128000)),
                        Model.of(ModelRef.parse("openai/gpt-5.4-mini")).withAliases(List.of("fast", "small")));
    }

    @Test
    void everySpelling_meansTheSame() {
        ProviderDefinition camel = provider("""
                { "baseUrl": "http://a", "apiKey": "k", "requestTimeout": 5, "authMethod": "oauth", "extraBody": { "a": 1 } }
                """);
        ProviderDefinition snake = provider("""
                { "base_url": "http://a", "api_key": "k", "request_timeout": 5, "auth_method": "oauth", "extra_body": { "a": 1 } }
                """);

        ProviderDefinition kebab = provider("""
                { "base-url": "http://a", "api-key": "k", "request-timeout": 5, "auth-method": "oauth", "extra-body": { "a": 1 } }
                """);

        assertThat(snake).isEqualTo(camel);
        assertThat(kebab).isEqualTo(camel);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"baseUrl\": \"http://b\"",
                "\"apiKey\": \"other\"",
                "\"apiKeys\": [\"k\", \"reserve\"]",
                "\"headers\": { \"X\": \"2\" }",
                "\"api\": \"anthropic\"",
                "\"timeoutSeconds\": 6",
                "\"proxy\": \"http://p\"",
                "\"anythingElse\": true",
                "\"userAgent\": \"u\""
            })
    void definitions_thatDifferInAnyKey_areNotEqual(String member) {
        ProviderDefinition plain = provider("{ \"baseUrl\": \"http://a\" }");
        String base = member.contains("baseUrl") ? "" : "\"baseUrl\": \"http://a\", ";

        assertThat(provider("{ " + base + member + " }")).isNotEqualTo(plain);
    }

    @Test
    void definitions_thatDifferInModelsAlone_areEqual() {
        assertThat(provider("{ \"models\": [ { \"id\": \"m\", \"alias\": \"x\" } ], \"modelsComplete\": true }"))
                .isEqualTo(provider("{}"));
    }

    @Test
    void text_ofEverything_showsNoSecret() {
        ModelsConfig config = read(PROVIDERS).orThrow();
        ModelResolution resolution = config.resolve("smart");

        assertThat(List.of(config, config.providers(), config.models(), resolution)
                        .toString())
                .doesNotContain("sentinel")
                .contains("ProviderDefinition[openai, kind=openai-completions, host=api.openai.com]");
    }

    @Test
    void list_withOneNameTwice_takesTurns() {
        ResolvedModel balanced = listed(read(LIST).orThrow(), "balanced");

        assertThat(balanced.targets().stream().map(target -> target.provider().id()))
                .containsExactly("openai:balanced", "openai:balanced#2");
        assertThat(balanced.target(0)).isEqualTo(balanced.targets().get(0));
        assertThat(balanced.target(1)).isEqualTo(balanced.targets().get(1));
        assertThat(balanced.target(2)).isEqualTo(balanced.targets().get(0));
        assertThat(balanced.target(-1)).isEqualTo(balanced.targets().get(1));
        assertThat(balanced.targets().get(1).provider().credentials())
                .containsExactly(new Secret("k2"), new Secret("k3"));
    }

    @Test
    void list_ofModels_isReadWithoutProblems() {
        Parsed<ModelsConfig> reading = read(LIST);

        assertThat(reading.problems()).isEmpty();
        assertThat(reading.orThrow().models().stream().map(Model::ref).map(ModelRef::toString))
                .containsExactly(
                        "openai/gpt-5.4", "lmstudio/openai/gpt-oss-20b", "openai/gpt-5.4-mini", "azure/my-deployment");
        assertThat(reading.orThrow()
                        .findModel(ModelRef.parse("openai/gpt-5.4"))
                        .orElseThrow()
                        .aliases())
                .containsExactly("balanced");
    }

    @ParameterizedTest
    @CsvSource({
        "balanced, openai/gpt-5.4",
        "' local ', lmstudio/openai/gpt-oss-20b",
        "openai/gpt-5.4, openai/gpt-5.4",
        "openai/gpt-oss-20b, lmstudio/openai/gpt-oss-20b",
        "gpt-5.4-mini, openai/gpt-5.4-mini",
        "my-deployment, azure/my-deployment"
    })
    void name_ofListedModel_resolves(String name, String expected) {
        assertThat(listed(read(LIST).orThrow(), name).ref()).hasToString(expected);
    }

    @Test
    void name_ofUnlistedModel_resolvesWithAWarning() {
        assertThat(read(PROVIDERS.replace("\"openai\"", "\"work\"")).orThrow().resolve("work/gpt-5.4-mino"))
                .isInstanceOfSatisfying(ModelResolution.Unlisted.class, unlisted -> {
                    assertThat(unlisted.model().ref()).hasToString("work/gpt-5.4-mino");
                    assertThat(unlisted.message()).isEqualTo("provider [work] does not list model [gpt-5.4-mino]");
                    assertThat(unlisted.hint()).isEqualTo("did you mean [work/gpt-5.4-mini] or [work/gpt-5.4]?");
                });
    }

    @Test
    void name_atProviderWithoutList_resolves() {
        assertThat(listed(read(PROVIDERS).orThrow(), "ollama/llama4").targets())
                .containsExactly(ModelTarget.of(
                        ModelRef.parse("ollama/llama4"),
                        read(PROVIDERS).orThrow().findProvider("ollama").orElseThrow()));
    }

    @Test
    void name_atProviderWithCompleteList_isUnknown() {
        ModelsConfig config = read("""
                { "models": { "providers": { "p": { "modelsComplete": true, "models": [ { "id": "alpha" } ] } } } }
                """).orThrow();

        assertThat(config.resolve("p/alpha")).isInstanceOf(ModelResolution.Listed.class);
        assertThat(config.resolve("p/alpa"))
                .isEqualTo(new ModelResolution.Unknown("unknown model [p/alpa]", "did you mean [p/alpha]?"));
        assertThat(config.resolve("p/zulu"))
                .isEqualTo(new ModelResolution.Unknown("unknown model [p/zulu]", "provider [p] lists all its models"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "smrat | unknown model [smrat] | did you mean [smart]?",
                "opnai/gpt-5.4 | unknown provider [opnai] of model [opnai/gpt-5.4] | did you mean [openai]?",
                "zzz | unknown model [zzz] | expected an alias, or provider/model"
            })
    void name_thatNothingAnswersTo_isUnknownWithNearMatches(String name, String message, String hint) {
        assertThat(read(PROVIDERS).orThrow().resolve(name)).isEqualTo(new ModelResolution.Unknown(message, hint));
    }

    @Test
    void name_ofDisabledEntry_saysSo() {
        assertThat(read(LIST).orThrow().resolve("off"))
                .isEqualTo(new ModelResolution.Unknown("model [off] is disabled", "its entry says enabled: false"));
    }

    @Test
    void bareId_ofSeveralProviders_isAmbiguous() {
        ModelsConfig config = read("""
                { "models": { "providers": {
                    "a": { "models": [ { "id": "m" } ] }, "b": { "models": [ { "id": "m" } ] } } } }
                """).orThrow();

        assertThat(config.resolve("m"))
                .isEqualTo(new ModelResolution.Unknown(
                        "model [m] is listed by several providers", "write [a/m] or [b/m]"));
    }

    @Test
    void knownProvider_withoutDefinition_resolves() {
        ModelsPolicy policy = ModelsPolicy.standard().withDefaultModel(ModelRef.parse("echo/echo"));
        ModelsConfig config = ModelsConfig.read(document("{}"), policy).orThrow();

        assertThat(config.providers()).containsExactly(ProviderDefinition.of("echo"));
        assertThat(listed(config, "echo/loud").ref()).hasToString("echo/loud");
    }

    @Test
    void knownProvider_withDefinition_isTheDefinedOne() {
        ModelsConfig config = ModelsConfig.read(
                        document(PROVIDERS), ModelsPolicy.standard().withKnownProviders(List.of("openai", "echo")))
                .orThrow();

        assertThat(config.providers().stream().map(ProviderDefinition::id)).containsExactly("openai", "ollama", "echo");
        assertThat(config.findProvider("openai").orElseThrow().endpoint()).isPresent();
    }

    @Test
    void oldProviders_thatAreConfigured_areRead() {
        Parsed<ModelsConfig> reading = read("""
                { "providers": {
                    "openai": { "api_key": "k", "api_base": "" },
                    "groq": { "api_key": "", "api_base": "" },
                    "github_copilot": { "api_key": "", "api_base": "", "connect_mode": "stdio" } } }
                """);

        assertThat(reading.problems()).isEmpty();
        assertThat(reading.orThrow().providers().stream().map(ProviderDefinition::id))
                .containsExactly("openai", "github_copilot");
        assertThat(reading.orThrow().findProvider("openai").orElseThrow().endpoint())
                .hasValue("https://api.openai.com/v1");
    }

    @Test
    void requiredKey_thatIsMistyped_isOneProblem() {
        Parsed<ModelsConfig> reading = read(
                "{\"model_list\": [{\"model_name\": \"a\", \"modl\": \"p/m\"}, {\"modelname\": \"b\", \"model\": \"p/m\"}]}");

        assertThat(reading.problems().stream().map(ConfigProblem::toString))
                .containsExactly(
                        "unknown key [modl] at model_list[model_name=a].modl (config.json:1:45); did you mean [model]?",
                        "unknown key [modelname] at model_list[1].modelname (config.json:1:67); did you mean [model_name]?");
    }

    @Test
    void aliases_ofAgentDefaults_resolve() {
        Parsed<ModelsConfig> reading = read("""
                {
                  "models": { "providers": { "p": { "models": [ { "id": "m" } ] } } },
                  "agents": { "defaults": { "models": {
                      "p/m": { "alias": "short", "params": { "temperature": 0.2 } }, "p/*": {}, "p/new": {} } } }
                }
                """);

        assertThat(reading.problems()).isEmpty();
        ModelsConfig config = reading.orThrow();
        ModelTarget target = listed(config, "short").targets().get(0);
        assertThat(target.ref()).hasToString("p/m");
        assertThat(target.settings()).containsOnlyKeys("params");
        assertThat(listed(config, "p/m").targets()).containsExactly(target);
        assertThat(config.models().stream().map(Model::aliases)).containsExactly(List.of("short"), List.of());
    }

    @Test
    void everythingWrong_isReportedAtOnce() {
        Parsed<ModelsConfig> reading = read("""
                {
                  "models": { "providers": {
                    "a/b": {},
                    "p": {
                      "apiKye": "sk-sentinel",
                      "baseUrl": 7,
                      "timeoutSeconds": -1,
                      "models": [ { "name": "no id" }, { "id": "m", "alias": "x" }, { "id": "m" }, { "id": "n", "alias": "x" } ] } } },
                  "providers": { "p": { "api_key": "k" } },
                  "model_list": [
                    { "model": "openai/m" },
                    { "model_name": "y" },
                    { "model_name": "blank", "model": "a b/c" },
                    { "model_name": "slashes", "model": "a//c" },
                    { "model_name": "x", "model": "q/m" }
                  ],
                  "agents": { "defaults": { "models": { "nowhere/m": { "alias": "z" } } } }
                }
                """);

        assertThat(reading.problems().stream().map(ConfigProblem::toString))
                .containsExactly(
                        "[a/b] is no provider id at models.providers.\"a/b\" (config.json:3:12); expected a name without a slash",
                        "unknown key [apiKye] at models.providers.p.apiKye (config.json:5:17); did you mean [apiKey]?",
                        "found a number at models.providers.p.baseUrl (config.json:6:18); expected a string",
                        "[-1] is too little at models.providers.p.timeoutSeconds (config.json:7:25); expected at least 0",
                        "a model without an id at models.providers.p.models[0].id (config.json:8:19); expected the name that provider [p] gives it",
                        "model [m] is listed twice at models.providers.p.models[id=m#2].id (config.json:8:77); the first one counts",
                        "alias [x] is given to two models at models.providers.p.models[id=n].alias (config.json:8:106); keep one of them",
                        "provider [p] is defined twice at providers.p (config.json:9:23); keep one of them",
                        "model_name is required at model_list[0].model_name (config.json:11:5); expected the name that agents use",
                        "model is required at model_list[model_name=y].model (config.json:12:5); expected provider/model",
                        "model [a b/c] contains blanks at model_list[model_name=blank].model (config.json:13:39); expected provider/model",
                        "model [a//c] has an empty part at model_list[model_name=slashes].model (config.json:14:41); expected provider/model",
                        "alias [x] is given to two models at model_list[model_name=x].model_name (config.json:15:21); keep one of them",
                        "unknown provider [nowhere] of model [nowhere/m] at agents.defaults.models.\"nowhere/m\" (config.json:17:54)");
        assertThatThrownBy(reading::orThrow).isInstanceOf(InvalidConfigException.class);
    }

    @Test
    void unknownKeys_areWarningsUnlessStrict() {
        ConfigDocument document = document("{ \"models\": { \"provders\": {} } }");

        assertThat(ModelsConfig.read(document).problems())
                .containsExactly(warning(document, "models.provders", "unknown key [provders]"));
        assertThat(ModelsConfig.read(document, ModelsPolicy.standard().withStrictness(Strictness.STRICT)))
                .isEqualTo(new Parsed.Refused<>(List.of(warning(document, "models.provders", "unknown key [provders]")
                        .withSeverity(ConfigProblem.Severity.ERROR))));
    }

    @Test
    void modelThatIsListedTwice_isAWarningUnlessStrict_andTheFirstCounts() {
        ConfigDocument document = document(
                "{\"models\": {\"providers\": {\"p\": {\"models\": [{\"id\": \"m\", \"name\": \"A\"}, {\"id\": \"m\", \"name\": \"B\"}]}}}}");

        Parsed<ModelsConfig> reading = ModelsConfig.read(document);

        assertThat(reading.orThrow().models()).extracting(Model::name).containsExactly("A");
        assertThat(reading.problems()).extracting(ConfigProblem::hint).containsExactly("the first one counts");
        assertThat(ModelsConfig.read(document, ModelsPolicy.standard().withStrictness(Strictness.STRICT)))
                .isInstanceOf(Parsed.Refused.class);
    }

    @Test
    void defaultOfModels_isNotRead_andReportsItsPosition() {
        ConfigDocument document = document("{\"models\": {\"default\": \"p/m\"}}");

        assertThat(ModelsConfig.read(document).problems().stream().map(ConfigProblem::toString))
                .containsExactly(
                        "nothing reads [models.default] at models.default (config.json:1:24); write [agents.defaults.model]");
    }

    @Test
    void comments_areNoUnknownKeys() {
        assertThat(read("{ \"models\": { \"_comment\": 1, \"$schema\": \"x\" } }")
                        .problems())
                .isEmpty();
    }

    @Test
    void origin_changesWithWhatIsReadAlone() {
        ModelsPolicy policy = ModelsPolicy.standard();
        ModelsConfig config = read(PROVIDERS).orThrow();

        assertThat(config.isFrom(document(PROVIDERS), policy)).isTrue();
        assertThat(config.isFrom(document(PROVIDERS.replaceFirst("\\{", "{ \"other\": 1,")), policy))
                .isTrue();
        assertThat(config.isFrom(document(PROVIDERS.replace("sk-", "sk2-")), policy))
                .isFalse();
        assertThat(config.isFrom(document(PROVIDERS), policy.withKnownProviders(List.of("echo"))))
                .isFalse();
        assertThat(config.isFrom(document(LIST), policy)).isFalse();
    }

    private static ConfigProblem warning(ConfigDocument document, String path, String message) {
        return ConfigProblem.warning(
                ConfigPath.parse(path), document.nearestPosition(path), message, "did you mean [providers]?");
    }

    private static ResolvedModel listed(ModelsConfig config, String name) {
        return ((ModelResolution.Listed) config.resolve(name)).model();
    }

    private static ProviderDefinition provider(String json) {
        return read("{ \"models\": { \"providers\": { \"p\": " + json + " } } }")
                .orThrow()
                .findProvider("p")
                .orElseThrow();
    }

    private static Parsed<ModelsConfig> read(String json) {
        return ModelsConfig.read(document(json));
    }

    private static ConfigDocument document(String json) {
        return ConfigDocument.parse("config.json", json);
    }
}
