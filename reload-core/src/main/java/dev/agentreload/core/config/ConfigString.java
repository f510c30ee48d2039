package dev.agentreload.core.config;

/** A string, after its placeholders were resolved. <em>Immutable.</em> */
public final class ConfigString extends AbstractConfigNode implements ConfigNode {

    /** The value, or the value and what it was resolved from: few strings have placeholders, and each field costs in all. */
    private final Object content;

    private ConfigString(NodeOrigin origin, Hasher hash, Object content) {
        super(origin, hash);
        this.content = content;
    }

    static ConfigString of(NodeOrigin origin, Hasher hasher, String value) {
        return new ConfigString(
                origin, hasher.start(Hasher.Tag.STRING).text(value).finish(), value);
    }

    static ConfigString of(NodeOrigin origin, Hasher hasher, String value, String template) {
        hasher.start(Hasher.Tag.STRING).text(value).finish();
        return new ConfigString(origin, hasher, new Resolved(value, template));
    }

    @Override
    public Kind kind() {
        return Kind.STRING;
    }

    /** Returns the string itself, secret or not: what a host hands to the part that needs it, and never prints. */
    public String value() {
        return content instanceof Resolved resolved ? resolved.value() : (String) content;
    }

    /** Returns the string as it was written, before its placeholders were resolved. */
    String template() {
        return content instanceof Resolved resolved ? resolved.template() : (String) content;
    }

    private record Resolved(String value, String template) {}
}
