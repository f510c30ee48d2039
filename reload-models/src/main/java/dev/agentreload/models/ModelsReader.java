// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.agentreload.core.bind.ConfigSection;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.Parsed;
import dev.agentreload.core.config.ProblemCollector;
import dev.agentreload.core.config.Strictness;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One reading of the models of a document. */
final class ModelsReader {

    /** Some expect the default model here. */
    private static final String MISPLACED_DEFAULT = "default";

    private static final ConfigPath MODEL_LIST = ConfigPath.of("model_list");

    private final ConfigDocument document;
    private final ModelsPolicy policy;
    private final ProblemCollector problems = new ProblemCollector();
    private final ModelIndexBuilder index;
    private final List<NamedAlias> aliases = new ArrayList<>();

    /** An alias, and where it stands. */
    private record NamedAlias(ConfigSection section, String alias, ModelRef ref) {}

    ModelsReader(ConfigDocument document, ModelsPolicy policy) {
        this.document = document;
        this.policy = policy;
        this.index = new ModelIndexBuilder(policy.presets().withFurtherEnvironment(Mentions.environment(document)));
    }

    Parsed<ModelsConfig> read() {
        ConfigSection root = ConfigSection.of(document, problems).withKeys(policy.keys());
        root.section("models").ifPresent(this::readModels);
        root.section("providers").ifPresent(this::readOldProviders);
        ModelListReader list = new ModelListReader(index, policy);
        if (document.find(MODEL_LIST).isPresent()) { // in this spelling alone, since the rules of a plan know no other
            root.sectionsBy(ModelKeys.MODEL_NAME, "model_list").forEach(list::read);
        }
        policy.knownProviders().forEach(index::addKnownProvider);
        Mentions.collect(document, index::mention);
        defaults().flatMap(defaults -> defaults.section("models")).ifPresent(this::readAliases);
        aliases.forEach(this::warnIfHidden);
        return problems.hasErrors()
                ? new Parsed.Refused<>(problems.folded())
                : new Parsed.Success<>(new ModelsConfig(policy, index.build(), document), problems.folded());
    }

    /** Finds the defaults of agents; what is wrong around them is not for the models to say. */
    private Optional<ConfigSection> defaults() {
        return ConfigSection.find(document, ConfigPath.of("agents", "defaults"), problems)
                .map(section -> section.withKeys(ModelKeys.DEFAULTS));
    }

    private void readModels(ConfigSection models) {
        if (models.hasMistake(MISPLACED_DEFAULT)) {
            problems.add(ConfigProblem.error(
                            models.pathOf(MISPLACED_DEFAULT),
                            models.positionOf(MISPLACED_DEFAULT),
                            "nothing reads [models.default]",
                            "write [agents.defaults.model]")
                    .withSeverity(policy.strictness().severity()));
        }
        models.section("providers")
                .ifPresent(providers -> providers.memberSections().stream()
                        .filter(provider -> isProviderId(provider, providers))
                        .forEach(this::readProvider));
        report(models, ImmutableSet.of());
    }

    private void readOldProviders(ConfigSection providers) {
        providers.memberSections().stream()
                .filter(provider -> new ProviderSection(provider).isConfigured())
                .filter(provider -> isProviderId(provider, providers))
                .forEach(this::readProvider);
    }

    private static boolean isProviderId(ConfigSection provider, ConfigSection providers) {
        String id = key(provider);
        boolean valid = !id.isBlank() && id.indexOf('/') < 0;
        if (!valid) {
            providers.error(id, "[" + id + "] is no provider id", "expected a name without a slash");
        }
        return valid;
    }

    private void readProvider(ConfigSection section) {
        String id = key(section);
        List<ConfigSection> models = section.sectionsBy("id", "models");
        boolean complete = section.bool("modelsComplete").orElseThrow();
        ProviderSection reader = new ProviderSection(section);
        ProviderDefinition definition = reader.read(id, base(id, models));
        reader.reportUnknownKeys(policy.strictness().severity(), policy.providerKeys());
        if (!index.addProvider(definition, section.path())) {
            refuse(section, "provider [" + id + "] is defined twice");
            return;
        }
        models.forEach(model -> readModel(model, definition));
        if (complete) {
            index.complete(id);
        }
    }

    /** Files may say with each model what its provider speaks, and not with the provider. */
    private ProviderDefinition base(String id, List<ConfigSection> models) {
        ProviderDefinition preset = index.preset(id);
        Optional<String> spoken = models.stream()
                .flatMap(model -> model.string(ModelKeys.API).stream())
                .filter(api -> !api.isBlank())
                .findFirst();
        return preset.endpoint().isPresent()
                ? preset
                : spoken.map(preset::withKind).orElse(preset);
    }

