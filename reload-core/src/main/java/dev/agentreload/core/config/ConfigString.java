package dev.agentreload.core.config;

/** A string, after its placeholders were resolved. <em>Immutable.</em> */
public final class ConfigString extends AbstractConfigNode implements ConfigNode {

    private final String value;

    private ConfigString(NodeOrigin origin, Hasher hash, String value) {
        super(origin, hash);
        this.value = value;
    }

    static ConfigString of(NodeOrigin origin, Hasher hasher, String value) {
        return new ConfigString(
                origin, hasher.start(Hasher.Tag.STRING).text(value).finish(), value);
    }

    @Override
    public Kind kind() {
        return Kind.STRING;
    }

    /** Returns the string itself, secret or not: what a host hands to the part that needs it, and never prints. */
    public String value() {
        return value;
    }
}
