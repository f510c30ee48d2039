package dev.agentreload.testkit.contract;

import dev.agentreload.agents.routing.SessionKey;
import dev.agentreload.agents.session.SessionHistory;
import dev.agentreload.agents.session.SessionMessage;
import dev.agentreload.agents.session.SessionRole;
import dev.agentreload.agents.session.SessionStore;
import dev.agentreload.agents.session.SessionStoreException;
import dev.agentreload.testkit.FakeSessionStore;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Has each test of the kit fail on a store that breaks just what it is about. */
class SessionStoreContractTest {

    private static final Map<Class<?>, List<String>> BROKEN = Map.ofEntries(
            Map.entry(Inventive.class, List.of("history_sessionThatNeverBegan_isEmpty")),
            Map.entry(Distinct.class, List.of("history_severalMessages_hasThemInTheirOrder")),
            Map.entry(Normalizing.class, List.of("history_messagesOfAnyText_areTheSame")),
            Map.entry(TwoRoles.class, List.of("history_messagesOfEveryRole_keepIt")),
            Map.entry(IgnoringCase.class, List.of("sessions_keysThatResembleEachOther_areApart")),
            Map.entry(Volatile.class, List.of("sessions_reopenedStore_areThere")),
            Map.entry(FirstSummary.class, List.of("putSummary_again_replacesItAndLeavesTheMessages")),
            Map.entry(LateSummary.class, List.of("putSummary_beforeAnyMessage_isKept")),
            Map.entry(KeepingSummary.class, List.of("clear_session_forgetsItsMessagesAndItsSummary")),
            Map.entry(ClearingAll.class, List.of("clear_session_leavesTheOthers")),
            Map.entry(Strict.class, List.of("clear_sessionThatNeverBegan_doesNothing")),
            Map.entry(Final.class, List.of("clear_session_letsItBeginAgain")),
            Map.entry(OneWriter.class, List.of("append_twoThreads_losesNothingAndKeepsTheOrderOfEach")));

    @TestFactory
    Stream<DynamicTest> brokenStore_failsTheTestOfWhatItBreaks() {
        return ContractRun.redTests(BROKEN);
    }

    @TestFactory
    DynamicTest everyTest_isFailedBySomebody() {
        return ContractRun.completeness(Sound.class, BROKEN);
    }

    /** A store that keeps all promises, and its own test. */
    static class Sound extends SessionStoreContract implements SessionStore {

        final FakeSessionStore real = new FakeSessionStore();

        @Override
        protected SessionStore createStore() {
            return this;
        }

        @Override
        protected SessionStore reopen(SessionStore before) {
            return before;
        }

        @Override
        public void append(SessionKey key, SessionMessage message) throws SessionStoreException {
            real.append(key, message);
        }

        @Override
        public SessionHistory history(SessionKey key) throws SessionStoreException {
            return real.history(key);
        }

        @Override
        public void putSummary(SessionKey key, String summary) throws SessionStoreException {
            real.putSummary(key, summary);
        }

        @Override
        public void clear(SessionKey key) throws SessionStoreException {
            real.clear(key);
        }
    }

    static class Inventive extends Sound {

        private final Set<SessionKey> known = ConcurrentHashMap.newKeySet();

        @Override
        public void append(SessionKey key, SessionMessage message) throws SessionStoreException {
            known.add(key);
            super.append(key, message);
        }

        @Override
        public void putSummary(SessionKey key, String summary) throws SessionStoreException {
            known.add(key);
            super.putSummary(key, summary);
        }

        @Override
        public void clear(SessionKey key) throws SessionStoreException {
            known.add(key);
            super.clear(key);
        }

        @Override
        public SessionHistory history(SessionKey key) throws SessionStoreException {
            return known.contains(key)
                    ? super.history(key)
                    : new SessionHistory(List.of(), Optional.of("once upon a time"), List.of());
        }
    }

    static class Distinct extends Sound {
        @Override
        public void append(SessionKey key, SessionMessage message) throws SessionStoreException {
            if (!real.history(key).messages().contains(message)) {
                super.append(key, message);
            }
        }
    }

    static class Normalizing extends Sound {
        @Override
        public void append(SessionKey key, SessionMessage message) throws SessionStoreException {
            super.append(key, new SessionMessage(message.role(), message.text().replace("\r\n", "\n"), message.at()));
        }
    }

    static class TwoRoles extends Sound {
        @Override
        public void append(SessionKey key, SessionMessage message) throws SessionStoreException {
            SessionRole role = message.role() == SessionRole.SYSTEM ? SessionRole.USER : message.role();
            super.append(key, new SessionMessage(role, message.text(), message.at()));
        }
    }

    static class IgnoringCase extends Sound {
        @Override
        public void append(SessionKey key, SessionMessage message) throws SessionStoreException {
            super.append(folded(key), message);
        }

        @Override
        public SessionHistory history(SessionKey key) throws SessionStoreException {
            return super.history(folded(key));
        }

        private static SessionKey folded(SessionKey key) {
            return new SessionKey(key.value().toLowerCase(Locale.ROOT));
        }
    }

    static class Volatile extends Sound {
        @Override
        protected SessionStore reopen(SessionStore before) {
            return new FakeSessionStore();
        }
    }

    static class FirstSummary extends Sound {
        @Override
        public void putSummary(SessionKey key, String summary) throws SessionStoreException {
            if (real.history(key).summary().isEmpty()) {
                super.putSummary(key, summary);
            }
        }
    }

    static class LateSummary extends Sound {
        @Override
        public void putSummary(SessionKey key, String summary) throws SessionStoreException {
            if (!real.history(key).messages().isEmpty()) {
                super.putSummary(key, summary);
            }
        }
    }

    static class KeepingSummary extends Sound {
        @Override
        public void clear(SessionKey key) throws SessionStoreException {
            Optional<String> summary = real.history(key).summary();
            super.clear(key);
            if (summary.isPresent()) {
                super.putSummary(key, summary.get());
            }
        }
    }

    static class ClearingAll extends Sound {

        private final Set<SessionKey> known = ConcurrentHashMap.newKeySet();

        @Override
        public void append(SessionKey key, SessionMessage message) throws SessionStoreException {
            known.add(key);
            super.append(key, message);
        }

        @Override
        public void clear(SessionKey key) {
            known.forEach(real::clear);
        }
    }

    static class Strict extends Sound {
        @Override
        public void clear(SessionKey key) throws SessionStoreException {
            if (real.history(key).isEmpty()) {
                throw new SessionStoreException("no session [" + key + "]");
            }
            super.clear(key);
        }
    }

    static class Final extends Sound {

        private final Set<SessionKey> cleared = ConcurrentHashMap.newKeySet();

        @Override
        public void append(SessionKey key, SessionMessage message) throws SessionStoreException {
            if (!cleared.contains(key)) {
                super.append(key, message);
            }
        }

        @Override
        public void clear(SessionKey key) throws SessionStoreException {
            cleared.add(key);
            super.clear(key);
        }
    }

    static class OneWriter extends Sound {

        private @Nullable Thread first;

        @Override
        public synchronized void append(SessionKey key, SessionMessage message) throws SessionStoreException {
            first = first == null ? Thread.currentThread() : first;
            if (Thread.currentThread().equals(first)) {
                super.append(key, message);
            }
        }
    }
}
