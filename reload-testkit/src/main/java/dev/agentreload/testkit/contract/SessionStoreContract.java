package dev.agentreload.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.agents.routing.SessionKey;
import dev.agentreload.agents.session.SessionHistory;
import dev.agentreload.agents.session.SessionMessage;
import dev.agentreload.agents.session.SessionRole;
import dev.agentreload.agents.session.SessionStore;
import java.time.Instant;
import java.util.List;
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
 *   <li>messages come back as they were, in their order, also those that two threads added at once;
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
        assertThat(store.history(KEY)).isEqualTo(SessionHistory.empty());
    }

    @Test
    public void history_severalMessages_hasThemInTheirOrder() throws Exception {
        append(KEY, HELLO, HELLO, ANSWER);

        assertThat(store.history(KEY).messages()).containsExactly(HELLO, HELLO, ANSWER);
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

        assertThat(store.history(KEY).messages()).isEqualTo(messages);
    }

    @Test
    public void history_messagesOfEveryRole_keepIt() throws Exception {
        for (SessionRole role : SessionRole.values()) {
            store.append(KEY, message(role, role.id()));
        }

        assertThat(store.history(KEY).messages())
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
            assertThat(store.history(key).messages())
                    .as("messages of [%s]", key)
                    .containsExactly(message(SessionRole.USER, key.value()));
        }
    }

    @Test
    public void sessions_reopenedStore_areThere() throws Exception {
        append(KEY, HELLO);
        store.putSummary(KEY, "a greeting");
        append(KEY, ANSWER);

        SessionHistory reopened = reopen(store).history(KEY);

        assertThat(reopened.messages()).containsExactly(HELLO, ANSWER);
        assertThat(reopened.summary()).contains("a greeting");
    }

    @Test
    public void putSummary_again_replacesItAndLeavesTheMessages() throws Exception {
        append(KEY, HELLO);
        store.putSummary(KEY, "first");

        store.putSummary(KEY, "second ${HOME}\n");

        assertThat(store.history(KEY).summary()).contains("second ${HOME}\n");
        assertThat(store.history(KEY).messages()).containsExactly(HELLO);
    }

    @Test
    public void putSummary_beforeAnyMessage_isKept() throws Exception {
        store.putSummary(KEY, "nothing yet");

        assertThat(store.history(KEY).summary()).contains("nothing yet");
    }

    @Test
    public void clear_session_forgetsItsMessagesAndItsSummary() throws Exception {
        append(KEY, HELLO);
        store.putSummary(KEY, "a greeting");

        store.clear(KEY);

        assertThat(store.history(KEY)).isEqualTo(SessionHistory.empty());
    }

    @Test
    public void clear_session_leavesTheOthers() throws Exception {
        append(KEY, HELLO);
        append(OTHER, ANSWER);

        store.clear(KEY);

        assertThat(store.history(OTHER).messages()).containsExactly(ANSWER);
    }

    @Test
    public void clear_sessionThatNeverBegan_doesNothing() throws Exception {
        store.clear(KEY);

        assertThat(store.history(KEY)).isEqualTo(SessionHistory.empty());
    }

    @Test
    public void clear_session_letsItBeginAgain() throws Exception {
        append(KEY, HELLO);
        store.clear(KEY);

        append(KEY, ANSWER);

        assertThat(store.history(KEY).messages()).containsExactly(ANSWER);
    }

    @Test
    public void append_twoThreads_losesNothingAndKeepsTheOrderOfEach() throws Exception {
        TwoThreads.run(appending("a"), appending("b"));

        List<String> texts =
                store.history(KEY).messages().stream().map(SessionMessage::text).toList();
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

    private static List<String> texts(String writer) {
        return IntStream.range(0, MESSAGES).mapToObj(number -> writer + number).toList();
    }

    private void append(SessionKey key, SessionMessage... messages) throws Exception {
        for (SessionMessage message : messages) {
            store.append(key, message);
        }
    }

    private static SessionMessage message(SessionRole role, String text) {
        return new SessionMessage(role, text, Instant.parse("2026-01-31T12:00:00.123Z"));
    }
}
