// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The models a catalog knows, with their indexes. One list never changes: what is asked of it belongs together.
 * <em>Immutable; safe for use by multiple threads.</em>
 */
public final class ModelList {

    private final ImmutableMap<ModelRef, Model> byRef;
    private final ImmutableMap<String, Model> byAlias;
    private final ImmutableListMultimap<String, Model> byProvider;
    private final ImmutableMap<String, String> staleProviders;

    ModelList(Map<ModelRef, Model> models, Map<String, String> staleProviders) {
        this.byRef = ImmutableMap.copyOf(models);
        this.byAlias = byAlias(byRef.values());
        this.byProvider = byRef.values().stream()
                .collect(ImmutableListMultimap.toImmutableListMultimap(
                        model -> model.ref().provider(), model -> model));
        this.staleProviders = ImmutableMap.copyOf(staleProviders);
    }

    /** Several models can share an alias when they take turns; the first in the order of the configuration answers. */
    private static ImmutableMap<String, Model> byAlias(Iterable<Model> models) {
        Map<String, Model> byAlias = new LinkedHashMap<>();
        for (Model model : models) {
            model.aliases().forEach(alias -> byAlias.putIfAbsent(alias, model));
        }
        return ImmutableMap.copyOf(byAlias);
    }

    /** Returns all models: providers in the order of the configuration, each with its configured models first. */
    public List<Model> models() {
        return byRef.values().asList();
    }

    /** Returns the model with this reference. */
    public Optional<Model> find(ModelRef ref) {
        requireNonNull(ref, "ref");
        return Optional.ofNullable(byRef.get(ref));
    }

    /**
     * Returns the model that is written so as {@code provider/model}, else the one with this alias, else the only one of which
     * that is true in another letter case. So an alias never hides a model that a provider lists.
     */
    public Optional<Model> find(String name) {
        requireNonNull(name, "name");
        return ModelRef.tryParse(name)
                .flatMap(this::find)
                .or(() -> Optional.ofNullable(byAlias.get(name)))
                .or(() -> findInAnyCase(name));
    }

    private Optional<Model> findInAnyCase(String name) {
        List<Model> named = byRef.values().stream()
                .filter(model -> model.ref().toString().equalsIgnoreCase(name)
                        || model.aliases().stream().anyMatch(name::equalsIgnoreCase))
                .limit(2)
                .toList();
        return named.size() == 1 ? Optional.of(named.get(0)) : Optional.empty();
    }

    /** Returns the models of the provider with this name. */
    public List<Model> models(String provider) {
        requireNonNull(provider, "provider");
        return byProvider.get(provider);
    }

    /** Returns whether a provider's models are not as its source has them now. */
    public boolean isStale() {
        return !staleProviders.isEmpty();
    }

    /** Returns why, for each provider whose models are an earlier answer, or missing because there never was one. */
    public Map<String, String> staleProviders() {
        return staleProviders;
    }

    @Override
    public String toString() {
        return "ModelList[" + byRef.size() + " models" + (isStale() ? ", stale " + staleProviders : "") + "]";
    }
}
