package dev.agentreload.agents.session;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A message of a conversation. <em>Immutable.</em>
 *
 * @param role who says it
 * @param text what is said, in any characters and of any kind that the host likes
 * @param at when it was said, by the host's clock
 */
public record SessionMessage(SessionRole role, String text, Instant at) {

    /** Rejects nulls. */
    public SessionMessage {
        requireNonNull(role, "role");
        requireNonNull(text, "text");
        requireNonNull(at, "at");
    }

    /** Says how long the text is but not the text: people tell agents what must not stand in a log. */
    @Override
    public String toString() {
        return "SessionMessage[role=" + role.id() + ", at=" + at + ", characters=" + text.length() + "]";
    }
}
