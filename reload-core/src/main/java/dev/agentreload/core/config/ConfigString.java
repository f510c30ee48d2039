// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.config;

import dev.agentreload.core.internal.tree.StringNode;

/** A string, after its placeholders were resolved. <em>Immutable.</em> */
public sealed interface ConfigString extends ConfigNode permits StringNode {

    @Override
    default Kind kind() {
        return Kind.STRING;
    }

    /**
     * Returns whether all placeholders have a value. If one has none, {@link #value} is what was written; a component that
     * reads it reports that with {@link ProblemCollector#reportUnresolved}.
     */
    boolean isResolved();

    /** Returns the string itself, secret or not: give it to the component that needs it, and never print it. */
    String value();
}