    private void readModel(ConfigSection section, ProviderDefinition provider) {
        Optional<String> id = section.string("id");
        if (id.isEmpty() || id.get().isBlank()) {
            section.error(
                    "id", "a model without an id", "expected the name that provider [" + provider.id() + "] gives it");
            return;
        }
        ModelRef ref = new ModelRef(provider.id(), id.get().strip());
        List<String> aliases = ImmutableList.<String>builder()
                .addAll(section.string("alias").stream().toList())
                .addAll(section.strings("aliases"))
                .build();
        Model model = Model.of(ref)
                .withName(section.string("name").orElse(ref.model()))
                .withLimits(section.integer("contextWindow"), section.integer("maxTokens"));
        Map<String, ConfigNode> settings = ProviderSection.options(section, ModelKeys.SETTINGS_OF_MODELS);
        report(section, policy.modelKeys());
        if (!index.declare(model, new ModelTarget(ref, provider, settings))) {
            repeated(section, ref);
        }
        aliases.forEach(alias -> addAlias(section, alias, ref));
    }

    /** OpenClaw's own setup writes such lists, and takes the first. */
    private void repeated(ConfigSection section, ModelRef ref) {
        String message = "model [" + ref.model() + "] is listed twice";
        if (policy.strictness() == Strictness.STRICT) {
            section.error("id", message, "keep one of them");
        } else {
            section.warning("id", message, "the first one counts");
        }
    }

    /** Reads a map from {@code provider/model} to its alias; whatever else stands there becomes a setting of the model. */
    private void readAliases(ConfigSection models) {
        ModelIndex defined = index.build();
        Set<String> unknownProviders = new HashSet<>();
        for (ConfigSection entry : models.memberSections()) {
            String name = key(entry);
            if (!name.endsWith("/*")) {
                readAlias(entry, defined.resolve(name, ""), unknownProviders);
            }
        }
    }

    /** An unknown provider is reported once; its models are those of a provider with this name, whatever that is. */
    private void readAlias(ConfigSection entry, ModelResolution resolution, Set<String> unknownProviders) {
        Optional<ModelRef> ref = ModelRef.tryParse(key(entry));
        if (resolution instanceof ModelResolution.Unknown unknown
                && ref.map(ModelRef::provider)
                        .filter(unknownProviders::contains)
                        .isEmpty()) {
            ref.map(ModelRef::provider).ifPresent(unknownProviders::add);
            problems.add(ConfigProblem.error(entry.path(), entry.object().position(), unknown.message(), unknown.hint())
                    .withSeverity(policy.strictness().severity()));
        }
        Optional<ResolvedModel> model = resolution
                .findModel()
                .or(() -> ref.filter(found -> !index.isKnown(found.provider()))
                        .map(found -> new ResolvedModel(
                                key(entry), List.of(ModelTarget.of(found, ProviderDefinition.of(found.provider()))))));
        model.ifPresent(found -> overlay(entry, found));
    }

    private void overlay(ConfigSection entry, ResolvedModel model) {
        index.addModel(Model.of(model.ref()), model.targets().get(0));
        entry.string("alias").ifPresent(alias -> addAlias(entry, alias, model.ref()));
        index.overlay(model.ref(), entry.unread());
    }

    private void addAlias(ConfigSection section, String alias, ModelRef ref) {
        if (alias.isBlank() || !index.addAlias(alias.strip(), ref)) {
            section.error("alias", "alias [" + alias + "] is given to two models", "keep one of them");
        } else {
            aliases.add(new NamedAlias(section, alias.strip(), ref));
        }
    }

    private void warnIfHidden(NamedAlias named) {
        ConfigSection section = named.section();
        String key = section.node("alias").isPresent() ? "alias" : "aliases";
        index.behind(named.alias(), named.ref())
                .ifPresent(listed -> section.problems()
                        .add(ConfigProblem.error(
                                        section.pathOf(key),
                                        section.positionOf(key),
                                        "alias [" + named.alias() + "] is the name of a listed model",
                                        "[" + listed + "] means that model, and not [" + named.ref() + "]")
                                .withSeverity(policy.strictness().severity())));
    }

    private static void refuse(ConfigSection section, String message) {
        section.problems()
                .add(ConfigProblem.error(section.path(), section.object().position(), message, "keep one of them"));
    }

    private void report(ConfigSection section, Set<String> hostKeys) {
        section.reportUnknownKeys(policy.strictness().severity(), hostKeys);
    }

    private static String key(ConfigSection section) {
        return section.path().segments().get(section.path().depth() - 1).capture();
    }
}
