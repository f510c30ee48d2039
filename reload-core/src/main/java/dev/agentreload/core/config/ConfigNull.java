package dev.agentreload.core.config;

import org.jspecify.annotations.Nullable;

/** An explicit null, which differs from an absent value. <em>Immutable.</em> */
public final class ConfigNull extends AbstractScalar implements ConfigNode {

    ConfigNull(NodeOrigin origin, long position, boolean secret) {
        super(origin, position, secret);
    }

    @Override
    public Kind kind() {
        return Kind.NULL;
    }

    @Override
    void addTo(Words words) {
        words.end(Words.Tag.NULL, 0);
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
