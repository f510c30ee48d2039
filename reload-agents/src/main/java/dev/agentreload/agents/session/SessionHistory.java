// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.session;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The newest part of a conversation as it was at one moment, with the summary of what came before. <em>Immutable.</em> */
public final class SessionHistory {

    private static final SessionHistory EMPTY = of(ImmutableList.of());

    private final ImmutableList<SessionMessage> messages;
    private final Optional<String> summary;
    private final ImmutableList<String> warnings;
    private final boolean earlier;

    private SessionHistory(
            ImmutableList<SessionMessage> messages,
            Optional<String> summary,
            ImmutableList<String> warnings,
            boolean earlier) {
        this.messages = messages;
        this.summary = summary;
        this.warnings = warnings;
        this.earlier = earlier;
    }

    /** Returns the history of a conversation that has not begun. */
    public static SessionHistory empty() {
        return EMPTY;
    }

    /** Creates a whole history without a summary. */
    public static SessionHistory of(List<SessionMessage> messages) {
        return new SessionHistory(ImmutableList.copyOf(messages), Optional.empty(), ImmutableList.of(), false);
    }

    /** Returns the messages, oldest first. */
    public List<SessionMessage> messages() {
        return messages;
    }

    /** Returns what the host last gave {@link SessionStore#compact} as the summary. */
    public Optional<String> summary() {
        return summary;
    }

    /** Returns what could not be read and was left out; no warning quotes a message. */
    public List<String> warnings() {
        return warnings;
    }

    /** Returns whether the store keeps messages that are older than these. */
    public boolean hasEarlier() {
        return earlier;
    }

    /** Returns whether there is neither a message nor a summary, here or earlier. */
    public boolean isEmpty() {
        return messages.isEmpty() && summary.isEmpty() && !earlier;
    }

    /**
     * Returns this history with no more than the newest messages.
     *
     * @throws IllegalArgumentException if {@code last} is negative
     */
    public SessionHistory newest(int last) {
        checkArgument(last >= 0, "the number of messages [%s] must not be negative", last);
        return last >= messages.size()
                ? this
                : new SessionHistory(
                        messages.subList(messages.size() - last, messages.size()), summary, warnings, true);
    }

    /** Returns this history with this summary. */
    public SessionHistory withSummary(String newSummary) {
        return new SessionHistory(messages, Optional.of(newSummary), warnings, earlier);
    }

    /** Returns this history with exactly these warnings. */
    public SessionHistory withWarnings(List<String> newWarnings) {
        return new SessionHistory(messages, summary, ImmutableList.copyOf(newWarnings), earlier);
    }

    /** Returns this history, marked as one that has earlier messages. */
    public SessionHistory withEarlier() {
        return new SessionHistory(messages, summary, warnings, true);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SessionHistory history
                && messages.equals(history.messages)
                && summary.equals(history.summary)
                && warnings.equals(history.warnings)
                && earlier == history.earlier;
    }

    @Override
    public int hashCode() {
        return Objects.hash(messages, summary, warnings, earlier);
    }

    /** Returns how much there is, never the summary, for the same reason as {@link SessionMessage#toString}. */
    @Override
    public String toString() {
        return "SessionHistory[messages=" + messages.size() + ", summary=" + (summary.isPresent() ? "yes" : "no")
                + ", warnings=" + warnings + ", earlier=" + (earlier ? "yes" : "no") + "]";
    }
}
