// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.agents.routing.SessionKey;
import dev.agentreload.agents.session.SessionHistory;
import dev.agentreload.agents.session.SessionMessage;
import dev.agentreload.agents.session.SessionRole;
import dev.agentreload.agents.session.SessionStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What {@link SessionStore} promises, as tests. Hosts extend it for a store of their own:
 *
 * <ul>
 *   <li>messages come back as they were, in their order, also those that two threads appended at once;
 *   <li>messages that were appended together stay together;
 *   <li>the newest messages can be read alone, and the older ones replaced by a summary;
 *   <li>keys that differ at all never share a session;
 *   <li>messages and summaries outlive the store object;
 *   <li>to clear a session forgets all of it, and nothing else.
 * </ul>
 *
 * <p>Tests are public so that a host's module path can run them.
 */
@Timeout(60)
public abstract class SessionStoreContract {

    private static final SessionKey KEY = new SessionKey("agent:main:main");
    private static final SessionKey OTHER = new SessionKey("agent:coder:main");
    private static final SessionMessage HELLO = message(SessionRole.USER, "hello");
    private static final SessionMessage ANSWER = message(SessionRole.ASSISTANT, "good day");
    private static final int MESSAGES = 50;
    private static final int ALL = Integer.MAX_VALUE;

    private SessionStore store;

    /** For those who extend it. */
    protected SessionStoreContract() {}

    /**
     * Returns a store in which there is nothing. Called once for each test.
     *
     * @throws Exception if it cannot be made; the test fails then
     */
    protected abstract SessionStore createStore() throws Exception;

    /**
     * Returns another store of what the given one keeps, as there would be after a restart of the program. A store that keeps
     * nothing beyond the program returns the given one.
     *
     * @throws Exception if it cannot be made; the test fails then
     */
    protected abstract SessionStore reopen(SessionStore before) throws Exception;

    @BeforeEach
    public void setUpStore() throws Exception {
        store = createStore();
    }

    @Test
    public void history_sessionThatNeverBegan_isEmpty() throws Exception {
        assertThat(store.history(KEY, ALL)).isEqualTo(SessionHistory.empty());
    }

    @Test
    public void history_severalMessages_hasThemInTheirOrder() throws Exception {
        append(KEY, HELLO, HELLO, ANSWER);

        assertThat(store.history(KEY, ALL).messages()).containsExactly(HELLO, HELLO, ANSWER);
    }

    @Test
    public void history_messagesOfAnyText_areTheSame() throws Exception {
        List<SessionMessage> messages = Stream.of(
                        "",
                        " two\r\nlines\n",
                        "\"quoted\" \\ 'text'",
                        "\u0000\t\uD83D\uDE00 \u00e9 e\u0301",
                        "${HOME} $${",
                        "long ".repeat(20_000))
                .map(text -> message(SessionRole.TOOL, text))
                .toList();
        for (SessionMessage message : messages) {
            store.append(KEY, message);
        }

        assertThat(store.history(KEY, ALL).messages()).isEqualTo(messages);
    }

    @Test
    public void history_messagesOfEveryRole_keepIt() throws Exception {
        for (SessionRole role : SessionRole.values()) {
            store.append(KEY, message(role, role.id()));
        }

        assertThat(store.history(KEY, ALL).messages())
                .extracting(SessionMessage::role)
                .containsExactly(SessionRole.values());
    }

    @Test
    public void sessions_keysThatResembleEachOther_areApart() throws Exception {
        List<SessionKey> keys = Stream.of(
                        "agent:main:main",
                        "agent:main:Main",
                        "agent:main:main ",
                        "agent:main:main:thread:1",
                        "agent/main/main",
                        "agent_main_main",
                        "agent%3amain%3amain",
                        "agent:main:caf\u00e9",
                        "agent:main:cafe\u0301",
                        "../agent:main:main")
                .map(SessionKey::new)
                .toList();
        for (SessionKey key : keys) {
            append(key, message(SessionRole.USER, key.value()));
        }

        for (SessionKey key : keys) {
            assertThat(store.history(key, ALL).messages())
                    .as("messages of [%s]", key)
                    .containsExactly(message(SessionRole.USER, key.value()));
        }
    }

