// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models;

import com.google.common.base.CharMatcher;
import com.google.common.collect.Sets;
import dev.agentreload.core.bind.ConfigSection;
import dev.agentreload.core.config.ConfigProblem;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the entries of {@code model_list}, each a model with a provider of its own. */
final class ModelListReader {

    private static final String DEFAULT_PROVIDER = "openai";

    private final ModelIndexBuilder index;
    private final ModelsPolicy policy;
    private final Set<String> keys;

    ModelListReader(ModelIndexBuilder index, ModelsPolicy policy) {
        this.index = index;
        this.policy = policy;
        this.keys = Sets.union(policy.providerKeys(), policy.modelKeys());
    }

    void read(ConfigSection section) {
        Optional<String> name =
                section.string(ModelKeys.MODEL_NAME).map(String::strip).filter(text -> !text.isEmpty());
        if (name.isEmpty() && !isMistyped(section, ModelKeys.MODEL_NAME)) {
            section.error(ModelKeys.MODEL_NAME, "model_name is required", "expected the name that agents use");
        }
        Optional<String> model =
                section.string("model").or(() -> Optional.of("")).filter(text -> isModelId(section, text));
        Optional<String> provider =
                section.string("provider").map(String::strip).filter(text -> isProvider(section, text));
        boolean enabled = section.bool("enabled").orElseThrow();
        if (name.isEmpty() || model.isEmpty()) {
            return;
        }
        ModelRef ref = ref(provider, model.get());
        String id = index.listProviderId(ref.provider(), name.get());
        ProviderDefinition base = index.known(ref.provider());
        ProviderSection reader = new ProviderSection(section);
        ProviderDefinition definition = reader.read(id, base);
        reader.reportUnknownKeys(policy.strictness().severity(), keys);
        if (enabled) {
            warnOfKey(section, definition, base);
            addListed(section, name.get(), new ModelTarget(ref, definition, Map.of()));
        } else {
            index.disable(name.get());
        }
    }

    private void addListed(ConfigSection section, String name, ModelTarget target) {
        if (!index.addProvider(target.provider(), section.path())) {
            section.problems()
                    .add(ConfigProblem.error(
                            section.path(),
                            section.object().position(),
                            "provider [" + target.provider().id() + "] is defined twice",
                            "keep one of them"));
        } else if (!index.addListed(name, target)) {
            section.error(ModelKeys.MODEL_NAME, "alias [" + name + "] is given to two models", "keep one of them");
        }
    }

    private static boolean isModelId(ConfigSection section, String text) {
        String expected = "expected provider/model";
        if (text.isBlank()) {
            if (!isMistyped(section, "model")) {
                section.error("model", "model is required", expected);
            }
        } else if (CharMatcher.whitespace().matchesAnyOf(text.strip())) {
            section.error("model", "model [" + text + "] contains blanks", expected);
        } else if (text.strip().startsWith("/") || text.strip().endsWith("/") || text.contains("//")) {
            section.error("model", "model [" + text + "] has an empty part", expected);
        } else {
            return true;
        }
        return false;
    }

    private static boolean isMistyped(ConfigSection section, String key) {
        return section.node(key).isEmpty() && section.reportMistyped(key);
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

    /** The key of a provider goes to the address of the provider alone, which the author of the entry may not expect. */
    private static void warnOfKey(ConfigSection section, ProviderDefinition definition, ProviderDefinition base) {
        boolean defined = !base.credentials().isEmpty() && base.endpoint().isPresent();
        if (defined && definition.credentials().isEmpty()) {
            section.problems()
                    .add(ConfigProblem.warning(
                            section.path(),
                            section.object().position(),
                            "the key of provider [" + base.id() + "] is not used here",
                            "it belongs to another address; give this entry a key of its own if it needs one"));
        }
    }
}
