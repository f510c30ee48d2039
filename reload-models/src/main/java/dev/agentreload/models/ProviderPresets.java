// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import dev.agentreload.core.config.Secret;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Providers that a configuration can name without defining them, as files of OpenClaw and PicoClaw do. A definition of the same
 * id in a configuration takes from here what it leaves out. A key is only taken for the address that stands here, so that it
 * is never sent to another one. <em>Immutable; safe for use by multiple threads.</em>
 */
public final class ProviderPresets {

    private static final String COMPLETIONS = "openai-completions";
    private static final String ANTHROPIC = "anthropic-messages";
    private static final String GOOGLE = "google-generative-ai";

    private static final ProviderPresets NONE = new ProviderPresets(ImmutableMap.of(), ImmutableMap.of());
    private static final ProviderPresets STANDARD = of(standardPresets());

    private final ImmutableMap<String, ProviderPreset> presets;
    private final ImmutableMap<String, Secret> keys;

    private ProviderPresets(Map<String, ProviderPreset> presets, Map<String, Secret> keys) {
        this.presets = ImmutableMap.copyOf(presets);
        this.keys = ImmutableMap.copyOf(keys);
    }

    /** Returns the providers that OpenClaw and PicoClaw bring along, without keys. */
    public static ProviderPresets standard() {
        return STANDARD;
    }

    /** Returns no presets: of a host whose configurations define every provider. */
    public static ProviderPresets none() {
        return NONE;
    }

    /**
     * Returns these presets, without keys.
     *
     * @throws IllegalArgumentException if two have the same id
     */
    public static ProviderPresets of(Collection<ProviderPreset> presets) {
        return new ProviderPresets(Maps.uniqueIndex(presets, ProviderPreset::id), ImmutableMap.of());
    }

    /** Returns these presets with the keys that these variables hold; blank ones count as absent, other variables are not kept. */
    public ProviderPresets withEnvironment(Map<String, String> variables) {
        requireNonNull(variables, "variables");
        Map<String, Secret> found = new LinkedHashMap<>();
        presets.values().stream()
                .flatMap(preset -> preset.keyVariables().stream())
                .forEach(name -> {
                    String key = variables.getOrDefault(name, "").strip();
                    if (!key.isEmpty()) {
                        found.put(name, new Secret(key));
                    }
                });
        return new ProviderPresets(presets, found);
    }

    /** Returns these presets with the keys of variables that have none so far: the ones set before win. */
    ProviderPresets withFurtherEnvironment(Map<String, String> variables) {
        ImmutableMap<String, Secret> further = withEnvironment(variables).keys;
        return new ProviderPresets(
                presets,
                ImmutableMap.<String, Secret>builder()
                        .putAll(further)
                        .putAll(keys)
                        .buildKeepingLast());
    }

    /** Returns all presets, in a fixed order. */
    public List<ProviderPreset> all() {
        return presets.values().asList();
    }

    /** Returns the preset with this id; its letter case does not matter. */
    public Optional<ProviderPreset> find(String id) {
        return Optional.ofNullable(presets.get(id))
                .or(() -> Optional.ofNullable(presets.get(id.toLowerCase(Locale.ROOT))));
    }

    /** Returns the definition of a provider of which a configuration says nothing more, with its key if that is known. */
    public Optional<ProviderDefinition> definition(String id) {
        return find(id).map(this::definition);
    }

    private ProviderDefinition definition(ProviderPreset preset) {
        List<Secret> credentials = preset.keyVariables().stream()
                .flatMap(name -> Optional.ofNullable(keys.get(name)).stream())
                .limit(1)
                .collect(ImmutableList.toImmutableList());
        return new ProviderDefinition(
                preset.id(),
                preset.kind(),
                preset.endpoint(),
                credentials,
                ImmutableMap.of(),
                Optional.empty(),
                ImmutableMap.of());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ProviderPresets that && presets.equals(that.presets) && keys.equals(that.keys);
    }

    @Override
    public int hashCode() {
        return 31 * presets.hashCode() + keys.hashCode();
    }

    /** Returns how many there are, and the names of the variables with a key. */
    @Override
    public String toString() {
        return "ProviderPresets[" + presets.size() + " providers, keys " + keys.keySet() + "]";
    }

    private static ProviderPreset at(String id, String kind, String endpoint, String... keyVariables) {
        return new ProviderPreset(id, kind, Optional.of(endpoint), List.of(keyVariables));
    }

    private static ProviderPreset elsewhere(String id, String kind, String... keyVariables) {
        return new ProviderPreset(id, kind, Optional.empty(), List.of(keyVariables));
    }

