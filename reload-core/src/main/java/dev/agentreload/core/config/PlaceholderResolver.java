// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.config;

import static java.util.Objects.requireNonNull;

import dev.agentreload.core.internal.tree.NoPlaceholders;

/**
 * Gives the values of placeholders in strings. Implemented by hosts; {@code core.source} has one for environment
 * variables and files.
 *
 * <p>Called on the thread that reads the document, once for every placeholder in it, in file order. A throw counts as no
 * value, without the exception's message, which may quote the value.
 */
@FunctionalInterface
public interface PlaceholderResolver {

    /** Returns the value, or why there is none. */
    Resolution resolve(Placeholder placeholder);

    /**
     * Returns the resolver for the next document. By default it is this one, which is right unless this one remembers what it
     * looked up, so that a document is made of one state.
     */
    default PlaceholderResolver fresh() {
        return this;
    }

    /** Returns a resolver that leaves all placeholders as they are written. */
    static PlaceholderResolver none() {
        return new NoPlaceholders();
    }

    /**
     * A placeholder found in a string.
     *
     * @param kind where the value is to come from
     * @param name the variable's name or the file's path, as it is written
     */
    record Placeholder(Kind kind, String name) {

        /** Rejects null. */
        public Placeholder {
            requireNonNull(kind, "kind");
            requireNonNull(name, "name");
        }

        /** Where a placeholder's value is to come from. */
        public enum Kind {
            /** {@code ${NAME}} or {@code ${env:NAME}}. */
            ENVIRONMENT,
            /** {@code ${file:path}}; the path has no braces. */
            FILE,
            /**
             * An OpenClaw SecretRef that names neither a variable nor a file of {@code secrets.providers}; the name is
             * {@code source:provider:id}.
             */
            SECRET
        }
    }

    /** The answer of a resolver. */
    sealed interface Resolution {

        /**
         * The placeholder is replaced, and the string that contains it is secret.
         *
         * @param value the value
         */
        record Secret(String value) implements Resolution {

            /** Rejects null. */
            public Secret {
                requireNonNull(value, "value");
            }

            @Override
            public String toString() {
                return "Secret[***]";
            }
        }

        /**
         * The placeholder is replaced, and the host says that the value may be shown.
         *
         * @param value the value
         */
        record Public(String value) implements Resolution {

            /** Rejects null. */
            public Public {
                requireNonNull(value, "value");
            }
        }

        /**
         * There is no value, which is a problem where a component reads the string.
         *
         * @param reason what was expected, such as {@code environment variable [OPENAI_KEY] is not set}
         */
        record Missing(String reason) implements Resolution {

            /** Rejects null. */
            public Missing {
                requireNonNull(reason, "reason");
            }
        }

        /** The placeholder stays as it is written. */
        record Unchanged() implements Resolution {}
    }
}
