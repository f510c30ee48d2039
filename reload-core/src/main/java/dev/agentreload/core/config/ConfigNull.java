package dev.agentreload.core.config;

/** An explicit null, which differs from an absent value. <em>Immutable.</em> */
public final class ConfigNull extends AbstractConfigNode implements ConfigNode {

    private ConfigNull(NodeOrigin origin, Hasher hash) {
        super(origin, hash);
    }

    static ConfigNull of(NodeOrigin origin, Hasher hasher) {
        return new ConfigNull(origin, hasher.start(Hasher.Tag.NULL).finish());
    }

    @Override
    public Kind kind() {
        return Kind.NULL;
    }
}
