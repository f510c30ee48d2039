// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableSet;
import dev.agentreload.core.bind.SectionKeys;
import dev.agentreload.core.config.Strictness;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a host adds to the configuration of models. <em>Immutable.</em>
 */
public final class ModelsPolicy {

    private static final ModelsPolicy STANDARD = new ModelsPolicy(
            Strictness.LENIENT,
            ProviderPresets.standard(),
            ImmutableSet.of(),
            Optional.empty(),
            ImmutableSet.of(),
            ImmutableSet.of());

    private final Strictness strictness;
    private final ProviderPresets presets;
    private final Set<String> knownProviders;
    private final Optional<ModelRef> defaultModel;
    private final Set<String> providerKeys;
    private final Set<String> modelKeys;
    private final SectionKeys keys;

    private ModelsPolicy(
            Strictness strictness,
            ProviderPresets presets,
            Set<String> knownProviders,
            Optional<ModelRef> defaultModel,
            Set<String> providerKeys,
            Set<String> modelKeys) {
        this.strictness = requireNonNull(strictness, "strictness");
        this.presets = requireNonNull(presets, "presets");
        this.defaultModel = requireNonNull(defaultModel, "defaultModel");
        this.knownProviders = ImmutableSet.copyOf(knownProviders);
        this.providerKeys = ImmutableSet.copyOf(providerKeys);
        this.modelKeys = ImmutableSet.copyOf(modelKeys);
        this.keys = ModelKeys.root(this.providerKeys, this.modelKeys);
    }

    SectionKeys keys() {
        return keys;
    }

    /** Returns how unknown keys are taken. */
    public Strictness strictness() {
        return strictness;
    }

    /** Returns providers that a configuration can name without defining them, which are listed only where it does. */
    public ProviderPresets presets() {
        return presets;
    }

    /** Returns providers the host brings along by itself, which a configuration can name too, and which are listed. */
    public Set<String> knownProviders() {
        return knownProviders;
    }

    /** Returns what an agent uses when the configuration names no model for it. */
    public Optional<ModelRef> defaultModel() {
        return defaultModel;
    }

    /**
     * Returns keys of providers that the host reads from {@link ProviderDefinition#options}, so that they are not reported
     * as unknown.
     */
    public Set<String> providerKeys() {
        return providerKeys;
    }

    /** Returns keys of models that the host reads from {@link ModelTarget#settings}, likewise. */
    public Set<String> modelKeys() {
        return modelKeys;
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

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ModelsPolicy that
                && strictness.equals(that.strictness)
                && presets.equals(that.presets)
                && knownProviders.equals(that.knownProviders)
                && defaultModel.equals(that.defaultModel)
                && providerKeys.equals(that.providerKeys)
                && modelKeys.equals(that.modelKeys);
    }

    @Override
    public int hashCode() {
        return Objects.hash(strictness, presets, knownProviders, defaultModel, providerKeys, modelKeys);
    }

    @Override
    public String toString() {
        return "ModelsPolicy[%s, presets=%s, knownProviders=%s, defaultModel=%s, providerKeys=%s, modelKeys=%s]"
                .formatted(strictness, presets, knownProviders, defaultModel, providerKeys, modelKeys);
    }
}
