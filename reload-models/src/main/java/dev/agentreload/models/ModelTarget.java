// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableMap;
import dev.agentreload.core.config.ConfigNode;
import java.util.Map;

/**
 * Where one call to a model goes, with all that changes how the answer comes about. Two equal targets behave alike.
 * <em>Immutable.</em>
 *
 * @param ref the model
 * @param provider how to reach it
 * @param settings what the configuration says about this model besides its names, in file order
 */
public record ModelTarget(ModelRef ref, ProviderDefinition provider, Map<String, ConfigNode> settings) {

    /** Copies the map. */
    public ModelTarget {
        requireNonNull(ref, "ref");
        requireNonNull(provider, "provider");
        settings = ImmutableMap.copyOf(settings);
    }

    /** Returns the target of a model about which the configuration says nothing more. */
    public static ModelTarget of(ModelRef ref, ProviderDefinition provider) {
        return new ModelTarget(ref, provider, ImmutableMap.of());
    }
}
