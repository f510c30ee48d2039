package dev.agentreload.models;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;
import dev.agentreload.core.bind.ConfigSection;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ProblemCollector;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One reading of the models of a document. */
final class ModelsReader {

    private static final String[] MODEL_NAME = {"modelName", "model_name"};
    private static final String[] MODELS_COMPLETE = {"modelsComplete", "models_complete"};
    private static final String DEFAULT_PROVIDER = "openai";
    private static final List<String> MODEL_SETTINGS = ImmutableList.of(
            "contextWindow", "maxTokens", "reasoning", "input", "cost", "api", "headers", "compat", "params");

    private final ConfigDocument document;
    private final ModelsPolicy policy;
    private final ProblemCollector problems = new ProblemCollector();
    private final ModelIndexBuilder index = new ModelIndexBuilder();

    ModelsReader(ConfigDocument document, ModelsPolicy policy) {
        this.document = document;
        this.policy = policy;
    }

    ModelsReading read() {
        ConfigSection root = ConfigSection.of(document, problems);
        root.section("models").ifPresent(this::readModels);
        root.section("providers").ifPresent(this::readOldProviders);
        root.sectionsBy("model_name", "model_list").forEach(this::readListEntry);
        policy.knownProviders().forEach(index::addKnownProvider);
        root.section("agents")
                .flatMap(agents -> agents.section("defaults"))
                .flatMap(defaults -> defaults.section("models"))
                .ifPresent(this::readAliases);
        return problems.hasErrors()
                ? new ModelsReading.Refused(problems.inSourceOrder())
                : new ModelsReading.Read(new ModelsConfig(policy, index.build(), document), problems.inSourceOrder());
    }

    private void readModels(ConfigSection models) {
        models.node("mode");
        models.node("pricing");
        models.node("bedrockDiscovery");
        models.section("providers")
                .ifPresent(providers -> providers.memberSections().stream()
                        .filter(provider -> isProviderId(provider, providers))
                        .forEach(this::readProvider));
        report(models);
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
        boolean complete = section.flag(MODELS_COMPLETE).orElse(false);
        ProviderDefinition definition = new ProviderSection(section).read(id, id);
        report(section);
        if (!index.addProvider(definition)) {
            refuse(section, "provider [" + id + "] is defined twice");
            return;
        }
        models.forEach(model -> readModel(model, definition));
        if (complete) {
            index.complete(id);
        }
    }

    private void readModel(ConfigSection section, ProviderDefinition provider) {
        Optional<String> id = section.text("id");
        if (id.isEmpty() || id.get().isBlank()) {
            section.error(
                    "id", "a model without an id", "expected the name that provider [" + provider.id() + "] gives it");
            return;
        }
        ModelRef ref = new ModelRef(provider.id(), id.get().strip());
        List<String> aliases = ImmutableList.<String>builder()
                .addAll(section.text("alias").stream().toList())
                .addAll(section.texts("aliases"))
                .build();
        Model model = Model.of(ref)
                .withName(section.text("name").orElse(ref.model()))
                .withLimits(
                        section.whole(ConfigSection.spellings("contextWindow")),
                        section.whole(ConfigSection.spellings("maxTokens")));
        Map<String, ConfigNode> settings = ProviderSection.options(section, MODEL_SETTINGS);
        report(section);
        if (!index.addModel(model, new ModelTarget(ref, provider, settings))) {
            section.error("id", "model [" + ref.model() + "] is listed twice", "keep one of them");
        }
        aliases.forEach(alias -> addAlias(section, alias, ref));
    }

