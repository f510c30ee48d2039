package dev.agentreload.core.config;

import org.jspecify.annotations.Nullable;

/** A string, after its placeholders were resolved. <em>Immutable.</em> */
public final class ConfigString extends AbstractScalar implements ConfigNode {

    /** The value, or the value and what it was resolved from: few strings have placeholders, and each field costs in all. */
    private final Object content;

    ConfigString(NodeOrigin origin, long position, boolean secret, String value) {
        super(origin, position, secret);
        this.content = value;
    }

    ConfigString(NodeOrigin origin, long position, boolean secret, Resolved resolved) {
        super(origin, position, secret);
        this.content = resolved.isChanged() ? resolved : resolved.value();
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

    /** Returns this string as one that is no secret. */
    ConfigString shown() {
        return new ConfigString(origin(), packedPosition(), false, value());
    }

    @Override
    void addTo(Words words) {
        words.text(value());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof ConfigString node && value().equals(node.value()));
    }

    @Override
    public int hashCode() {
        return value().hashCode();
    }

    /** What a string says, and what it was written as. */
    record Resolved(String value, String template) {

        private boolean isChanged() {
            return !value.equals(template);
        }
    }
}
