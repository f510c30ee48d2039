// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.fake;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import dev.agentreload.agents.routing.SessionKey;
import dev.agentreload.agents.session.SessionHistory;
import dev.agentreload.agents.session.SessionMessage;
import dev.agentreload.agents.session.SessionStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * Keeps sessions as long as it lives, and fails where a test says so. A {@link Step} that fails changes nothing.
 *
 * <p><em>Safe for use by multiple threads.</em>
 */
public final class FakeSessionStore implements SessionStore {

    private final FaultScript<Step> script = FaultScript.create();
    private final Map<SessionKey, SessionHistory> sessions = new ConcurrentHashMap<>();

    /** What can be scripted. */
    public enum Step {
        /** {@link #append}. */
        APPEND,
        /** {@link #history}. */
        HISTORY,
        /** {@link #compact}. */
        COMPACT,
        /** {@link #clear}. */
        CLEAR
    }

    /** Creates a store in which there is nothing. */
    public FakeSessionStore() {}

    /** Returns what goes wrong, and when. */
    public FaultScript<Step> script() {
        return script;
    }

    @Override
    public void append(SessionKey key, List<SessionMessage> messages) {
        ImmutableList<SessionMessage> added = ImmutableList.copyOf(messages);
        script.run(Step.APPEND);
        if (!added.isEmpty()) {
            change(key, history -> withMessages(history, Iterables.concat(history.messages(), added)));
        }
    }

    @Override
    public SessionHistory history(SessionKey key, int last) {
        return script.run(
                Step.HISTORY,
                () -> sessions.getOrDefault(key, SessionHistory.empty()).newest(last));
    }

    @Override
    public void compact(SessionKey key, String summary, int keepLast) {
        requireNonNull(summary, "summary");
        checkArgument(keepLast >= 0, "the number of messages [%s] must not be negative", keepLast);
        script.run(Step.COMPACT);
        change(
                key,
                history -> withMessages(history, history.newest(keepLast).messages())
                        .withSummary(summary));
    }

    @Override
    public void clear(SessionKey key) {
        script.run(Step.CLEAR);
        sessions.remove(key);
    }

    private static SessionHistory withMessages(SessionHistory history, Iterable<SessionMessage> messages) {
        SessionHistory changed = SessionHistory.of(ImmutableList.copyOf(messages));
        return history.summary().map(changed::withSummary).orElse(changed);
    }

    private void change(SessionKey key, UnaryOperator<SessionHistory> change) {
        sessions.compute(key, (same, history) -> change.apply(history == null ? SessionHistory.empty() : history));
    }

    /** Returns how many sessions there are, never what was said. */
    @Override
    public String toString() {
        return "FakeSessionStore[" + sessions.size() + " sessions]";
    }
}
