// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.tree;

import dev.agentreload.core.config.ConfigNull;
import org.jspecify.annotations.Nullable;

/** An explicit null, which differs from an absent value. <em>Immutable.</em> */
public final class NullNode extends ScalarNode implements ConfigNull {

    NullNode(String source, long position, boolean secret) {
        super(source, position, secret);
    }

    @Override
    void addTo(HashInput words) {
        words.end(HashInput.Tag.NULL, 0);
    }

    @Override
    boolean hasContentOf(AbstractNode other, long distance) {
        return equals(other) && isAsSecretAs(other);
    }

    @Override
    NullNode moved(long distance) {
        return new NullNode(source(), packedPosition() + distance, isSecret());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ConfigNull;
    }

    @Override
    public int hashCode() {
        return 0;
    }
}
