// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.provider;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.agentreload.agents.config.AgentsConfig;
import dev.agentreload.agents.config.ModelRole;
import dev.agentreload.agents.config.ParsedAgents;
import dev.agentreload.agents.config.ResolvedAgent;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ConfigProblem.Severity;
import dev.agentreload.core.participant.Prepared;
import dev.agentreload.core.participant.ReloadContext;
import dev.agentreload.core.participant.ReloadParticipant;
import dev.agentreload.core.participant.RetiredResources;
import dev.agentreload.core.plan.ReloadAction;
import dev.agentreload.models.ModelTarget;
import dev.agentreload.models.ModelsConfig;
import dev.agentreload.models.ProviderDefinition;
import dev.agentreload.models.ProviderPreset;
import dev.agentreload.models.ProviderPresets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the agents that could not answer since this gateway does not speak what their providers do. The same check runs in
 * {@code validate} and in each start and reload, so that both say the same of a file.
 */
public final class ProviderCheck implements ReloadParticipant {

    private static final Set<ReloadAction> ACTIONS =
            Set.of(ReloadAction.RELOAD_MODELS, ReloadAction.RELOAD_PROVIDERS, ReloadAction.RELOAD_AGENTS);

    private static final String EXPECTATION =
            "expected echo, openai-completions, openai-responses, anthropic-messages, google-generative-ai or ollama";

    /** What OpenClaw and PicoClaw speak besides, so that it is no mistake of the file. */
    private static final ImmutableSet<String> DOCUMENTED = ImmutableSet.<String>builder()
            .addAll(ProviderPresets.standard().all().stream()
                    .map(ProviderPreset::kind)
                    .toList())
            .add("anthropic", "gemini", "google", "openai-chatgpt-responses", "antigravity", "claude-cli", "codex-cli")
            .build();

    /** Creates the check. */
    public ProviderCheck() {}

    /** Returns what is wrong with the providers of the document's agents; nothing if those cannot be read. */
    public static List<ConfigProblem> problems(ConfigDocument document, ParsedAgents agents) {
        return agents instanceof ParsedAgents.Success read ? problems(document, read.config()) : List.of();
    }

    private static List<ConfigProblem> problems(ConfigDocument document, AgentsConfig config) {
        Map<ProviderDefinition, Severity> mistaken = new LinkedHashMap<>();
        Map<ProviderDefinition, ModelTarget> unspoken = new LinkedHashMap<>();
        List<String> silent = new ArrayList<>();
        for (ResolvedAgent agent : config.agents()) {
            List<ModelTarget> targets = targets(agent);
            boolean some = targets.stream().anyMatch(target -> !isMistaken(target));
            targets.stream()
                    .filter(ProviderCheck::isMistaken)
                    .forEach(target -> mistaken.merge(
                            target.provider(), some ? Severity.WARNING : Severity.ERROR, ProviderCheck::worse));
            targets.stream()
                    .filter(ProviderCheck::isUnspoken)
                    .forEach(target -> unspoken.putIfAbsent(target.provider(), target));
            if (targets.stream().noneMatch(target -> ChatProviders.speaks(target.provider()))) {
                silent.add(agent.definition().id().toString());
            }
        }
        List<ConfigProblem> problems = new ArrayList<>();
        mistaken.forEach((provider, severity) -> problems.add(mistake(document, config.models(), provider, severity)));
        if (!unspoken.isEmpty()) {
            problems.add(silence(document, config.models(), ImmutableList.copyOf(unspoken.values()), silent));
        }
        return problems;
    }

    private static List<ModelTarget> targets(ResolvedAgent agent) {
        return agent.models(ModelRole.CHAT).stream()
                .flatMap(model -> model.targets().stream())
                .toList();
    }

    /** An unknown kind was mistyped, if the file says it. */
    private static boolean isMistaken(ModelTarget target) {
        String kind = target.provider().kind().toLowerCase(Locale.ROOT);
        return !ChatProviders.speaks(target.provider()) && isSaid(target) && !DOCUMENTED.contains(kind);
    }

    /** What the file names and defines nowhere, the reading of models reports. */
    private static boolean isUnspoken(ModelTarget target) {
        ProviderDefinition provider = target.provider();
        return !ChatProviders.speaks(provider)
                && !isMistaken(target)
                && (isSaid(target) || !provider.equals(ProviderDefinition.of(provider.id())));
    }

    /** The file says what a provider speaks, or the provider's name does. */
    private static boolean isSaid(ModelTarget target) {
        String id = target.ref().provider();
        return !target.provider().kind().equals(id)
                || ProviderPresets.standard().find(id).isPresent();
    }

    private static Severity worse(Severity one, Severity other) {
        return one == Severity.ERROR ? one : other;
    }

    private static ConfigProblem mistake(
            ConfigDocument document, ModelsConfig models, ProviderDefinition provider, Severity severity) {
        ConfigPath path = said(document, place(document, models, provider));
        String near = ConfigProblem.didYouMean(provider.kind(), DOCUMENTED);
        return ConfigProblem.error(
                        path,
                        document.nearestPosition(path),
                        "provider [" + provider.id() + "] speaks [" + provider.kind() + "]",
                        near.isEmpty() ? EXPECTATION : near)
                .withSeverity(severity);
    }

    /** Returns where the file says what a provider speaks; where the provider stands if only its name says it. */
    private static ConfigPath said(ConfigDocument document, ConfigPath provider) {
        return Stream.of("api", "kind", "type")
                .map(provider::key)
                .filter(path -> document.find(path).isPresent())
                .findFirst()
                .orElse(provider);
    }

    private static ConfigProblem silence(
            ConfigDocument document, ModelsConfig models, List<ModelTarget> targets, List<String> silent) {
        ConfigPath path = place(document, models, targets.get(0).provider());
        String ids = list(targets.stream().map(target -> target.provider().id()).toList());
        List<String> kinds = targets.stream()
                .filter(ProviderCheck::isSaid)
                .map(target -> target.provider().kind())
                .toList();
        return ConfigProblem.warning(
                path,
                document.nearestPosition(path),
                "this gateway cannot ask " + (targets.size() == 1 ? "provider " : "providers ") + ids,
                (kinds.isEmpty() ? "[api] and [baseUrl] are missing; " : "it does not speak " + list(kinds) + "; ")
                        + (silent.isEmpty() ? "fallbacks answer instead" : list(silent) + " cannot answer"));
    }

    private static String list(List<String> names) {
        return names.stream().distinct().map(name -> "[" + name + "]").collect(Collectors.joining(", "));
    }

    /** A provider that the file does not define is one because a model names it. */
    private static ConfigPath place(ConfigDocument document, ModelsConfig models, ProviderDefinition provider) {
        ConfigPath defaults = ConfigPath.of("agents", "defaults", "model");
        return models.findPath(provider.id())
                .orElse(document.find(defaults).isPresent() ? defaults : ConfigPath.of("agents"));
    }

    @Override
    public String name() {
        return "providers";
    }

    @Override
    public boolean handles(ReloadAction action) {
        return ACTIONS.contains(action);
    }

    @Override
    public List<ConfigProblem> validate(ReloadContext context) {
        return problems(context.target(), AgentsConfig.read(context.target(), HostPolicy.AGENTS));
    }

    @Override
    public Prepared prepare(ReloadContext context) {
        return Prepared.unchanged();
    }

    /** There is nothing to retire. */
    @Override
    public void retireAll(RetiredResources retired) {}
}
