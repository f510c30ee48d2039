package dev.agentreload.testkit;

import com.google.common.collect.ImmutableList;
import dev.agentreload.agents.routing.SessionKey;
import dev.agentreload.agents.session.SessionHistory;
import dev.agentreload.agents.session.SessionMessage;
import dev.agentreload.agents.session.SessionStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        /** {@link #putSummary}. */
        PUT_SUMMARY,
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
    public void append(SessionKey key, SessionMessage message) {
        script.run(Step.APPEND);
        change(
                key,
                history -> new SessionHistory(
                        ImmutableList.<SessionMessage>builder()
                                .addAll(history.messages())
                                .add(message)
                                .build(),
                        history.summary(),
                        List.of()));
    }

    @Override
    public SessionHistory history(SessionKey key) {
        return script.run(Step.HISTORY, () -> sessions.getOrDefault(key, SessionHistory.empty()));
    }

    @Override
    public void putSummary(SessionKey key, String summary) {
        script.run(Step.PUT_SUMMARY);
        change(key, history -> new SessionHistory(history.messages(), Optional.of(summary), List.of()));
    }

    @Override
    public void clear(SessionKey key) {
        script.run(Step.CLEAR);
        sessions.remove(key);
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
