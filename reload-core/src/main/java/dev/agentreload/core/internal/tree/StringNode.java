package dev.agentreload.core.internal.tree;

import dev.agentreload.core.config.ConfigString;
import dev.agentreload.core.internal.secret.Masking;
import org.jspecify.annotations.Nullable;

/** A string, after its placeholders were resolved. <em>Immutable.</em> */
public final class StringNode extends ScalarNode implements ConfigString {

    /** The value, or the value and what it was resolved from: few strings have placeholders, and each field costs in all. */
    private final Object content;

    StringNode(String source, long position, boolean secret, String value) {
        super(source, position, secret);
        this.content = value;
    }

    StringNode(String source, long position, boolean secret, Resolved resolved) {
        super(source, position, secret);
        this.content = resolved.isChanged() ? resolved : resolved.value();
    }

    @Override
    public String value() {
        return content instanceof Resolved resolved ? resolved.value() : (String) content;
    }

    /** Returns the string as it was written, before its placeholders were resolved. */
    public String template() {
        return content instanceof Resolved resolved ? resolved.template() : (String) content;
    }

    /** Returns this string as one that is no secret. */
    public ConfigString shown() {
        return new StringNode(source(), packedPosition(), false, value());
    }

    @Override
    public boolean hasSecrets() {
        return isSecret() || Masking.hidesPart(this);
    }

    @Override
    void addTo(HashInput words) {
        words.text(value());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof StringNode node && value().equals(node.value()));
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
