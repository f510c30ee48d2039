// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models;

import static java.util.Objects.requireNonNull;

import com.google.common.base.Ascii;
import com.google.common.collect.Collections2;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The models and providers of a configuration with all their indexes. <em>Immutable.</em> */
final class ModelIndex {

    private static final String OPENROUTER = "openrouter";
    private static final ConfigPath OLD_OPENROUTER = ConfigPath.of("providers", OPENROUTER);

    /** Providers by the name that stands before the slash; an entry of a list shares its provider's name with others. */
    private final ImmutableMap<String, ProviderDefinition> servers;

    private final ImmutableMap<String, ProviderDefinition> providers;
    private final ImmutableMap<String, ResolvedModel> names;
    private final ImmutableMap<ModelRef, ModelTarget> targets;
    private final ImmutableListMultimap<String, ModelRef> bareIds;
    private final ImmutableMap<ModelRef, Model> models;
    private final ImmutableListMultimap<String, Model> modelsByProvider;
    private final ImmutableSet<String> complete;
    private final ImmutableSet<String> disabled;

    /** Models that a provider lists, which no alias of the same spelling hides. */
    private final ImmutableSet<ModelRef> declared;

    private final ImmutableMap<String, ConfigPath> places;

    /** Providers that the document names without defining them, and where. */
    private final ImmutableMap<String, ConfigPath> mentions;

    private final ProviderPresets presets;

    ModelIndex(ModelIndexBuilder builder) {
        this.servers = ImmutableMap.copyOf(builder.servers());
        this.providers = ImmutableMap.copyOf(builder.providers());
        this.targets = builder.targets();
        this.names = builder.names();
        this.models = builder.models();
        this.bareIds = models.keySet().stream()
                .collect(ImmutableListMultimap.toImmutableListMultimap(ModelRef::model, ref -> ref));
        this.modelsByProvider = models.values().stream()
                .collect(ImmutableListMultimap.toImmutableListMultimap(
                        model -> model.ref().provider(), model -> model));
        this.complete = ImmutableSet.copyOf(builder.complete());
        this.disabled = ImmutableSet.copyOf(builder.disabled());
        this.declared = ImmutableSet.copyOf(builder.declared());
        this.places = ImmutableMap.copyOf(builder.places());
        this.mentions = ImmutableMap.copyOf(builder.mentions());
        this.presets = builder.presets();
    }

    Optional<ConfigPath> findPath(String id) {
        return Optional.ofNullable(places.get(id));
    }

    List<ProviderDefinition> providers() {
        return providers.values().asList();
    }

    Optional<ProviderDefinition> findProvider(String id) {
        return Optional.ofNullable(providers.get(id));
    }

    List<Model> models() {
        return models.values().asList();
    }

    Optional<Model> findModel(ModelRef ref) {
        return Optional.ofNullable(models.get(ref));
    }

    List<Model> models(String provider) {
        return modelsByProvider.get(provider);
    }

    Map<String, ProviderDefinition> servers() {
        return servers;
    }

    /** Of the entries of a list that share a model, all but the first are known by their names alone. */
    List<ModelTarget> targets() {
        return Stream.concat(
                        targets.values().stream(), names.values().stream().flatMap(name -> name.targets().stream()))
                .distinct()
                .toList();
    }

    /** Looks a name up, one without a provider that nothing answers to at this provider as well, unless that is blank. */
    ModelResolution resolve(String text, String provider) {
        String name = text.strip();
        return exactly(name).or(() -> inOtherCase(name)).orElseGet(() -> unlisted(name, provider.strip()));
    }