    @Test
    public void sessions_reopenedStore_areThere() throws Exception {
        append(KEY, HELLO);
        store.compact(KEY, "a greeting", ALL);
        append(KEY, ANSWER);

        SessionHistory reopened = reopen(store).history(KEY, ALL);

        assertThat(reopened.messages()).containsExactly(HELLO, ANSWER);
        assertThat(reopened.summary()).contains("a greeting");
    }

    @Test
    public void history_lastMessages_hasTheNewestAndTheSummary() throws Exception {
        append(KEY, numbered(1), numbered(2));
        store.compact(KEY, "a greeting", ALL);
        store.append(KEY, List.of(numbered(3), numbered(4)));

        assertThat(store.history(KEY, 1))
                .isEqualTo(SessionHistory.of(List.of(numbered(4)))
                        .withSummary("a greeting")
                        .withEarlier());
        assertThat(store.history(KEY, 3).messages()).containsExactly(numbered(2), numbered(3), numbered(4));
        assertThat(store.history(KEY, 4))
                .isEqualTo(SessionHistory.of(List.of(numbered(1), numbered(2), numbered(3), numbered(4)))
                        .withSummary("a greeting"));
    }

    @Test
    public void history_noMessages_isTheSummaryAlone() throws Exception {
        append(KEY, HELLO);
        store.compact(KEY, "a greeting", ALL);

        assertThat(store.history(KEY, 0))
                .isEqualTo(SessionHistory.empty().withSummary("a greeting").withEarlier());
    }

    @Test
    public void append_severalMessages_addsThemInTheirOrder() throws Exception {
        store.append(KEY, List.of(HELLO, ANSWER));
        store.append(KEY, List.of());
        append(KEY, HELLO);

        assertThat(store.history(KEY, ALL).messages()).containsExactly(HELLO, ANSWER, HELLO);
    }

    @Test
    public void append_attributes_areKept() throws Exception {
        SessionMessage call = HELLO.withAttributes(Map.of(
                "tool",
                "weather",
                "arguments",
                "{\"city\": \"${CITY}\"}\n",
                "api_key",
                "none",
                "",
                "",
                "a.b ${x}",
                "$${y}"));
        store.append(KEY, List.of(call, ANSWER));
        append(KEY, call);

        assertThat(store.history(KEY, ALL).messages()).containsExactly(call, ANSWER, call);
    }

    @Test
    public void append_turnsOfTwoThreads_staysTogether() throws Exception {
        TwoThreads.run(appendingTurns("a"), appendingTurns("b"));

        List<SessionMessage> messages = store.history(KEY, ALL).messages();
        assertThat(messages).hasSize(4 * MESSAGES);
        for (int i = 0; i < messages.size(); i += 2) {
            assertThat(messages.get(i + 1).text())
                    .isEqualTo("answer to " + messages.get(i).text());
        }
    }

    @Test
    public void append_afterAClearDuringTheTurn_beginsTheNewHistory() throws Exception {
        append(KEY, HELLO);
        store.compact(KEY, "a greeting", ALL);
        store.history(KEY, ALL);
        store.clear(KEY);

        store.append(KEY, List.of(numbered(1), ANSWER));

        assertThat(store.history(KEY, ALL)).isEqualTo(SessionHistory.of(List.of(numbered(1), ANSWER)));
    }

    @Test
    public void compact_keepingSome_forgetsTheOlder() throws Exception {
        append(KEY, numbered(1));
        store.append(KEY, List.of(numbered(2), numbered(3), numbered(4)));
        append(KEY, numbered(5));

        store.compact(KEY, "one and two", 3);

        assertThat(store.history(KEY, ALL))
                .isEqualTo(SessionHistory.of(List.of(numbered(3), numbered(4), numbered(5)))
                        .withSummary("one and two"));
        append(KEY, numbered(6));
        store.compact(KEY, "up to five", 1);
        assertThat(store.history(KEY, ALL))
                .isEqualTo(SessionHistory.of(List.of(numbered(6))).withSummary("up to five"));
    }

