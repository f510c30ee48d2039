package dev.agentreload.models;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableSet;
import dev.agentreload.core.config.Strictness;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/**
 * What a host adds to the configuration of models. <em>Immutable.</em>
 *
 * @param strictness how unknown keys are taken
 * @param knownProviders providers the host brings along, which a configuration can name without defining them
 * @param defaultModel what an agent uses when the configuration names no model for it
 */
public record ModelsPolicy(Strictness strictness, Set<String> knownProviders, Optional<ModelRef> defaultModel) {

    private static final ModelsPolicy STANDARD =
            new ModelsPolicy(Strictness.LENIENT, ImmutableSet.of(), Optional.empty());

    /** Copies the set. */
    public ModelsPolicy {
        requireNonNull(strictness, "strictness");
        requireNonNull(defaultModel, "defaultModel");
        knownProviders = ImmutableSet.copyOf(knownProviders);
    }

    /** Returns the lenient policy of a host that brings no provider along. */
    public static ModelsPolicy standard() {
        return STANDARD;
    }

    /** Returns this policy with another strictness. */
    public ModelsPolicy withStrictness(Strictness other) {
        return new ModelsPolicy(other, knownProviders, defaultModel);
    }

    /** Returns this policy with these known providers in place of the ones it has. */
    public ModelsPolicy withKnownProviders(Collection<String> ids) {
        return new ModelsPolicy(strictness, ImmutableSet.copyOf(ids), defaultModel);
    }

    /** Returns this policy with a model for agents that name none; its provider is known from then on. */
    public ModelsPolicy withDefaultModel(ModelRef model) {
        Set<String> providers = ImmutableSet.<String>builder()
                .addAll(knownProviders)
                .add(model.provider())
                .build();
        return new ModelsPolicy(strictness, providers, Optional.of(model));
    }
}
