// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.config;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import dev.agentreload.core.internal.tree.PathSyntax;
import dev.agentreload.core.internal.tree.Scalars;

/** One step of a {@link ConfigPath}: into an object by key, into a list by index or by an element's identity. */
public sealed interface PathSegment {

    /** Returns what a rule's {@code *} captures here: the key, the index or the identity. */
    String capture();

    /**
     * A step to the member of an object.
     *
     * @param name the key as written in the object
     */
    record Key(String name) implements PathSegment {

        /** Rejects null. */
        public Key {
            requireNonNull(name, "name");
        }

        @Override
        public String capture() {
            return name;
        }

        @Override
        public String toString() {
            return PathSyntax.print(this);
        }
    }

    /**
     * A step to the element of a list without identities.
     *
     * @param index the index, counted from 0
     */
    record Index(int index) implements PathSegment {

        /** Rejects negative numbers. */
        public Index {
            checkArgument(index >= 0, "an index must not be negative, not %s", index);
        }

        @Override
        public String capture() {
            return Integer.toString(index);
        }

        @Override
        public String toString() {
            return PathSyntax.print(this);
        }
    }

    /**
     * A step to the element of a list that the value of one of its keys identifies.
     *
     * @param key the key, such as {@code id}
     * @param kind the kind of its value, since {@code 5} and {@code "5"} are two identities
     * @param value the value as text
     * @param occurrence 0 for the first element with this identity, 1 for the second
     */
    record Identity(String key, ConfigNode.Kind kind, String value, int occurrence) implements PathSegment {

        /** Rejects kinds that are no identity, and negative numbers. */
        public Identity {
            requireNonNull(key, "key");
            requireNonNull(value, "value");
            checkArgument(
                    kind == ConfigNode.Kind.STRING || kind == ConfigNode.Kind.NUMBER || kind == ConfigNode.Kind.BOOLEAN,
                    "an identity is a string, a number or a boolean, not %s",
                    kind.description());
            checkArgument(occurrence >= 0, "an occurrence must not be negative, not %s", occurrence);
        }

        /**
         * Returns the identity that this value of the key gives an element.
         *
         * @throws IllegalArgumentException if the value is no string, number or boolean
         */
        public static Identity of(String key, ConfigNode value, int occurrence) {
            return new Identity(key, value.kind(), Scalars.text(value), occurrence);
        }

        @Override
        public String capture() {
            return value;
        }

        @Override
        public String toString() {
            return PathSyntax.print(this);
        }
    }
}
