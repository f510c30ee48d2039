// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.config;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.internal.tree.UnresolvedText;
import java.util.List;

/**
 * The outcome of reading a source. It is no {@link Parsed}, since the warnings of a document that was read are derived at each call of
 * {@link #problems}, which takes time in proportion to the document's size.
 */
public sealed interface ReadResult {

    /**
     * Returns the document.
     *
     * @throws InvalidConfigException if there is none
     */
    ConfigDocument orThrow();

    /**
     * Returns everything that is wrong. If the source was read, these are warnings: what {@link ConfigDocument#warnings} has, one
     * that lists the variables that are not set, and one for each other reason in {@link ConfigDocument#unresolved}.
     */
    List<ConfigProblem> problems();

    /**
     * The source was read.
     *
     * @param document what it says
     */
    record Success(ConfigDocument document) implements ReadResult {

        /** Rejects null. */
        public Success {
            requireNonNull(document, "document");
        }

        @Override
        public ConfigDocument orThrow() {
            return document;
        }

        @Override
        public List<ConfigProblem> problems() {
            return ImmutableList.<ConfigProblem>builder()
                    .addAll(document.warnings())
                    .addAll(UnresolvedText.warnings(document.unresolved(), document.section()).stream()
                            .map(warning -> warning.within(document.section()))
                            .iterator())
                    .build();
        }
    }

    /**
     * The source was refused.
     *
     * @param problems all that is wrong, in source order
     */
    record Refused(List<ConfigProblem> problems) implements ReadResult {

        /** Copies the list. */
        public Refused {
            problems = ImmutableList.copyOf(problems);
        }

        @Override
        public ConfigDocument orThrow() {
            throw new InvalidConfigException(problems);
        }
    }
}
