package dev.agentreload.core.config;

/** True or false. <em>Immutable.</em> */
public final class ConfigBoolean extends AbstractConfigNode implements ConfigNode {

    private final boolean value;

    private ConfigBoolean(NodeOrigin origin, Hasher hash, boolean value) {
        super(origin, hash);
        this.value = value;
    }

    static ConfigBoolean of(NodeOrigin origin, Hasher hasher, boolean value) {
        return new ConfigBoolean(
                origin, hasher.start(value ? Hasher.Tag.TRUE : Hasher.Tag.FALSE).finish(), value);
    }

    @Override
    public Kind kind() {
        return Kind.BOOLEAN;
    }

    /** Returns the value. */
    public boolean value() {
        return value;
    }
}
