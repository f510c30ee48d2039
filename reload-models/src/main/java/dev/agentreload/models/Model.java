// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.models;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.OptionalLong;

/**
 * A model as a list of models shows it. <em>Immutable.</em>
 *
 * @param ref its provider and its id there
 * @param name what people read
 * @param aliases the short names it answers to, in the order of the configuration
 * @param contextWindow how many tokens it takes in all, if known
 * @param maxTokens how many tokens it answers with at most, if known
 */
public record Model(
        ModelRef ref, String name, List<String> aliases, OptionalLong contextWindow, OptionalLong maxTokens) {

    /** Copies the list. */
    public Model {
        requireNonNull(ref, "ref");
        requireNonNull(name, "name");
        requireNonNull(contextWindow, "contextWindow");
        requireNonNull(maxTokens, "maxTokens");
        aliases = ImmutableList.copyOf(aliases);
    }

    /** Returns a model of which nothing but its id is known. */
    public static Model of(ModelRef ref) {
        return new Model(ref, ref.model(), ImmutableList.of(), OptionalLong.empty(), OptionalLong.empty());
    }

    /** Returns this model under another name. */
    public Model withName(String other) {
        return new Model(ref, other, aliases, contextWindow, maxTokens);
    }

    /** Returns this model with these aliases and no others. */
    public Model withAliases(List<String> others) {
        return new Model(ref, name, others, contextWindow, maxTokens);
    }

    /** Returns this model with these limits. */
    public Model withLimits(OptionalLong context, OptionalLong answer) {
        return new Model(ref, name, aliases, context, answer);
    }
}
