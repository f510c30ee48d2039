// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import dev.agentreload.core.bind.SectionKeys;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.Parsed;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The providers and models that a configuration defines, and what their names stand for.
 *
 * <p>Read are {@code models.providers.<id>} with its list of models, the list {@code model_list}, whose every entry is a
 * model with a provider of its own, the old map {@code providers}, and the aliases in {@code agents.defaults.models}.
 * Providers of the first and third kind have their key as id; an entry of {@code model_list} defines the provider
 * {@code <provider>:<model_name>}, the second one of that name {@code <provider>:<model_name>#2}. Entries with the same
 * {@code model_name} take turns; one with {@code enabled: false} is as good as absent.
 *
 * <p>What the definition of a provider leaves out comes from its {@linkplain ModelsPolicy#presets() preset}, and what an entry of
 * {@code model_list} leaves out from the definition of the provider that it names, else from the preset; keys and headers only for
 * the same address. Variables in {@code env} and {@code env.vars} count for presets whose key the host does not give.
 *
 * <p>A provider that says {@code "modelsComplete": true} (or {@code models_complete}) has no models but those it lists.
 *
 * <p><em>Immutable; safe for use by multiple threads.</em>
 */
public final class ModelsConfig {

    private static final List<ConfigPath> READ_PATHS = List.of(
            ConfigPath.of("models"),
            ConfigPath.of("model_list"),
            ConfigPath.of("providers"),
            ConfigPath.of("agents", "defaults", "models"),
            ConfigPath.of("auth"),
            ConfigPath.of("env"),
            ConfigPath.of("plugins", "entries"));

    private final ModelsPolicy policy;
    private final ModelIndex index;
    private final List<Optional<ConfigNode>> origin;

    ModelsConfig(ModelsPolicy policy, ModelIndex index, ConfigDocument document) {
        this.policy = policy;
        this.index = index;
        this.origin = origin(document);
    }

    /** Reads the models of a document with {@link ModelsPolicy#standard()}. */
    public static Parsed<ModelsConfig> read(ConfigDocument document) {
        return read(document, ModelsPolicy.standard());
    }

    /** Reads the models of a document. All problems are reported at once; the result is refused if one of them is an error. */
    public static Parsed<ModelsConfig> read(ConfigDocument document, ModelsPolicy policy) {
        requireNonNull(document, "document");
        requireNonNull(policy, "policy");
        return new ModelsReader(document, policy).read();
    }

    /**
     * Returns the keys at the root of a document that are read for models, with the sections below them; what else a document has
     * is for other readers. Keys that the host declares in the policy are accepted.
     */
    public static SectionKeys keys(ModelsPolicy policy) {
        return policy.keys();
    }

    /** Returns what a document without any models says: what the host brings along. */
    public static ModelsConfig empty(ModelsPolicy policy) {
        return read(ConfigDocument.parse("no models", "{}"), policy).orThrow();
    }

    /** Returns the policy under which the document was read. */
    public ModelsPolicy policy() {
        return policy;
    }

    /** Returns all providers, in the order of the configuration, then those the host brings along. */
    public List<ProviderDefinition> providers() {
        return index.providers();
    }

    /** Returns the provider with this id. */
    public Optional<ProviderDefinition> findProvider(String id) {
        requireNonNull(id, "id");
        return index.findProvider(id);
    }

    /** Returns the models that the configuration lists, each once, in its order. */
    public List<Model> models() {
        return index.models();
    }

    /** Returns the listed model with this reference. */
    public Optional<Model> findModel(ModelRef ref) {
        requireNonNull(ref, "ref");
        return index.findModel(ref);
    }

    /** Returns the models that the configuration lists for the provider of this name, which stands before the slash. */
    public List<Model> models(String provider) {
        requireNonNull(provider, "provider");
        return index.models(provider);
    }

    /**
     * Returns the definitions by the names that stand before the slash, in the order of the configuration. Of the entries
     * of {@code model_list} that share a provider's name, the first stands for it.
     */
    public Map<String, ProviderDefinition> providersByName() {
        return index.servers();
    }

    /** Returns where calls can go: each listed model at each definition that offers it, in the order of the configuration. */
    public List<ModelTarget> targets() {
        return index.targets();
    }

    /**
     * Returns the path at which the provider with this id is defined, such as {@code model_list[model_name=fast]}; empty if the document does
     * not define it.
     */
    public Optional<ConfigPath> findPath(String id) {
        requireNonNull(id, "id");
        return index.findPath(id);
    }

    /**
     * Looks up a name: {@code provider/model} that the provider lists, else an alias or a {@code model_name}, else the bare id of a
     * model that one provider alone lists; then all of these in another letter case, if only one is spelt so; else
     * {@code provider/model} of a known provider. A bare name that nothing answers to is taken for a model of the provider that its
     * beginning or the only configured provider suggests.
     */
    public ModelResolution resolve(String name) {
        return resolve(name, "");
    }

    /**
     * Looks up a name as {@link #resolve(String)} does. Before it guesses, a bare name that nothing answers to is looked for at this
     * provider, unless that is blank.
     */
    public ModelResolution resolve(String name, String provider) {
        requireNonNull(name, "name");
        requireNonNull(provider, "provider");
        return index.resolve(name, provider);
    }

    /** Returns whether reading the document under the policy would give this again, which takes no time to find out. */
    public boolean isFrom(ConfigDocument document, ModelsPolicy other) {
        if (!policy.equals(other)) {
            return false;
        }
        for (int i = 0; i < READ_PATHS.size(); i++) {
            if (!origin.get(i).equals(document.find(READ_PATHS.get(i)))) {
                return false;
            }
        }
        return true;
    }

    /** Returns how much there is, and no content. */
    @Override
    public String toString() {
        return "ModelsConfig[" + providers().size() + " providers, " + models().size() + " models]";
    }

    private static List<Optional<ConfigNode>> origin(ConfigDocument document) {
        return ImmutableList.copyOf(Lists.transform(READ_PATHS, document::find));
    }
}
