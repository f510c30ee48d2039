// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.config;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * The outcome of making something typed of a document: a host's own type, the models, the router. What a reader made of bytes is a
 * {@link ReadResult}.
 *
 * @param <T> the type
 */
public sealed interface Parsed<T> {

    /**
     * Returns the value.
     *
     * @throws InvalidConfigException if there is none
     */
    T orThrow();

    /** Returns all problems and warnings, in the order of the file. */
    List<ConfigProblem> problems();

    /**
     * The value can be used.
     *
     * @param value the value
     * @param problems the warnings
     * @param <T> the type
     */
    record Success<T>(T value, List<ConfigProblem> problems) implements Parsed<T> {

        /** Copies the list. */
        public Success {
            requireNonNull(value, "value");
            problems = ImmutableList.copyOf(problems);
        }

        @Override
        public T orThrow() {
            return value;
        }

        /** Hides the value, which may hold secrets. */
        @Override
        public String toString() {
            return "Success[***, problems=" + problems + "]";
        }
    }

    /**
     * There is no value to use.
     *
     * @param problems all that is wrong, and the warnings
     * @param <T> the type
     */
    record Refused<T>(List<ConfigProblem> problems) implements Parsed<T> {

        /** Copies the list. */
        public Refused {
            problems = ImmutableList.copyOf(problems);
        }

        @Override
        public T orThrow() {
            throw new InvalidConfigException(problems);
        }
    }
}
