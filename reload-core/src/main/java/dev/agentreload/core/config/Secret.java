// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.config;

import static java.util.Objects.requireNonNull;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A string that is compared by value and never printed. It is no record and has no getter, and its fields are transient, so that
 * mappers to JSON and the like find nothing in it, whether they read getters or fields. <em>Immutable.</em>
 */
public final class Secret {

    /** The characters, each with one of {@link #key} over it: a debugger or a dump of the fields shows no text. */
    private final transient char[] covered;

    private final transient char[] key;

    /** Creates a secret. */
    public Secret(String value) {
        SplittableRandom random = new SplittableRandom();
        key = new char[requireNonNull(value, "value").length()];
        for (int i = 0; i < key.length; i++) {
            key[i] = (char) random.nextInt(Character.MAX_VALUE + 1);
        }
        covered = covered(value.toCharArray());
    }

    private char[] covered(char[] text) {
        char[] other = new char[text.length];
        for (int i = 0; i < text.length; i++) {
            other[i] = (char) (text[i] ^ key[i]);
        }
        return other;
    }

    /** Returns the string itself: for the part that needs it, never for a message. */
    public String value() {
        return new String(covered(covered));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Secret secret && value().equals(secret.value());
    }

    @Override
    public int hashCode() {
        return value().hashCode();
    }

    @Override
    public String toString() {
        return "***";
    }
}
