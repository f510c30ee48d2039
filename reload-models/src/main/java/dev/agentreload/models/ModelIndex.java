package dev.agentreload.models;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.agentreload.core.config.ConfigProblem;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The models and providers of a configuration with all their indexes. <em>Immutable.</em> */
final class ModelIndex {

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

    ModelResolution resolve(String text) {
        String name = text.strip();
        ResolvedModel named = names.get(name);
        if (named != null) {
            return new ModelResolution.Listed(named);
        }
        Optional<ModelRef> ref = ModelRef.tryParse(name);
        Optional<ModelTarget> target = ref.map(targets::get);
        if (target.isPresent()) {
            return listed(name, target.get());
        }
        List<ModelRef> bare = bareIds.get(name);
        if (bare.size() == 1) {
            return listed(name, requireNonNull(targets.get(bare.get(0))));
        }
        return bare.isEmpty() ? unlisted(name, ref) : ambiguous(name, bare);
    }

    private static ModelResolution listed(String name, ModelTarget target) {
        return new ModelResolution.Listed(new ResolvedModel(name, ImmutableList.of(target)));
    }

    private static ModelResolution ambiguous(String name, List<ModelRef> candidates) {
        return new ModelResolution.Unknown(
                "model [" + name + "] is listed by several providers",
                candidates.stream().map(ref -> "[" + ref + "]").collect(Collectors.joining(" or ", "write ", "")));
    }

    private ModelResolution unlisted(String name, Optional<ModelRef> ref) {
        if (disabled.contains(name)) {
            return new ModelResolution.Unknown("model [" + name + "] is disabled", "its entry says enabled: false");
        }
        if (ref.isEmpty()) {
            return new ModelResolution.Unknown(
                    "unknown model [" + name + "]", ConfigProblem.didYouMean(name, everyName()));
        }
        String provider = ref.get().provider();
        ProviderDefinition server = servers.get(provider);
        return server == null
                ? new ModelResolution.Unknown(
                        "unknown provider [" + provider + "] of model [" + name + "]",
                        ConfigProblem.didYouMean(provider, servers.keySet()))
                : unlisted(ref.get(), server, name);
    }

    private ModelResolution unlisted(ModelRef ref, ProviderDefinition server, String name) {
        List<String> siblings = modelsByProvider.get(ref.provider()).stream()
                .map(sibling -> sibling.ref().toString())
                .toList();
        String hint = ConfigProblem.didYouMean(ref.toString(), siblings);
        if (complete.contains(ref.provider())) {
            return new ModelResolution.Unknown(
                    "unknown model [" + ref + "]",
                    hint.isEmpty() ? "provider [" + ref.provider() + "] lists all its models" : hint);
        }
        ResolvedModel model = new ResolvedModel(name, ImmutableList.of(ModelTarget.of(ref, server)));
        return siblings.isEmpty()
                ? new ModelResolution.Listed(model)
                : new ModelResolution.Unlisted(
                        model, "provider [" + ref.provider() + "] does not list model [" + ref.model() + "]", hint);
    }

    private Collection<String> everyName() {
        return ImmutableSet.<String>builder()
                .addAll(names.keySet())
                .addAll(bareIds.keySet())
                .build();
    }
}
