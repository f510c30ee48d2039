// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.session;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableMap;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A message of a conversation. <em>Immutable.</em> */
public final class SessionMessage {

    private final SessionRole role;
    private final String text;
    private final Instant at;
    private final ImmutableMap<String, String> attributes;

    private SessionMessage(SessionRole role, String text, Instant at, ImmutableMap<String, String> attributes) {
        this.role = requireNonNull(role, "role");
        this.text = requireNonNull(text, "text");
        this.at = requireNonNull(at, "at");
        this.attributes = attributes;
    }

    /** Creates a message without attributes. The time is that of the host's clock. */
    public static SessionMessage of(SessionRole role, String text, Instant at) {
        return new SessionMessage(role, text, at, ImmutableMap.of());
    }

    /** Returns who says it. */
    public SessionRole role() {
        return role;
    }

    /** Returns what is said, in any characters. */
    public String text() {
        return text;
    }

    /** Returns when it was said. */
    public Instant at() {
        return at;
    }

    /** Returns what the host adds, such as the id and the arguments of a tool call, in the order in which it was given. */
    public Map<String, String> attributes() {
        return attributes;
    }

    /** Returns this message with exactly these attributes. */
    public SessionMessage withAttributes(Map<String, String> newAttributes) {
        return new SessionMessage(role, text, at, ImmutableMap.copyOf(newAttributes));
    }

    /** Returns this message with this attribute, which replaces one of the same name. */
    public SessionMessage withAttribute(String name, String value) {
        return new SessionMessage(
                role,
                text,
                at,
                ImmutableMap.<String, String>builder()
                        .putAll(attributes)
                        .put(name, value)
                        .buildKeepingLast());
    }

    /** Returns this message with another text. */
    public SessionMessage withText(String newText) {
        return new SessionMessage(role, newText, at, attributes);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SessionMessage message
                && role == message.role
                && text.equals(message.text)
                && at.equals(message.at)
                && attributes.equals(message.attributes);
    }

    @Override
    public int hashCode() {
        return Objects.hash(role, text, at, attributes);
    }

    /** Returns the length of the text, never the text or an attribute: people write to agents what must not be in a log. */
    @Override
    public String toString() {
        return "SessionMessage[role=" + role.id() + ", at=" + at + ", characters=" + text.length() + ", attributes="
                + attributes.size() + "]";
    }
}
