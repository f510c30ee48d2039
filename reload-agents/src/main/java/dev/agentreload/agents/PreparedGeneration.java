// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents;

import com.google.common.collect.ImmutableList;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A generation that was made and is not in effect yet. It ends in one of three ways: discarded, never having been visible;
 * committed; or committed and restored.
 *
 * @param base the generation in effect when this was made; null before the first
 * @param next the generation to come
 * @param built what was made for it, in the order in which it was finished
 */
record PreparedGeneration<A>(@Nullable Generation<A> base, Generation<A> next, ImmutableList<BuiltAgent<A>> built) {

    Optional<Generation<A>> findBase() {
        return Optional.ofNullable(base);
    }

    /** Closes on this thread what was made and never visible, the last first. */
    void discard() {
        next.discard(built);
    }
}
