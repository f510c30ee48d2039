package dev.agentreload.agents.session;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Optional;

/**
 * What a store holds of one conversation, as it was at one moment. <em>Immutable.</em>
 *
 * @param messages all messages, in the order in which they were appended
 * @param summary what the host last put as the summary of earlier messages
 * @param warnings what was found but could not be read, and was left out; no warning quotes a message
 */
public record SessionHistory(List<SessionMessage> messages, Optional<String> summary, List<String> warnings) {

    /** Copies the lists. */
    public SessionHistory {
        messages = ImmutableList.copyOf(messages);
        requireNonNull(summary, "summary");
        warnings = ImmutableList.copyOf(warnings);
    }

    /** Returns the history of a conversation that has not begun. */
    public static SessionHistory empty() {
        return new SessionHistory(ImmutableList.of(), Optional.empty(), ImmutableList.of());
    }

    /** Returns whether there is neither a message nor a summary. */
    public boolean isEmpty() {
        return messages.isEmpty() && summary.isEmpty();
    }

    /** Says how much there is, but not the summary, for the same reason as {@link SessionMessage#toString}. */
    @Override
    public String toString() {
        return "SessionHistory[messages=" + messages.size() + ", summary=" + (summary.isPresent() ? "yes" : "no")
                + ", warnings=" + warnings + "]";
    }
}
