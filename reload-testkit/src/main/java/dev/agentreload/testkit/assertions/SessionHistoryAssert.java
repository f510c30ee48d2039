// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.assertions;

import dev.agentreload.agents.session.SessionHistory;
import dev.agentreload.agents.session.SessionMessage;
import java.util.List;
import org.assertj.core.api.AbstractAssert;

/** Assertions about what a store holds of a conversation. A failure shows what was said. */
public final class SessionHistoryAssert extends AbstractAssert<SessionHistoryAssert, SessionHistory> {

    SessionHistoryAssert(SessionHistory actual) {
        super(actual, SessionHistoryAssert.class);
    }

    /** Verifies that exactly these are the messages, each as its role and text: {@code user: hello}. */
    public SessionHistoryAssert hasMessages(String... messages) {
        isNotNull();
        return verify(lines().equals(List.of(messages)), "with exactly the messages " + List.of(messages));
    }

    /** Verifies that there is neither a message nor a summary. */
    public SessionHistoryAssert hasNotBegun() {
        isNotNull();
        return verify(actual.isEmpty(), "that has not begun");
    }

    /** Verifies that this is the summary. */
    public SessionHistoryAssert hasSummary(String summary) {
        isNotNull();
        return verify(actual.summary().filter(summary::equals).isPresent(), "with the summary [" + summary + "]");
    }

    /** Verifies that there is no summary. */
    public SessionHistoryAssert hasNoSummary() {
        isNotNull();
        return verify(actual.summary().isEmpty(), "without a summary");
    }

    /** Verifies that everything could be read. */
    public SessionHistoryAssert hasNoWarnings() {
        isNotNull();
        return verify(actual.warnings().isEmpty(), "without warnings");
    }

    private List<String> lines() {
        return actual.messages().stream().map(SessionHistoryAssert::line).toList();
    }

    private static String line(SessionMessage message) {
        return message.role().id() + ": " + message.text();
    }

    private SessionHistoryAssert verify(boolean holds, String expectation) {
        if (!holds) {
            throw failure(
                    "%nExpecting a history %s, but it is:%n%n%s",
                    expectation, lines() + ", summary " + actual.summary() + ", warnings " + actual.warnings());
        }
        return this;
    }
}
