// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Whose model a name without a provider is, by its beginning: files of PicoClaw from before {@code model_list} and old ones of
 * OpenClaw name models so.
 */
final class BareNames {

    private static final ImmutableMap<String, List<String>> PROVIDERS = ImmutableMap.<String, List<String>>builder()
            .put("claude", ImmutableList.of("anthropic"))
            .put("gpt", ImmutableList.of("openai", "azure"))
            .put("o1", ImmutableList.of("openai"))
            .put("o3", ImmutableList.of("openai"))
            .put("o4", ImmutableList.of("openai"))
            .put("codex", ImmutableList.of("openai"))
            .put("gemini", ImmutableList.of("gemini", "google"))
            .put("glm", ImmutableList.of("zhipu", "zai", "glm"))
            .put("deepseek", ImmutableList.of("deepseek"))
            .put("kimi", ImmutableList.of("moonshot", "kimi"))
            .put("moonshot", ImmutableList.of("moonshot"))
            .put("qwen", ImmutableList.of("qwen", "modelstudio"))
            .put("grok", ImmutableList.of("xai"))
            .put("mistral", ImmutableList.of("mistral"))
            .put("codestral", ImmutableList.of("mistral"))
            .put("minimax", ImmutableList.of("minimax"))
            .put("doubao", ImmutableList.of("volcengine"))
            .put("longcat", ImmutableList.of("longcat"))
            .put("step", ImmutableList.of("stepfun"))
            .put("mimo", ImmutableList.of("mimo", "xiaomi"))
            .buildOrThrow();

    private BareNames() {}

    /** Returns the first of these providers whose models have such names. */
    static Optional<String> provider(String name, Set<String> providers) {
        return candidates(name).stream().filter(providers::contains).findFirst();
    }

    private static List<String> candidates(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return PROVIDERS.entrySet().stream()
                .filter(family -> isOf(lower, family.getKey()))
                .findFirst()
                .<List<String>>map(family -> family.getValue())
                .orElse(ImmutableList.of());
    }

    /** A letter behind the beginning makes another word of it. */
    private static boolean isOf(String name, String family) {
        return name.startsWith(family)
                && (name.length() == family.length() || !Character.isLetter(name.charAt(family.length())));
    }
}
