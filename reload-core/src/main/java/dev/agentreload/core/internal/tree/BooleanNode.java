// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.tree;

import dev.agentreload.core.config.ConfigBoolean;
import org.jspecify.annotations.Nullable;

/** True or false. <em>Immutable.</em> */
public final class BooleanNode extends ScalarNode implements ConfigBoolean {

    private final boolean value;

    BooleanNode(String source, long position, boolean secret, boolean value) {
        super(source, position, secret);
        this.value = value;
    }

    @Override
    public boolean value() {
        return value;
    }

    @Override
    void addTo(HashInput words) {
        words.end(value ? HashInput.Tag.TRUE : HashInput.Tag.FALSE, 0);
    }

    @Override
    boolean hasContentOf(AbstractNode other, long distance) {
        return equals(other) && isAsSecretAs(other);
    }

    @Override
    BooleanNode moved(long distance) {
        return new BooleanNode(source(), packedPosition() + distance, isSecret(), value);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof BooleanNode node && value == node.value;
    }

    @Override
    public int hashCode() {
        return Boolean.hashCode(value);
    }
}