    private void readListEntry(ConfigSection section) {
        Optional<String> name = section.text(MODEL_NAME).map(String::strip).filter(text -> !text.isEmpty());
        if (name.isEmpty()) {
            section.error("model_name", "model_name is required", "expected the name that agents use");
        }
        Optional<String> model =
                section.text("model").or(() -> Optional.of("")).filter(text -> isModelId(section, text));
        Optional<String> provider =
                section.text("provider").map(String::strip).filter(text -> isProvider(section, text));
        boolean enabled = section.flag("enabled").orElse(true);
        if (name.isEmpty() || model.isEmpty()) {
            return;
        }
        ModelRef ref = ref(provider, model.get());
        String id = index.listProviderId(ref.provider(), name.get());
        ProviderDefinition definition = new ProviderSection(section).read(id, ref.provider());
        report(section);
        if (enabled) {
            addListed(section, name.get(), new ModelTarget(ref, definition, Map.of()));
        } else {
            index.disable(name.get());
        }
    }

    private void addListed(ConfigSection section, String name, ModelTarget target) {
        if (!index.addProvider(target.provider())) {
            refuse(section, "provider [" + target.provider().id() + "] is defined twice");
        } else if (!index.addListed(name, target)) {
            section.error("model_name", "alias [" + name + "] is given to two models", "keep one of them");
        }
    }

    private static boolean isModelId(ConfigSection section, String text) {
        String expected = "expected provider/model";
        if (text.isBlank()) {
            section.error("model", "model is required", expected);
        } else if (CharMatcher.whitespace().matchesAnyOf(text.strip())) {
            section.error("model", "model [" + text + "] contains blanks", expected);
        } else if (text.strip().startsWith("/") || text.strip().endsWith("/") || text.contains("//")) {
            section.error("model", "model [" + text + "] has an empty part", expected);
        } else {
            return true;
        }
        return false;
    }

    private static boolean isProvider(ConfigSection section, String text) {
        if (text.indexOf('/') >= 0) {
            section.error("provider", "[" + text + "] is no provider id", "expected a name without a slash");
        }
        return !text.isEmpty() && text.indexOf('/') < 0;
    }

    /** Takes a plain model without a provider as one of the interface that most servers speak, as such files mean it. */
    private static ModelRef ref(Optional<String> provider, String text) {
        String model = text.strip();
        if (provider.isEmpty()) {
            return ModelRef.tryParse(model).orElseGet(() -> new ModelRef(DEFAULT_PROVIDER, model));
        }
        String prefix = provider.get() + "/";
        return new ModelRef(provider.get(), model.startsWith(prefix) ? model.substring(prefix.length()) : model);
    }

    /** Reads a map from {@code provider/model} to its alias; whatever else stands there becomes a setting of the model. */
    private void readAliases(ConfigSection aliases) {
        ModelIndex defined = index.build();
        for (ConfigSection entry : aliases.memberSections()) {
            String name = key(entry);
            if (!name.endsWith("/*")) {
                readAlias(entry, defined.resolve(name));
            }
        }
    }

    private void readAlias(ConfigSection entry, ModelResolution resolution) {
        if (resolution instanceof ModelResolution.Unknown unknown) {
            problems.add(new ConfigProblem(
                    policy.strictness().severity(),
                    entry.path(),
                    entry.object().position(),
                    unknown.message(),
                    unknown.hint()));
            return;
        }
        ResolvedModel model = resolution instanceof ModelResolution.Listed listed
                ? listed.model()
                : ((ModelResolution.Unlisted) resolution).model();
        index.addModel(Model.of(model.ref()), model.targets().get(0));
        entry.text("alias").ifPresent(alias -> addAlias(entry, alias, model.ref()));
        index.overlay(model.ref(), entry.unread());
    }

    private void addAlias(ConfigSection section, String alias, ModelRef ref) {
        if (alias.isBlank() || !index.addAlias(alias.strip(), ref)) {
            section.error("alias", "alias [" + alias + "] is given to two models", "keep one of them");
        }
    }

    private static void refuse(ConfigSection section, String message) {
        section.problems()
                .add(ConfigProblem.error(section.path(), section.object().position(), message, "keep one of them"));
    }

    private void report(ConfigSection section) {
        section.reportUnknownKeys(policy.strictness().severity());
    }

    private static String key(ConfigSection section) {
        return section.path().segments().get(section.path().depth() - 1).capture();
    }
}