    private static List<ProviderPreset> standardPresets() {
        return ImmutableList.<ProviderPreset>builder()
                .addAll(vendors())
                .addAll(chineseVendors())
                .addAll(gateways())
                .addAll(local())
                .addAll(subscriptions())
                .build();
    }

    private static List<ProviderPreset> vendors() {
        String gemini = "https://generativelanguage.googleapis.com/v1beta";
        return List.of(
                at("openai", COMPLETIONS, "https://api.openai.com/v1", "OPENAI_API_KEY"),
                at("anthropic", ANTHROPIC, "https://api.anthropic.com", "ANTHROPIC_API_KEY", "ANTHROPIC_OAUTH_TOKEN"),
                at(ANTHROPIC, ANTHROPIC, "https://api.anthropic.com", "ANTHROPIC_API_KEY"),
                at("google", GOOGLE, gemini, "GEMINI_API_KEY", "GOOGLE_API_KEY"),
                at("gemini", GOOGLE, gemini, "GEMINI_API_KEY", "GOOGLE_API_KEY"),
                at("groq", COMPLETIONS, "https://api.groq.com/openai/v1", "GROQ_API_KEY"),
                at("mistral", COMPLETIONS, "https://api.mistral.ai/v1", "MISTRAL_API_KEY"),
                at("xai", COMPLETIONS, "https://api.x.ai/v1", "XAI_API_KEY"),
                at("cerebras", COMPLETIONS, "https://api.cerebras.ai/v1", "CEREBRAS_API_KEY"),
                at("cohere", COMPLETIONS, "https://api.cohere.ai/compatibility/v1", "COHERE_API_KEY"),
                at("nvidia", COMPLETIONS, "https://integrate.api.nvidia.com/v1", "NVIDIA_API_KEY"),
                at("perplexity", COMPLETIONS, "https://api.perplexity.ai", "PERPLEXITY_API_KEY"),
                at("venice", COMPLETIONS, "https://api.venice.ai/api/v1", "VENICE_API_KEY"),
                at("synthetic", ANTHROPIC, "https://api.synthetic.new/anthropic", "SYNTHETIC_API_KEY"));
    }

    private static List<ProviderPreset> chineseVendors() {
        String zhipu = "https://open.bigmodel.cn/api/paas/v4";
        String qwen = "https://dashscope.aliyuncs.com/compatible-mode/v1";
        String volcengine = "https://ark.cn-beijing.volces.com/api/v3";
        return List.of(
                at("deepseek", COMPLETIONS, "https://api.deepseek.com/v1", "DEEPSEEK_API_KEY"),
                at("zai", COMPLETIONS, "https://api.z.ai/api/paas/v4", "ZAI_API_KEY", "Z_AI_API_KEY"),
                at("z.ai", COMPLETIONS, "https://api.z.ai/api/paas/v4", "ZAI_API_KEY", "Z_AI_API_KEY"),
                at("zhipu", COMPLETIONS, zhipu, "ZHIPU_API_KEY", "ZHIPUAI_API_KEY"),
                at("glm", COMPLETIONS, zhipu, "ZHIPU_API_KEY", "ZHIPUAI_API_KEY"),
                at("moonshot", COMPLETIONS, "https://api.moonshot.ai/v1", "MOONSHOT_API_KEY"),
                at("kimi-coding", ANTHROPIC, "https://api.kimi.com/coding", "KIMI_API_KEY", "KIMICODE_API_KEY"),
                at("kimi", ANTHROPIC, "https://api.kimi.com/coding", "KIMI_API_KEY", "KIMICODE_API_KEY"),
                at("minimax", ANTHROPIC, "https://api.minimax.io/anthropic", "MINIMAX_API_KEY"),
                at("qwen", COMPLETIONS, qwen, "QWEN_API_KEY", "DASHSCOPE_API_KEY"),
                at("modelstudio", COMPLETIONS, qwen, "MODELSTUDIO_API_KEY", "DASHSCOPE_API_KEY"),
                at("volcengine", COMPLETIONS, volcengine, "VOLCANO_ENGINE_API_KEY"),
                at("volcengine-plan", COMPLETIONS, volcengine, "VOLCANO_ENGINE_API_KEY"),
                at("byteplus", COMPLETIONS, "https://ark.ap-southeast.bytepluses.com/api/v3", "BYTEPLUS_API_KEY"),
                at("qianfan", COMPLETIONS, "https://qianfan.baidubce.com/v2", "QIANFAN_API_KEY"),
                at("xiaomi", ANTHROPIC, "https://api.xiaomimimo.com/anthropic", "XIAOMI_API_KEY"),
                at("mimo", COMPLETIONS, "https://api.xiaomimimo.com/v1", "XIAOMI_API_KEY"),
                at("stepfun", COMPLETIONS, "https://api.stepfun.ai/v1", "STEPFUN_API_KEY"),
                at("siliconflow", COMPLETIONS, "https://api.siliconflow.cn/v1", "SILICONFLOW_API_KEY"),
                at("longcat", COMPLETIONS, "https://api.longcat.chat/openai", "LONGCAT_API_KEY"),
                at("modelscope", COMPLETIONS, "https://api-inference.modelscope.cn/v1", "MODELSCOPE_API_KEY"),
                at("shengsuanyun", COMPLETIONS, "https://router.shengsuanyun.com/api/v1", "SHENGSUANYUN_API_KEY"));
    }

