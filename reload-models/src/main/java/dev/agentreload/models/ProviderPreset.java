// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Optional;

/**
 * The public facts about a provider of models: what a configuration need not say about it. <em>Immutable.</em>
 *
 * @param id the name that stands before the slash of its models
 * @param kind the wire protocol, in OpenClaw's words, such as {@code openai-completions}
 * @param endpoint the base address; empty if each customer has another one, or it is reached in another way
 * @param keyVariables the environment variables that customers keep its key in, the usual one first; empty if it takes none
 */
public record ProviderPreset(String id, String kind, Optional<String> endpoint, List<String> keyVariables) {

    /** Copies the list. */
    public ProviderPreset {
        checkArgument(!id.isBlank() && id.indexOf('/') < 0, "a provider has a name without a slash: [%s]", id);
        checkArgument(!kind.isBlank(), "the kind of a provider must not be blank");
        requireNonNull(endpoint, "endpoint");
        keyVariables = ImmutableList.copyOf(keyVariables);
    }
}
