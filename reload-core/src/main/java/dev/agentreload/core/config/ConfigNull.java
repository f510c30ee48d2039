// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.config;

import dev.agentreload.core.internal.tree.NullNode;

/** An explicit null, which differs from an absent value. <em>Immutable.</em> */
public sealed interface ConfigNull extends ConfigNode permits NullNode {

    @Override
    default Kind kind() {
        return Kind.NULL;
    }
}
