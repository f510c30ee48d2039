// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.config;

import dev.agentreload.core.internal.tree.BooleanNode;

/** True or false. <em>Immutable.</em> */
public sealed interface ConfigBoolean extends ConfigNode permits BooleanNode {

    @Override
    default Kind kind() {
        return Kind.BOOLEAN;
    }

    /** Returns the value. */
    boolean value();
}
