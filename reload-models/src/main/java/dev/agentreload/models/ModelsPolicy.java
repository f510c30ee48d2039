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
 * @param presets providers that a configuration can name without defining them, which are listed only where it does
 * @param knownProviders providers the host brings along by itself, which a configuration can name too, and which are listed
 * @param defaultModel what an agent uses when the configuration names no model for it
 * @param providerKeys keys of providers that the host reads from {@link ProviderDefinition#options}, so that they are not
 *     reported as unknown
 * @param modelKeys keys of models that the host reads from {@link ModelTarget#settings}, likewise
 */
public record ModelsPolicy(
        Strictness strictness,
        ProviderPresets presets,
        Set<String> knownProviders,
        Optional<ModelRef> defaultModel,
        Set<String> providerKeys,
        Set<String> modelKeys) {

    private static final ModelsPolicy STANDARD = new ModelsPolicy(
            Strictness.LENIENT,
            ProviderPresets.standard(),
            ImmutableSet.of(),
            Optional.empty(),
            ImmutableSet.of(),
            ImmutableSet.of());

    /** Copies the sets. */
    public ModelsPolicy {
        requireNonNull(strictness, "strictness");
        requireNonNull(presets, "presets");
        requireNonNull(defaultModel, "defaultModel");
        knownProviders = ImmutableSet.copyOf(knownProviders);
        providerKeys = ImmutableSet.copyOf(providerKeys);
        modelKeys = ImmutableSet.copyOf(modelKeys);
    }

    /** Returns the lenient policy of a host that adds nothing but {@link ProviderPresets#standard()}. */
    public static ModelsPolicy standard() {
        return STANDARD;
    }

    /** Returns this policy with another strictness. */
    public ModelsPolicy withStrictness(Strictness other) {
        return new ModelsPolicy(other, presets, knownProviders, defaultModel, providerKeys, modelKeys);
    }

    /** Returns this policy with these presets in place of the ones it has. */
    public ModelsPolicy withPresets(ProviderPresets others) {
        return new ModelsPolicy(strictness, others, knownProviders, defaultModel, providerKeys, modelKeys);
    }

    /** Returns this policy with these known providers in place of the ones it has. */
    public ModelsPolicy withKnownProviders(Collection<String> ids) {
        return new ModelsPolicy(strictness, presets, ImmutableSet.copyOf(ids), defaultModel, providerKeys, modelKeys);
    }

    /** Returns this policy with a model for agents that name none; its provider is known from then on. */
    public ModelsPolicy withDefaultModel(ModelRef model) {
        Set<String> providers = ImmutableSet.<String>builder()
                .addAll(knownProviders)
                .add(model.provider())
                .build();
        return new ModelsPolicy(strictness, presets, providers, Optional.of(model), providerKeys, modelKeys);
    }

    /** Returns this policy with these keys of providers in place of the ones it has. */
    public ModelsPolicy withProviderKeys(Collection<String> keys) {
        return new ModelsPolicy(
                strictness, presets, knownProviders, defaultModel, ImmutableSet.copyOf(keys), modelKeys);
    }

    /** Returns this policy with these keys of models in place of the ones it has. */
    public ModelsPolicy withModelKeys(Collection<String> keys) {
        return new ModelsPolicy(
                strictness, presets, knownProviders, defaultModel, providerKeys, ImmutableSet.copyOf(keys));
    }
}
