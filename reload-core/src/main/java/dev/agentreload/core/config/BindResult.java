// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.config;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * What became of binding a value to a host's type.
 *
 * @param <T> the type
 */
public sealed interface BindResult<T> {

    /**
     * Returns the bound value.
     *
     * @throws InvalidConfigException if there is none
     */
    T orThrow();

    /** Returns everything that is wrong; empty if the value was bound. */
    List<ConfigProblem> problems();

    /**
     * The value was bound.
     *
     * @param value the host's value
     * @param <T> the type
     */
    record Bound<T>(T value) implements BindResult<T> {

        /** Rejects null. */
        public Bound {
            requireNonNull(value, "value");
        }

        @Override
        public T orThrow() {
            return value;
        }

        @Override
        public List<ConfigProblem> problems() {
            return ImmutableList.of();
        }

        /** Hides the value, which may hold secrets. */
        @Override
        public String toString() {
            return "Bound[***]";
        }
    }

    /**
     * The value does not fit the type.
     *
     * @param problems all that is wrong
     * @param <T> the type
     */
    record Refused<T>(List<ConfigProblem> problems) implements BindResult<T> {

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
