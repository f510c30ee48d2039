package dev.agentreload.core.config;

import org.jspecify.annotations.Nullable;

/** True or false. <em>Immutable.</em> */
public final class ConfigBoolean extends AbstractScalar implements ConfigNode {

    private final boolean value;

    ConfigBoolean(NodeOrigin origin, long position, boolean secret, boolean value) {
        super(origin, position, secret);
        this.value = value;
    }

    @Override
    public Kind kind() {
        return Kind.BOOLEAN;
    }

    /** Returns the value. */
    public boolean value() {
        return value;
    }

    @Override
    void addTo(Words words) {
        words.end(value ? Words.Tag.TRUE : Words.Tag.FALSE, 0);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ConfigBoolean node && value == node.value;
    }

    @Override
    public int hashCode() {
        return Boolean.hashCode(value);
    }
}
