// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.tree;

import dev.agentreload.core.config.ConfigReader.UnresolvedValues;
import dev.agentreload.core.config.ConfigString;
import dev.agentreload.core.config.PlaceholderResolver.Placeholder;
import dev.agentreload.core.internal.secret.Masking;
import java.util.List;
import java.util.Objects;
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
        this.content = resolved.isPlain() ? resolved.value() : resolved;
    }

    @Override
    public String value() {
        return content instanceof Resolved resolved ? resolved.value() : (String) content;
    }

    @Override
    public boolean isResolved() {
        return gaps() == null;
    }

    /** Returns which placeholders have no value, or null if all have one. */
    public @Nullable Gaps gaps() {
        return content instanceof Resolved resolved ? resolved.gaps() : null;
    }

    /** Returns the string as it was written, before its placeholders were resolved. */
    public String template() {
        return content instanceof Resolved resolved && resolved.written() instanceof String template
                ? template
                : value();
    }

    /** Returns the object that this string was resolved from, or null if it was written as a string. */
    public @Nullable ObjectNode reference() {
        return content instanceof Resolved resolved && resolved.written() instanceof ObjectNode object ? object : null;
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
    boolean hasContentOf(AbstractNode other, long distance) {
        return other instanceof StringNode string
                && isAsSecretAs(other)
                && ((content instanceof Resolved mine && string.content instanceof Resolved others)
                        ? mine.isMoved(others, distance)
                        : content.equals(string.content));
    }

    @Override
    StringNode moved(long distance) {
        long moved = packedPosition() + distance;
        return content instanceof Resolved resolved
                ? new StringNode(source(), moved, isSecret(), resolved.moved(distance))
                : new StringNode(source(), moved, isSecret(), (String) content);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof StringNode node && value().equals(node.value()));
    }

    @Override
    public int hashCode() {
        return value().hashCode();
    }

    /**
     * What a string says, and what it was written as.
     *
     * @param value what it says; what was written, if a placeholder has no value
     * @param written the string, or the object that refers to a secret
     * @param gaps which placeholders have no value, or null if all have one
     */
    record Resolved(String value, Object written, @Nullable Gaps gaps) {

        private boolean isPlain() {
            return gaps == null && value.equals(written);
        }

        private boolean isMoved(Resolved other, long distance) {
            boolean sameWritten = (written instanceof ObjectNode mine && other.written instanceof ObjectNode others)
                    ? mine.isMoved(others, distance)
                    : written.equals(other.written);
            return sameWritten && value.equals(other.value) && Objects.equals(gaps, other.gaps);
        }

        private Resolved moved(long distance) {
            return written instanceof ObjectNode object ? new Resolved(value, object.moved(distance), gaps) : this;
        }
    }

    /**
     * The placeholders of a string that have no value.
     *
     * @param all at least one
     * @param policy what it means that a component reads the string
     */
    public record Gaps(List<Gap> all, UnresolvedValues policy) {}

    /**
     * A placeholder that has no value.
     *
     * @param placeholder as it was asked for
     * @param reason why there is no value
     */
    public record Gap(Placeholder placeholder, String reason) {}
}
