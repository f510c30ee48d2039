// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.config;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ProblemCollector;
import dev.agentreload.core.config.SourcePosition;
import dev.agentreload.models.ModelResolution;
import dev.agentreload.models.ModelsConfig;
import dev.agentreload.models.ResolvedModel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks up the names of models that agents use, each once in a reading. <em>Not safe for use by multiple threads.</em> */
final class ModelNames {

    private final Optional<ModelsConfig> models;
    private final Optional<String> provider;
    private final Map<String, ModelResolution> known = new HashMap<>();

    /**
     * Creates the lookup.
     *
     * @param models the models; empty if they cannot be used, so that nothing more can be said about names
     * @param provider where to look for a name without provider that nothing else answers to
     */
    ModelNames(Optional<ModelsConfig> models, Optional<String> provider) {
        this.models = models;
        this.provider = provider;
    }

    /** Adds a problem if the name stands for nothing, or for something that its provider does not list. */
    void check(String name, ConfigPath path, SourcePosition position, ProblemCollector problems) {
        if (models.isEmpty()) {
            return;
        }
        ModelResolution resolution = resolve(models.get(), name);
        if (resolution instanceof ModelResolution.Unknown unknown) {
            problems.add(ConfigProblem.error(path, position, unknown.message(), unknown.hint()));
        } else if (resolution instanceof ModelResolution.Unlisted unlisted) {
            problems.add(ConfigProblem.warning(path, position, unlisted.message(), unlisted.hint()));
        }
    }

    /** Returns whether there is nothing to say about any of these names. */
    boolean areListed(ModelChoice choice) {
        return choice.names().stream()
                .allMatch(name -> models.isPresent() && resolve(models.get(), name) instanceof ModelResolution.Listed);
    }

    /** Returns what the names of the choice stand for, without those that stand for nothing. */
    List<ResolvedModel> resolve(ModelChoice choice) {
        return choice.names().stream().flatMap(this::resolved).collect(ImmutableList.toImmutableList());
    }

    private Stream<ResolvedModel> resolved(String name) {
        return models.flatMap(config -> resolve(config, name).findModel()).stream();
    }

    private ModelResolution resolve(ModelsConfig config, String name) {
        return known.computeIfAbsent(name, unknown -> config.resolve(unknown, provider.orElse("")));
    }
}
