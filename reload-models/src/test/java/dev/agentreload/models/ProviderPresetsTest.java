// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.Secret;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProviderPresetsTest {

    private static final String OPENAI = "https://api.openai.com/v1";

    @Test
    void standard_holdsWhatTheAncestorsBringAlong() {
        assertThat(ProviderPresets.standard().all().stream().map(ProviderPreset::id))
                .contains(
                        "openai",
                        "anthropic",
                        "google",
                        "gemini",
                        "openrouter",
                        "groq",
                        "zai",
                        "zhipu",
                        "moonshot",
                        "minimax",
                        "qwen",
                        "deepseek",
                        "mistral",
                        "xai",
                        "cerebras",
                        "nvidia",
                        "ollama",
                        "vllm",
                        "lmstudio",
                        "litellm",
                        "venice",
                        "synthetic",
                        "opencode",
                        "kilocode",
                        "vercel-ai-gateway",
                        "amazon-bedrock",
                        "github-copilot",
                        "openai-codex",
                        "google-vertex",
                        "qianfan",
                        "volcengine",
                        "modelscope",
                        "longcat",
                        "novita",
                        "avian",
                        "vivgrid",
                        "shengsuanyun",
                        "antigravity");
    }

    @Test
    void everyPreset_hasAnAddressThatIsOne() {
        assertThat(ProviderPresets.standard().all())
                .allSatisfy(preset -> preset.endpoint().map(URI::create).ifPresent(address -> {
                    assertThat(address.getScheme()).isIn("http", "https");
                    assertThat(address.getHost()).isNotBlank();
                    assertThat(address.getHost().equals("localhost"))
                            .isEqualTo(address.getScheme().equals("http"));
                }));
    }

    @ParameterizedTest
    @CsvSource({
        "anthropic/claude-sonnet-4-5, anthropic, anthropic-messages",
        "Anthropic/claude-sonnet-4-5, anthropic, anthropic-messages",
        "openrouter/anthropic/claude-sonnet-4-5, openrouter, openai-completions",
        "ollama/llama3.3, ollama, ollama",
        "amazon-bedrock/eu.anthropic.claude, amazon-bedrock, bedrock-converse-stream"
    })
    void reference_toAPreset_resolvesWithoutAWord(String name, String provider, String kind) {
        assertThat(read("{}").resolve(name)).isInstanceOfSatisfying(ModelResolution.Listed.class, listed -> {
            assertThat(listed.model().ref().provider()).isEqualTo(provider);
            assertThat(listed.model().targets().get(0).provider().kind()).isEqualTo(kind);
        });
    }

    @Test
    void presets_areNoProvidersOfTheDocument() {
        assertThat(read("{}").providers()).isEmpty();
    }

    @Test
    void noPresets_knowNothing() {
        ModelsPolicy policy = ModelsPolicy.standard().withPresets(ProviderPresets.none());

        assertThat(ModelsConfig.read(document("{}"), policy).orThrow().resolve("openai/gpt-5"))
                .isEqualTo(new ModelResolution.Unknown("unknown provider [openai] of model [openai/gpt-5]", ""));
    }

    @Test
    void key_ofAPreset_comesFromTheEnvironment() {
        ProviderPresets presets =
                ProviderPresets.standard().withEnvironment(Map.of("OPENAI_API_KEY", " sk-sentinel ", "PATH", "/bin"));
        ModelsPolicy policy = ModelsPolicy.standard().withPresets(presets);

        assertThat(target(policy, "{}", "openai/gpt-5").credential()).hasValue(new Secret("sk-sentinel"));
        assertThat(target(policy, "{}", "groq/llama").credential()).isEmpty();
        assertThat(presets.toString()).contains("OPENAI_API_KEY").doesNotContain("sentinel", "PATH");
        assertThat(policy.toString()).doesNotContain("sentinel");
    }

    @Test
    void key_ofTheProcess_winsOverTheDocuments() {
        ModelsPolicy policy = ModelsPolicy.standard()
                .withPresets(ProviderPresets.standard().withEnvironment(Map.of("OPENAI_API_KEY", "process")));
        String document =
                "{\"env\": {\"MISTRAL_API_KEY\": \"$${MISTRAL_API_KEY}\", \"OPENAI_API_KEY\": \"file\", \"vars\": {\"GROQ_API_KEY\": \"vars\"}, \"XAI_API_KEY\": \"flat\"}}";

        assertThat(target(policy, document, "openai/gpt-5").credential()).hasValue(new Secret("process"));
        assertThat(target(policy, document, "groq/llama").credential()).hasValue(new Secret("vars"));
        assertThat(target(policy, document, "xai/grok-4").credential()).hasValue(new Secret("flat"));
        assertThat(target(policy, document, "mistral/large").credential())
                .as("a placeholder is no key")
                .isEmpty();
    }

    @Test
    void definition_takesFromThePresetWhatItLeavesOut() {
        ModelsPolicy policy = ModelsPolicy.standard()
                .withPresets(ProviderPresets.standard().withEnvironment(Map.of("OPENAI_API_KEY", "k")));
        ProviderDefinition bare = defined(policy, "{\"models\": [{\"id\": \"m\"}]}");
        ProviderDefinition elsewhere = defined(policy, "{\"baseUrl\": \"http://proxy:1/v1\"}");
        ProviderDefinition own = defined(policy, "{\"apiKey\": \"own\", \"api\": \"openai-responses\"}");

        assertThat(bare.endpoint()).hasValue(OPENAI);
        assertThat(bare.kind()).isEqualTo("openai-completions");
        assertThat(bare.credential()).hasValue(new Secret("k"));
        assertThat(elsewhere.kind()).isEqualTo("openai-completions");
        assertThat(elsewhere.credential())
                .as("the key goes to its own address alone")
                .isEmpty();
        assertThat(own.kind()).isEqualTo("openai-responses");
        assertThat(own.credentials()).containsExactly(new Secret("own"));
    }

    @ParameterizedTest
    @CsvSource({
        "ollama, http://localhost:11434, ollama",
        "ollama, http://localhost:11434/v1, openai-completions",
        "ollama, http://localhost:11434/v1/, openai-completions",
        "minimax, https://api.minimaxi.com/v1, openai-completions",
        "minimax, https://api.minimaxi.com/anthropic, anthropic-messages",
        "anthropic, https://api.anthropic.com/v1, anthropic-messages",
        "work, http://localhost:1/v1, openai-completions",
        "work, http://localhost:1, work"
    })
    void addressOfItsOwn_atAnOpenAiPath_speaksAsOpenAiDoes(String provider, String address, String kind) {
        String document = "{\"models\": {\"providers\": {\"" + provider + "\": {\"baseUrl\": \"" + address + "\"}}}}";

        assertThat(provider(document, provider).kind()).isEqualTo(kind);
    }

    @Test
    void kind_thatTheModelsSay_isTheProviders() {
        assertThat(provider("""
                        {"models": {"providers": {"work": {"baseUrl": "http://h", "models": [
                            {"id": "a"}, {"id": "b", "api": "anthropic-messages"}]}}}}
                        """, "work").kind()).isEqualTo("anthropic-messages");
    }

    @Test
    void equalPresets_areEqual() {
        ProviderPreset preset = new ProviderPreset("p", "k", Optional.empty(), List.of("P_KEY"));

        assertThat(ProviderPresets.of(List.of(preset))).isEqualTo(ProviderPresets.of(List.of(preset)));
        assertThat(ProviderPresets.of(List.of(preset)))
                .hasSameHashCodeAs(ProviderPresets.of(List.of(preset)))
                .isNotEqualTo(ProviderPresets.of(List.of(preset)).withEnvironment(Map.of("P_KEY", "x")))
                .isNotEqualTo(ProviderPresets.none());
    }

    private static ProviderDefinition defined(ModelsPolicy policy, String definition) {
        return ModelsConfig.read(document("{\"models\": {\"providers\": {\"openai\": " + definition + "}}}"), policy)
                .orThrow()
                .findProvider("openai")
                .orElseThrow();
    }

    private static ProviderDefinition provider(String json, String id) {
        return read(json).findProvider(id).orElseThrow();
    }

    private static ProviderDefinition target(ModelsPolicy policy, String json, String name) {
        return ModelsConfig.read(document(json), policy)
                .orThrow()
                .resolve(name)
                .findModel()
                .orElseThrow()
                .targets()
                .get(0)
                .provider();
    }

    private static ModelsConfig read(String json) {
        return ModelsConfig.read(document(json)).orThrow();
    }

    private static ConfigDocument document(String json) {
        return ConfigDocument.parse("config.json", json);
    }
}
