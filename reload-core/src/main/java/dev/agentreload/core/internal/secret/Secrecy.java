// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.secret;

/** What a key says about the values below it. */
public enum Secrecy {
    /** Nothing is secret by its key. */
    NONE,
    /** As {@link #SCALARS}, but a number directly under the key is a count. */
    UNLESS_COUNT,
    /** Strings and numbers are secret, under the key and in all lists and objects below it. */
    SCALARS,
    /** All values below the key are secret, whatever their kind; the key's own value, if it is no container, is not. */
    ALL_BELOW;

    /** Returns what holds below a key that says {@code inner}, inside of a value for which this holds. */
    public Secrecy and(Secrecy inner) {
        return compareTo(inner) >= 0 ? this : inner;
    }
}
