// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.config;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.List;
import java.util.Optional;

/**
 * The models an agent uses for one purpose, by the names that the configuration gives them. <em>Immutable.</em>
 *
 * @param primary the one to use; empty if there is none for this purpose
 * @param fallbacks those to try in turn when the primary fails
 */
public record ModelChoice(Optional<String> primary, List<String> fallbacks) {

    private static final ModelChoice NONE = new ModelChoice(Optional.empty(), ImmutableList.of());

    /** Copies the list. */
    public ModelChoice {
        requireNonNull(primary, "primary");
        fallbacks = ImmutableList.copyOf(fallbacks);
    }

    /** Returns the choice of no model. */
    public static ModelChoice none() {
        return NONE;
    }

    /** Returns the choice of a model without fallbacks. */
    public static ModelChoice of(String primary) {
        return new ModelChoice(Optional.of(primary), ImmutableList.of());
    }

    /** Returns all names in the order in which they are tried, each once; none if there is no primary. */
    public List<String> names() {
        return primary.isEmpty()
                ? ImmutableList.of()
                : ImmutableSet.<String>builder()
                        .add(primary.get())
                        .addAll(fallbacks)
                        .build()
                        .asList();
    }
}