    private static List<ProviderPreset> gateways() {
        return List.of(
                at("openrouter", COMPLETIONS, "https://openrouter.ai/api/v1", "OPENROUTER_API_KEY"),
                at("together", COMPLETIONS, "https://api.together.xyz/v1", "TOGETHER_API_KEY"),
                at("fireworks", COMPLETIONS, "https://api.fireworks.ai/inference/v1", "FIREWORKS_API_KEY"),
                at("deepinfra", COMPLETIONS, "https://api.deepinfra.com/v1/openai", "DEEPINFRA_API_KEY"),
                at("huggingface", COMPLETIONS, "https://router.huggingface.co/v1", "HUGGINGFACE_HUB_TOKEN", "HF_TOKEN"),
                at("chutes", COMPLETIONS, "https://llm.chutes.ai/v1", "CHUTES_API_KEY"),
                at("novita", COMPLETIONS, "https://api.novita.ai/openai", "NOVITA_API_KEY"),
                at("avian", COMPLETIONS, "https://api.avian.io/v1", "AVIAN_API_KEY"),
                at("vivgrid", COMPLETIONS, "https://api.vivgrid.com/v1", "VIVGRID_API_KEY"),
                at("opencode", COMPLETIONS, "https://opencode.ai/zen/v1", "OPENCODE_API_KEY", "OPENCODE_ZEN_API_KEY"),
                at("opencode-go", COMPLETIONS, "https://opencode.ai/zen/go/v1", "OPENCODE_API_KEY"),
                at("kilocode", COMPLETIONS, "https://api.kilo.ai/api/gateway", "KILOCODE_API_KEY"),
                at("vercel-ai-gateway", ANTHROPIC, "https://ai-gateway.vercel.sh", "AI_GATEWAY_API_KEY"),
                elsewhere("cloudflare-ai-gateway", ANTHROPIC, "CLOUDFLARE_AI_GATEWAY_API_KEY"),
                elsewhere("azure", "azure-openai", "AZURE_OPENAI_API_KEY"),
                elsewhere("azure-openai", "azure-openai", "AZURE_OPENAI_API_KEY"),
                elsewhere("azure-openai-responses", "azure-openai-responses", "AZURE_OPENAI_API_KEY"),
                elsewhere("amazon-bedrock", "bedrock-converse-stream"),
                elsewhere("bedrock", "bedrock-converse-stream"),
                elsewhere("google-vertex", "google-vertex"),
                elsewhere("anthropic-vertex", "anthropic-vertex"));
    }

    private static List<ProviderPreset> local() {
        return List.of(
                at("ollama", "ollama", "http://localhost:11434", "OLLAMA_API_KEY"),
                at("vllm", COMPLETIONS, "http://localhost:8000/v1", "VLLM_API_KEY"),
                at("sglang", COMPLETIONS, "http://localhost:30000/v1", "SGLANG_API_KEY"),
                at("lmstudio", COMPLETIONS, "http://localhost:1234/v1", "LM_API_TOKEN"),
                at("litellm", COMPLETIONS, "http://localhost:4000/v1", "LITELLM_API_KEY"),
                at("copilot-proxy", COMPLETIONS, "http://localhost:3000/v1"));
    }

    /** Reached through a subscription or a program, after a login that is no part of a configuration. */
    private static List<ProviderPreset> subscriptions() {
        String[] github = {"COPILOT_GITHUB_TOKEN", "GH_TOKEN", "GITHUB_TOKEN"};
        return List.of(
                elsewhere("openai-codex", "openai-codex-responses"),
                elsewhere("codex", "openai-codex-responses"),
                elsewhere("github-copilot", "github-copilot", github),
                elsewhere("github_copilot", "github-copilot", github),
                elsewhere("google-gemini-cli", "google-gemini-cli"),
                elsewhere("google-antigravity", "google-gemini-cli"),
                elsewhere("antigravity", "google-gemini-cli"),
                elsewhere("qwen-portal", COMPLETIONS),
                elsewhere("minimax-portal", ANTHROPIC),
                elsewhere("claude-cli", "cli"),
                elsewhere("codex-cli", "cli"));
    }
}
