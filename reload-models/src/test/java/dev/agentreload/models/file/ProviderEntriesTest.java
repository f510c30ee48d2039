// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.JsonText;
import dev.agentreload.core.config.TextMask;
import dev.agentreload.models.ModelsConfig;
import dev.agentreload.models.file.ModelsFile.Credentials;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderEntriesTest {

    @Test
    void secret_underAnyKey_isLeftOut() {
        String config = """
                {models: {providers: {p: {apiKey: 'hunter2hunter2', api: 'as-hunter2hunter2',
                  baseUrl: 'https://a.example/hunter2hunter2', note: 'the key is hunter2hunter2', pinToken: 4711,
                  extra: {'x-hunter2hunter2': 1}, region: 'eu',
                  models: [{id: 'm', name: 'M (hunter2hunter2)', remark: 'hunter2hunter2!'}, {id: 'x/hunter2hunter2'}]}}}}
                """;

        assertThat(json(config, Credentials.OMITTED))
                .doesNotContain("hunter2", "4711")
                .contains("\"region\" : \"eu\"", "\"id\" : \"m\"");
        assertThat(json(config, Credentials.INCLUDED)).contains("hunter2hunter2", "the key is", "4711");
    }

    private static final String PROVIDERS = """
            { models: { providers: {
                openai: { baseUrl: 'https://user:pass-sentinel@api.openai.com:8443/v1?key=query-sentinel',
                    apiKey: 'key-sentinel', apiKeys: ['key-sentinel', 'reserve-sentinel'],
                    headers: { 'X-Team': 'header-sentinel' },
                    timeoutSeconds: 30, proxy: 'http://user:proxy-sentinel@proxy:8080', region: 'eu',
                    params: { b: 1.0, a: [true, null, 'x'], secrets: { token: 'token-sentinel' } },
                    extraBody: { list: [{ apiKey: 'list-sentinel' }, 'kept?'] },
                    models: [
                        { id: 'gpt-5', name: 'GPT 5', alias: 'smart', contextWindow: 400000, maxTokens: 128000,
                            headers: { 'X-Model': 'model-sentinel' }, reasoning: true, cost: { input: 1.25 } },
                        { id: 'gpt-5-mini' } ] },
                ollama: { api: 'ollama', baseUrl: 'http://localhost:11434' } } } }
            """;

    private static final String LIST = """
            { model_list: [
                { model_name: 'balanced', model: 'openai/gpt-5', api_base: 'https://one.example.com', api_key: 'one' },
                { model_name: 'balanced', model: 'openai/gpt-5', api_base: 'https://two.example.com', api_keys: ['two', 'three'] },
                { model_name: 'local', model: 'lmstudio/openai/gpt-oss-20b', max_tokens_field: 'max' },
                { model_name: 'off', model: 'openai/gpt-4', enabled: false } ] }
            """;

    @Test
    void entries_withoutSecrets_haveEverythingElse() {
        assertThat(json(PROVIDERS, Credentials.OMITTED)).isEqualTo("""
                {
                  "ollama" : {
                    "api" : "ollama",
                    "baseUrl" : "http://localhost:11434",
                    "models" : [ ]
                  },
                  "openai" : {
                    "api" : "openai-completions",
                    "baseUrl" : "https://api.openai.com:8443/v1",
                    "timeoutSeconds" : 30,
                    "params" : {
                      "a" : [
                        true,
                        null,
                        "x"
                      ],
                      "b" : 1
                    },
                    "region" : "eu",
                    "models" : [
                      {
                        "id" : "gpt-5",
                        "name" : "GPT 5",
                        "contextWindow" : 400000,
                        "cost" : {
                          "input" : 1.25
                        },
                        "maxTokens" : 128000,
                        "reasoning" : true
                      },
                      {
                        "id" : "gpt-5-mini",
                        "name" : "gpt-5-mini"
                      }
                    ]
                  }
                }""");
    }

    @Test
    void entries_withSecrets_haveAllOfThemUnmasked() {
        assertThat(json(PROVIDERS, Credentials.INCLUDED))
                .contains(
                        "https://user:pass-sentinel@api.openai.com:8443/v1?key=query-sentinel",
                        "\"apiKey\" : \"key-sentinel\"",
                        "reserve-sentinel",
                        "header-sentinel",
                        "proxy-sentinel",
                        "token-sentinel",
                        "list-sentinel",
                        "model-sentinel")
                .doesNotContain("***");
    }

    @ParameterizedTest
    @ValueSource(strings = {PROVIDERS, LIST})
    void entries_withSecrets_readBackAsTheSameDefinitions(String config) {
        ModelsConfig original = config(config);

        ModelsConfig read = config("{ models: { providers: " + json(config, Credentials.INCLUDED) + " } }");

        assertThat(read.providers()).containsExactlyInAnyOrderElementsOf(original.providers());
    }

    @Test
    void entriesOfAList_haveADefinitionEach() {
        assertThat(json(LIST, Credentials.OMITTED)).isEqualTo("""
                {
                  "lmstudio:local" : {
                    "api" : "openai-completions",
                    "baseUrl" : "http://localhost:1234/v1",
                    "maxTokensField" : "max",
                    "models" : [
                      {
                        "id" : "openai/gpt-oss-20b",
                        "name" : "openai/gpt-oss-20b"
                      }
                    ]
                  },
                  "openai:balanced" : {
                    "api" : "openai-completions",
                    "baseUrl" : "https://one.example.com",
                    "models" : [
                      {
                        "id" : "gpt-5",
                        "name" : "gpt-5"
                      }
                    ]
                  },
                  "openai:balanced#2" : {
                    "api" : "openai-completions",
                    "baseUrl" : "https://two.example.com",
                    "models" : [
                      {
                        "id" : "gpt-5",
                        "name" : "gpt-5"
                      }
                    ]
                  }
                }""");
    }

    @Test
    void equalConfigurations_giveEqualText() {
        assertThat(json(
                        "{ models: { providers: { b: { x: { p: 1, q: 2 } }, a: { rpm: 1, proxy: 'p' } } } }",
                        Credentials.OMITTED))
                .isEqualTo(json(
                        "{ providers: {}, models: { providers: { a: { proxy: 'p', rpm: 1.0e0 }, b: { x: { q: 2, p: 1 } } } } }",
                        Credentials.OMITTED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sentinel", "https://host_name/sentinel", "https://a b", "mailto:sentinel@example.com"})
    void address_thatIsNone_isLeftOutWithTheSecrets(String endpoint) {
        String config = "{ models: { providers: { a: { baseUrl: '" + endpoint + "' } } } }";

        assertThat(json(config, Credentials.OMITTED)).doesNotContain("baseUrl");
        assertThat(json(config, Credentials.INCLUDED)).contains(endpoint);
    }

    private static String json(String config, Credentials credentials) {
        Map<String, Object> entries = new ProviderEntries(
                        config(config), credentials, TextMask.of(List.of(ConfigDocument.parse("config.json", config))))
                .entries();
        return JsonText.pretty(entries);
    }

    private static ModelsConfig config(String json) {
        return ModelsConfig.read(ConfigDocument.parse("config.json", json)).orThrow();
    }
}
