// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models;

import com.google.common.collect.HashMultiset;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ListMultimap;
import com.google.common.collect.MultimapBuilder;
import com.google.common.collect.Multiset;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigPath;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Gathers what a {@link ModelIndex} holds. <em>Not safe for use by multiple threads.</em> */
final class ModelIndexBuilder {

    private final Map<String, ProviderDefinition> providers = new LinkedHashMap<>();
    private final Map<String, ProviderDefinition> servers = new LinkedHashMap<>();
    private final Map<ModelRef, Model> models = new LinkedHashMap<>();
    private final Map<ModelRef, ModelTarget> targets = new LinkedHashMap<>();
    private final Map<String, ModelRef> aliases = new LinkedHashMap<>();
    private final ListMultimap<String, ModelTarget> listed =
            MultimapBuilder.linkedHashKeys().arrayListValues().build();
    private final Multiset<String> listedNames = HashMultiset.create();
    private final Map<ModelRef, Map<String, ConfigNode>> overlays = new LinkedHashMap<>();
    private final Set<String> complete = new LinkedHashSet<>();
    private final Set<String> disabled = new LinkedHashSet<>();
    private final Set<ModelRef> declared = new LinkedHashSet<>();
    private final Map<String, ConfigPath> places = new LinkedHashMap<>();
    private final Map<String, ConfigPath> mentions = new LinkedHashMap<>();
    private final ProviderPresets presets;

    ModelIndexBuilder(ProviderPresets presets) {
        this.presets = presets;
    }

    /** Returns whether there was no provider with this id yet; otherwise nothing is added. */
    boolean addProvider(ProviderDefinition definition, ConfigPath place) {
        if (providers.putIfAbsent(definition.id(), definition) != null) {
            return false;
        }
        servers.putIfAbsent(definition.id(), definition);
        places.put(definition.id(), place);
        return true;
    }

    /** Adds a provider that the host brings along, unless the configuration defines it. */
    void addKnownProvider(String id) {
        if (!servers.containsKey(id)) {
            ProviderDefinition definition = ProviderDefinition.of(id);
            servers.put(id, definition);
            providers.put(id, definition);
        }
    }

    /** Notes that the document names a provider without defining it. */
    void mention(String id, ConfigPath place) {
        if (!id.isBlank() && id.indexOf('/') < 0) {
            mentions.putIfAbsent(id.strip(), place);
        }
    }

    /** Returns what is known of a provider that an entry of a list names: what the document says, else the preset. */
    ProviderDefinition known(String id) {
        ProviderDefinition defined = providers.get(id);
        return defined == null ? preset(id) : defined;
    }

    /** Returns what is known of a provider by its name alone. */
    ProviderDefinition preset(String id) {
        return presets.definition(id).orElseGet(() -> ProviderDefinition.of(id));
    }

    /** Returns whether there is a provider of this name, be it a preset. */
    boolean isKnown(String id) {
        return servers.containsKey(id) || presets.find(id).isPresent();
    }

    /** Adds a model that its provider lists. Returns whether it did not list it yet; otherwise nothing is added. */
    boolean declare(Model model, ModelTarget target) {
        declared.add(model.ref());
        return addModel(model, target);
    }

    /** Returns whether this model was not there yet; otherwise nothing is added. */
    boolean addModel(Model model, ModelTarget target) {
        if (models.putIfAbsent(model.ref(), model) != null) {
            return false;
        }
        targets.put(model.ref(), target);
        return true;
    }

    /** Returns the model of a provider's list that this alias is the name of, if it is another one than it stands for. */
    Optional<ModelRef> behind(String alias, ModelRef ref) {
        return ModelRef.tryParse(alias).filter(declared::contains).filter(other -> !other.equals(ref));
    }

    /** Returns the id of the definition that the next entry with this name in a list makes. */
    String listProviderId(String provider, String name) {
        int occurrence = listedNames.add(name, 1) + 1;
        return provider + ":" + name + (occurrence == 1 ? "" : "#" + occurrence);
    }

    /** Adds an entry of a list, where the same name and the same model may stand several times. */
    boolean addListed(String name, ModelTarget target) {
        if (aliases.containsKey(name)) {
            return false;
        }
        ModelRef ref = target.ref();
        models.putIfAbsent(ref, Model.of(ref));
        targets.putIfAbsent(ref, target);
        servers.putIfAbsent(ref.provider(), target.provider());
        listed.put(name, target);
        return true;
    }

    /** Returns whether the alias means nothing else; otherwise nothing is added. */
    boolean addAlias(String alias, ModelRef ref) {
        if (listed.containsKey(alias)) {
            return listed.get(alias).stream().allMatch(target -> target.ref().equals(ref));
        }
        ModelRef other = aliases.putIfAbsent(alias, ref);
        return other == null || other.equals(ref);
    }

    /** Adds settings to every target of this model. */
    void overlay(ModelRef ref, Map<String, ConfigNode> settings) {
        if (!settings.isEmpty()) {
            overlays.put(ref, settings);
        }
    }

    void complete(String provider) {
        complete.add(provider);
    }

    void disable(String name) {
        disabled.add(name);
    }

    ModelIndex build() {
        return new ModelIndex(this);
    }

    Map<String, ProviderDefinition> servers() {
        return servers;
    }

    Map<String, ProviderDefinition> providers() {
        return providers;
    }

    Set<String> complete() {
        return complete;
    }

    Set<String> disabled() {
        return disabled;
    }

    Set<ModelRef> declared() {
        return declared;
    }

    Map<String, ConfigPath> places() {
        return places;
    }

    Map<String, ConfigPath> mentions() {
        return mentions;
    }

    ProviderPresets presets() {
        return presets;
    }

    ImmutableMap<ModelRef, ModelTarget> targets() {
        ImmutableMap.Builder<ModelRef, ModelTarget> overlaid = ImmutableMap.builder();
        targets.forEach((ref, target) -> overlaid.put(ref, overlaid(target)));
        return overlaid.buildOrThrow();
    }

    ImmutableMap<String, ResolvedModel> names() {
        ImmutableMap.Builder<String, ResolvedModel> names = ImmutableMap.builder();
        listed.asMap()
                .forEach((name, entries) -> names.put(
                        name,
                        new ResolvedModel(
                                name, entries.stream().map(this::overlaid).toList())));
        aliases.forEach((alias, ref) -> {
            ModelTarget target = targets.get(ref);
            if (target != null) {
                names.put(alias, new ResolvedModel(alias, ImmutableList.of(overlaid(target))));
            }
        });
        return names.buildOrThrow();
    }

    ImmutableMap<ModelRef, Model> models() {
        ImmutableListMultimap.Builder<ModelRef, String> names = ImmutableListMultimap.builder();
        listed.asMap()
                .forEach((name, entries) ->
                        entries.stream().map(ModelTarget::ref).distinct().forEach(ref -> names.put(ref, name)));
        aliases.forEach((alias, ref) -> names.put(ref, alias));
        ImmutableListMultimap<ModelRef, String> byRef = names.build();
        ImmutableMap.Builder<ModelRef, Model> named = ImmutableMap.builder();
        models.forEach((ref, model) -> named.put(ref, model.withAliases(byRef.get(ref))));
        return named.buildOrThrow();
    }

    private ModelTarget overlaid(ModelTarget target) {
        Map<String, ConfigNode> overlay = overlays.get(target.ref());
        if (overlay == null) {
            return target;
        }
        Map<String, ConfigNode> settings = new LinkedHashMap<>(target.settings());
        settings.putAll(overlay);
        return new ModelTarget(target.ref(), target.provider(), settings);
    }
}