    private Optional<ModelResolution> exactly(String name) {
        Optional<ModelRef> ref = ModelRef.tryParse(name);
        Optional<ModelTarget> target = ref.map(targets::get);
        ResolvedModel named = names.get(name);
        if (named != null && ref.filter(declared::contains).isEmpty()) {
            return Optional.of(new ModelResolution.Listed(named));
        }
        if (target.isPresent()) {
            return Optional.of(listed(name, target.get()));
        }
        List<ModelRef> bare = bareIds.get(name);
        return switch (bare.size()) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(listed(name, requireNonNull(targets.get(bare.get(0)))));
            default -> Optional.of(ambiguous(name, bare));
        };
    }

    private Optional<ModelResolution> inOtherCase(String name) {
        return only(
                        Stream.of(
                                        names.keySet(),
                                        Collections2.transform(targets.keySet(), ModelRef::toString),
                                        bareIds.keySet())
                                .flatMap(Collection::stream),
                        name)
                .flatMap(this::exactly);
    }

    /** Returns the one of these that is spelt like the name but for the case of letters. */
    private static Optional<String> only(Stream<String> candidates, String name) {
        List<String> alike =
                candidates.filter(name::equalsIgnoreCase).distinct().limit(2).toList();
        return alike.size() == 1 ? Optional.of(alike.get(0)) : Optional.empty();
    }

    private static ModelResolution listed(String name, ModelTarget target) {
        return new ModelResolution.Listed(new ResolvedModel(name, ImmutableList.of(target)));
    }

    private static ModelResolution ambiguous(String name, List<ModelRef> candidates) {
        return new ModelResolution.Unknown(
                "model [" + name + "] is listed by several providers",
                candidates.stream().map(ref -> "[" + ref + "]").collect(Collectors.joining(" or ", "write ", "")));
    }

    private ModelResolution unlisted(String name, String provider) {
        if (disabled.contains(name)) {
            return new ModelResolution.Unknown("model [" + name + "] is disabled", "its entry says enabled: false");
        }
        Optional<ModelRef> ref = ModelRef.tryParse(name);
        if (ref.isEmpty()) {
            return bare(name, provider);
        }
        Optional<ModelRef> whole = places.containsKey(ref.get().provider()) ? Optional.empty() : whole(name, provider);
        ModelResolution found = at(whole.orElse(ref.get()), name);
        return found instanceof ModelResolution.Unknown && isProvider(provider) ? at(name, provider, found) : found;
    }

    /**
     * Returns what a name with a slash is at a provider that sells other vendors' models under such names: the one that is said
     * beside the model, else OpenRouter in a file of an older PicoClaw, if the file defines it.
     */
    private Optional<ModelRef> whole(String name, String provider) {
        if (places.containsKey(provider)) {
            return Optional.of(new ModelRef(provider, name));
        }
        return Optional.ofNullable(places.get(OPENROUTER))
                .filter(OLD_OPENROUTER::equals)
                .map(place -> new ModelRef(OPENROUTER, name));
    }

    private static boolean isProvider(String text) {
        return !text.isEmpty() && text.indexOf('/') < 0;
    }

    private ModelResolution at(String name, String provider, ModelResolution otherwise) {
        ModelResolution found = at(new ModelRef(provider, name), name);
        return found instanceof ModelResolution.Unknown ? otherwise : found;
    }

    private ModelResolution at(ModelRef ref, String name) {
        String provider = ref.provider();
        Optional<String> server =
                servers.containsKey(provider) ? Optional.of(provider) : only(servers.keySet().stream(), provider);
        if (server.isPresent()) {
            return unlisted(new ModelRef(server.get(), ref.model()), requireNonNull(servers.get(server.get())), name);
        }
        Optional<ProviderDefinition> preset = presets.definition(provider);
        if (preset.isPresent()) {
            return listed(name, ModelTarget.of(new ModelRef(preset.get().id(), ref.model()), preset.get()));
        }
        return only(mentions.keySet().stream(), provider)
                .map(mention -> mentioned(new ModelRef(mention, ref.model()), name))
                .orElseGet(() -> unknownProvider(provider, name));
    }

    private ModelResolution mentioned(ModelRef ref, String name) {
        ModelTarget target = ModelTarget.of(ref, ProviderDefinition.of(ref.provider()));
        return new ModelResolution.Unlisted(
                new ResolvedModel(name, ImmutableList.of(target)),
                "provider [" + ref.provider() + "] is named at [" + mentions.get(ref.provider())
                        + "] and defined nowhere",
                "its models answer if the host brings it along");
    }

    private ModelResolution unknownProvider(String provider, String name) {
        String hint = ConfigProblem.didYouMean(provider, Sets.union(servers.keySet(), mentions.keySet()));
        return new ModelResolution.Unknown(
                "unknown provider [" + provider + "] of model [" + name + "]",
                hint.isEmpty() ? ConfigProblem.didYouMean(provider, presetsLike(provider)) : hint);
    }

    /** There are so many that some resemble every name; who mistypes one seldom does so at its first letter. */
    private List<String> presetsLike(String provider) {
        return presets.all().stream()
                .map(ProviderPreset::id)
                .filter(id -> Ascii.equalsIgnoreCase(id.substring(0, 1), provider.substring(0, 1)))
                .toList();
    }

    private ModelResolution bare(String name, String provider) {
        Optional<ModelResolution> hinted = Optional.of(provider)
                .filter(ModelIndex::isProvider)
                .map(said -> at(new ModelRef(said, name), name))
                .filter(found -> found.findModel().isPresent());
        if (hinted.isPresent()) {
            return hinted.get();
        }
        String hint = ConfigProblem.didYouMean(name, everyName());
        return hint.isEmpty()
                ? guessed(name)
                        .orElseGet(() -> new ModelResolution.Unknown(
                                "unknown model [" + name + "]", "expected an alias, or provider/model"))
                : new ModelResolution.Unknown("unknown model [" + name + "]", hint);
    }

    private Optional<ModelResolution> guessed(String name) {
        Set<String> defined = Sets.filter(servers.keySet(), id -> !models(id).isEmpty() || places.containsKey(id));
        Optional<ModelResolution> configured = BareNames.provider(name, defined)
                .or(() ->
                        defined.size() == 1 && models(defined.iterator().next()).isEmpty()
                                ? Optional.of(defined.iterator().next())
                                : Optional.empty())
                .map(provider -> at(new ModelRef(provider, name), name));
        Set<String> known = presets.all().stream().map(ProviderPreset::id).collect(ImmutableSet.toImmutableSet());
        return configured.or(() ->
                BareNames.provider(name, known).map(provider -> taken(new ModelRef(provider, name), name)));
    }

    private ModelResolution taken(ModelRef ref, String name) {
        ModelTarget target =
                ModelTarget.of(ref, presets.definition(ref.provider()).orElseThrow());
        return new ModelResolution.Unlisted(
                new ResolvedModel(name, ImmutableList.of(target)),
                "model [" + name + "] names no provider",
                "it is taken for [" + ref + "], which is the way to write it");
    }

    private ModelResolution unlisted(ModelRef ref, ProviderDefinition server, String name) {
        if (complete.contains(ref.provider())) {
            String hint = nearMatch(ref);
            return new ModelResolution.Unknown(
                    "unknown model [" + ref + "]",
                    hint.isEmpty() ? "provider [" + ref.provider() + "] lists all its models" : hint);
        }
        ResolvedModel model = new ResolvedModel(name, ImmutableList.of(ModelTarget.of(ref, server)));
        return isListOfItsOwn(ref.provider())
                ? new ModelResolution.Unlisted(
                        model,
                        "provider [" + ref.provider() + "] does not list model [" + ref.model() + "]",
                        nearMatch(ref))
                : new ModelResolution.Listed(model);
    }

    private String nearMatch(ModelRef ref) {
        return ConfigProblem.didYouMean(
                ref.toString(),
                models(ref.provider()).stream()
                        .map(sibling -> sibling.ref().toString())
                        .toList());
    }

    /** What a file lists of a provider that all the world knows is never all of it, and an alias is no list. */
    private boolean isListOfItsOwn(String provider) {
        return presets.find(provider).isEmpty()
                && models(provider).stream().map(Model::ref).anyMatch(declared::contains);
    }

    private Collection<String> everyName() {
        return ImmutableSet.<String>builder()
                .addAll(names.keySet())
                .addAll(bareIds.keySet())
                .build();
    }
}
