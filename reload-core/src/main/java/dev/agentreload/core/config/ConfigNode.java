// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.config;

/**
 * A value in a configuration: an object, an array, a string, a number, a boolean or null.
 *
 * <p>Every node has a fingerprint of its content and the position it was read from. Objects and arrays carry their
 * fingerprint and are equal when it is, so that a large subtree is compared as fast as a small one; strings, numbers,
 * booleans and nulls are equal when their values are. Key order, number spelling, positions and secrecy do not take part.
 *
 * <p><em>Immutable.</em>
 */
public sealed interface ConfigNode
        permits ConfigObject, ConfigArray, ConfigString, ConfigNumber, ConfigBoolean, ConfigNull {

    /** The kinds of nodes, one for each permitted type, so that Java 17 hosts can switch exhaustively. */
    enum Kind {
        OBJECT("an object"),
        ARRAY("a list"),
        STRING("a string"),
        NUMBER("a number"),
        BOOLEAN("true or false"),
        NULL("null");

        private final String description;

        Kind(String description) {
            this.description = description;
        }

        /** Returns the words a message uses for a value of this kind, such as {@code a string}. */
        public String description() {
            return description;
        }

        /** Returns whether values of this kind hold other values. */
        public boolean isContainer() {
            return this == OBJECT || this == ARRAY;
        }
    }

    /** Returns the kind of this node. */
    Kind kind();

    /** Returns the keyed hash of the content. */
    Fingerprint fingerprint();

    /** Returns where this value starts. */
    SourcePosition position();

    /** Returns whether this value is masked wherever it is shown. Containers are never masked, their members may be. */
    boolean isSecret();

    /**
     * Returns whether this value or any below it is masked wherever it is shown, wholly or, as the user-info of a URL, in
     * part. Takes a walk over the values below.
     */
    boolean hasSecrets();

    /** Returns JSON in one line, in which secrets are masked. */
    @Override
    String toString();
}
