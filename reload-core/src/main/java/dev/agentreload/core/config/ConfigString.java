package dev.agentreload.core.config;

import dev.agentreload.core.internal.tree.StringNode;

/** A string, after its placeholders were resolved. <em>Immutable.</em> */
public sealed interface ConfigString extends ConfigNode permits StringNode {

    @Override
    default Kind kind() {
        return Kind.STRING;
    }

    /** Returns the string itself, secret or not: give it to the component that needs it, and never print it. */
    String value();
}
