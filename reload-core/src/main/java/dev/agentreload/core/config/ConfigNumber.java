// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.config;

import dev.agentreload.core.internal.tree.NumberNode;
import java.math.BigDecimal;
import java.util.OptionalLong;

/** A number; {@code 1}, {@code 1.0} and {@code 1e0} are equal. <em>Immutable.</em> */
public sealed interface ConfigNumber extends ConfigNode permits NumberNode {

    @Override
    default Kind kind() {
        return Kind.NUMBER;
    }

    /** Returns the value as it was written, {@code 1.0} with its zero. */
    BigDecimal value();

    /** Returns the value as a long if it is a whole number in that range, however it was written. */
    OptionalLong asLong();
}
