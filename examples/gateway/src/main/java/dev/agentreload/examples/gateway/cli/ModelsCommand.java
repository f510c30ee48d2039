// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.cli;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.Parsed;
import dev.agentreload.examples.gateway.provider.HostPolicy;
import dev.agentreload.models.Model;
import dev.agentreload.models.ModelsConfig;
import dev.agentreload.models.ProviderDefinition;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists what a configuration says about models, and asks no provider. */
@Command(
        name = "models",
        description = "Lists the providers and models of a configuration; calls no server and shows no secret.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:the file can be used; there may be warnings", "1:it cannot"})
final class ModelsCommand implements Callable<Integer> {

    @Mixin
    private ConfigQuestion question = new ConfigQuestion();

    @Override
    public Integer call() {
        return question.answer(ModelsCommand::answer);
    }

    private static ConfigQuestion.Answer answer(ConfigDocument document) {
        Parsed<ModelsConfig> reading = ModelsConfig.read(document, HostPolicy.MODELS);
        ModelsConfig models = reading.orThrow();
        String summary = document.source() + ": "
                + ConfigQuestion.count(models.providers().size(), "provider") + ", "
                + ConfigQuestion.count(models.models().size(), "model") + ", "
                + ConfigQuestion.count(
                        ConfigProblem.count(reading.problems(), ConfigProblem.Severity.WARNING), "warning");
        return new ConfigQuestion.Answer(text(models, reading.problems(), summary), map(models, reading.problems()));
    }

    private static String text(ModelsConfig config, List<ConfigProblem> warnings, String summary) {
        return Stream.of(
                        config.providers().stream().map(ModelsCommand::text),
                        config.models().stream().map(ModelsCommand::text),
                        warnings.stream().map(warning -> "warning: " + warning),
                        Stream.of(summary))
                .flatMap(lines -> lines)
                .collect(Collectors.joining("\n"));
    }

    private static String text(ProviderDefinition provider) {
        return "provider " + provider.id() + ": " + provider.kind()
                + host(provider).map(host -> " at " + host).orElse("")
                + (provider.credentials().isEmpty() ? "" : ", with a key");
    }

    private static String text(Model model) {
        return "model " + model.ref()
                + (model.name().equals(model.ref().model()) ? "" : ": " + model.name())
                + (model.aliases().isEmpty() ? "" : ", also called " + String.join(", ", model.aliases()));
    }

    private static Map<String, Object> map(ModelsConfig config, List<ConfigProblem> warnings) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("providers", config.providers().stream().map(ModelsCommand::map).toList());
        map.put("models", config.models().stream().map(ModelsCommand::map).toList());
        map.put("problems", warnings.stream().map(ConfigProblem::toMap).toList());
        return map;
    }

    private static Map<String, Object> map(ProviderDefinition provider) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("id", provider.id());
        map.put("kind", provider.kind());
        host(provider).ifPresent(host -> map.put("host", host));
        map.put("keys", provider.credentials().size());
        return map;
    }

    /** Users, paths and queries are where secrets hide in an address. */
    private static Optional<String> host(ProviderDefinition provider) {
        try {
            return Optional.ofNullable(new URI(provider.endpoint().orElse("")).getHost());
        } catch (URISyntaxException e) {
            return Optional.empty(); // creating the provider refuses the address
        }
    }

    private static Map<String, Object> map(Model model) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("ref", model.ref());
        map.put("name", model.name());
        map.put("aliases", model.aliases());
        model.contextWindow().ifPresent(tokens -> map.put("contextWindow", tokens));
        model.maxTokens().ifPresent(tokens -> map.put("maxTokens", tokens));
        return map;
    }
}
