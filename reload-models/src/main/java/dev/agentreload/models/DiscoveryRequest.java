// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.util.List;

/**
 * Asks a {@link ModelSource} for the models of one provider. <em>Immutable.</em>
 *
 * @param provider the name that stands before the slash of its models
 * @param definition how to reach it
 * @param configured the models that the configuration lists for it
 * @param timeout after which no caller waits for the answer
 */
public record DiscoveryRequest(
        String provider, ProviderDefinition definition, List<Model> configured, Duration timeout) {

    /** Copies the list. */
    public DiscoveryRequest {
        requireNonNull(provider, "provider");
        requireNonNull(definition, "definition");
        requireNonNull(timeout, "timeout");
        configured = ImmutableList.copyOf(configured);
    }

    /** Returns the reference of a model that the provider calls by this id. */
    public ModelRef ref(String model) {
        return new ModelRef(provider, model);
    }
}