    @Test
    public void compact_keepingNone_leavesTheSummary() throws Exception {
        append(KEY, HELLO, ANSWER);

        store.compact(KEY, "a greeting", 0);

        assertThat(store.history(KEY, ALL)).isEqualTo(SessionHistory.empty().withSummary("a greeting"));
    }

    @Test
    public void compact_session_leavesTheOthers() throws Exception {
        append(KEY, HELLO);
        append(OTHER, ANSWER);

        store.compact(KEY, "a greeting", 0);

        assertThat(store.history(OTHER, ALL)).isEqualTo(SessionHistory.of(List.of(ANSWER)));
    }

    @Test
    public void compact_keepingAll_replacesTheSummaryAndLeavesTheMessages() throws Exception {
        append(KEY, HELLO);
        store.compact(KEY, "first", ALL);

        store.compact(KEY, "second ${HOME}\n", ALL);

        assertThat(store.history(KEY, ALL).summary()).contains("second ${HOME}\n");
        assertThat(store.history(KEY, ALL).messages()).containsExactly(HELLO);
    }

    @Test
    public void compact_beforeAnyMessage_keepsTheSummary() throws Exception {
        store.compact(KEY, "nothing yet", ALL);

        assertThat(store.history(KEY, ALL).summary()).contains("nothing yet");
    }

    @Test
    public void clear_session_forgetsItsMessagesAndItsSummary() throws Exception {
        append(KEY, HELLO);
        store.compact(KEY, "a greeting", ALL);

        store.clear(KEY);

        assertThat(store.history(KEY, ALL)).isEqualTo(SessionHistory.empty());
    }

    @Test
    public void clear_session_leavesTheOthers() throws Exception {
        append(KEY, HELLO);
        append(OTHER, ANSWER);

        store.clear(KEY);

        assertThat(store.history(OTHER, ALL).messages()).containsExactly(ANSWER);
    }

    @Test
    public void clear_sessionThatNeverBegan_doesNothing() throws Exception {
        store.clear(KEY);

        assertThat(store.history(KEY, ALL)).isEqualTo(SessionHistory.empty());
    }

    @Test
    public void clear_session_letsItBeginAgain() throws Exception {
        append(KEY, HELLO);
        store.clear(KEY);

        append(KEY, ANSWER);

        assertThat(store.history(KEY, ALL).messages()).containsExactly(ANSWER);
    }

    @Test
    public void append_twoThreads_losesNothingAndKeepsTheOrderOfEach() throws Exception {
        TwoThreads.run(appending("a"), appending("b"));

        List<String> texts = store.history(KEY, ALL).messages().stream()
                .map(SessionMessage::text)
                .toList();
        assertThat(texts).hasSize(2 * MESSAGES);
        assertThat(texts).filteredOn(text -> text.startsWith("a")).isEqualTo(texts("a"));
        assertThat(texts).filteredOn(text -> text.startsWith("b")).isEqualTo(texts("b"));
    }

    private Callable<?> appending(String writer) {
        return () -> {
            for (String text : texts(writer)) {
                store.append(KEY, message(SessionRole.USER, text));
            }
            return writer;
        };
    }

    private Callable<?> appendingTurns(String writer) {
        return () -> {
            for (String text : texts(writer)) {
                store.append(
                        KEY,
                        List.of(message(SessionRole.USER, text), message(SessionRole.ASSISTANT, "answer to " + text)));
            }
            return writer;
        };
    }

    private static SessionMessage numbered(int number) {
        return message(SessionRole.USER, "message " + number);
    }

    private static List<String> texts(String writer) {
        return IntStream.range(0, MESSAGES).mapToObj(number -> writer + number).toList();
    }

    private void append(SessionKey key, SessionMessage... messages) throws Exception {
        for (SessionMessage message : messages) {
            store.append(key, message);
        }
    }

    private static SessionMessage message(SessionRole role, String text) {
        return SessionMessage.of(role, text, Instant.parse("2026-01-31T12:00:00.123Z"));
    }
}
