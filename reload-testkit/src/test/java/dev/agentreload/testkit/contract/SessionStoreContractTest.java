// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.contract;

import dev.agentreload.agents.routing.SessionKey;
import dev.agentreload.agents.session.SessionHistory;
import dev.agentreload.agents.session.SessionMessage;
import dev.agentreload.agents.session.SessionRole;
import dev.agentreload.agents.session.SessionStore;
import dev.agentreload.agents.session.SessionStoreException;
import dev.agentreload.testkit.fake.FakeSessionStore;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Has each test of the kit fail on a store that breaks just what it is about. */
class SessionStoreContractTest extends BrokenImplementations {

    private static final int ALL = Integer.MAX_VALUE;

    private static final Map<Class<?>, List<String>> BROKEN = Map.ofEntries(
            Map.entry(Inventive.class, List.of("history_sessionThatNeverBegan_isEmpty")),
            Map.entry(Distinct.class, List.of("history_severalMessages_hasThemInTheirOrder")),
            Map.entry(Normalizing.class, List.of("history_messagesOfAnyText_areTheSame")),
            Map.entry(TwoRoles.class, List.of("history_messagesOfEveryRole_keepIt")),
            Map.entry(IgnoringCase.class, List.of("sessions_keysThatResembleEachOther_areApart")),
            Map.entry(Volatile.class, List.of("sessions_reopenedStore_areThere")),
            Map.entry(Unmarked.class, List.of("history_lastMessages_hasTheNewestAndTheSummary")),
            Map.entry(OneAtLeast.class, List.of("history_noMessages_isTheSummaryAlone")),
            Map.entry(TurnsAlone.class, List.of("append_severalMessages_addsThemInTheirOrder")),
            Map.entry(Plain.class, List.of("append_attributes_areKept")),
            Map.entry(OneByOne.class, List.of("append_turnsOfTwoThreads_staysTogether")),
            Map.entry(Remembering.class, List.of("append_afterAClearDuringTheTurn_beginsTheNewHistory")),
            Map.entry(WholeTurns.class, List.of("compact_keepingSome_forgetsTheOlder")),
            Map.entry(KeepingOne.class, List.of("compact_keepingNone_leavesTheSummary")),
            Map.entry(CompactingAll.class, List.of("compact_session_leavesTheOthers")),
            Map.entry(
                    FirstSummary.class,
                    List.of(
                            "compact_keepingAll_replacesTheSummaryAndLeavesTheMessages",
                            "compact_keepingSome_forgetsTheOlder")),
            Map.entry(LateSummary.class, List.of("compact_beforeAnyMessage_keepsTheSummary")),
            Map.entry(
                    KeepingSummary.class,
                    List.of(
                            "clear_session_forgetsItsMessagesAndItsSummary",
                            "append_afterAClearDuringTheTurn_beginsTheNewHistory")),
            Map.entry(ClearingAll.class, List.of("clear_session_leavesTheOthers")),
            Map.entry(Strict.class, List.of("clear_sessionThatNeverBegan_doesNothing")),
            Map.entry(
                    Final.class,
                    List.of("clear_session_letsItBeginAgain", "append_afterAClearDuringTheTurn_beginsTheNewHistory")),
            Map.entry(
                    OneWriter.class,
                    List.of(
                            "append_twoThreads_losesNothingAndKeepsTheOrderOfEach",
                            "append_turnsOfTwoThreads_staysTogether")));

    SessionStoreContractTest() {
        super(Sound.class, BROKEN);
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
        public void append(SessionKey key, List<SessionMessage> messages) throws SessionStoreException {
            real.append(key, messages);
        }

        @Override
        public SessionHistory history(SessionKey key, int last) throws SessionStoreException {
            return real.history(key, last);
        }

        @Override
        public void compact(SessionKey key, String summary, int keepLast) throws SessionStoreException {
            real.compact(key, summary, keepLast);
        }

        @Override
        public void clear(SessionKey key) throws SessionStoreException {
            real.clear(key);
        }
    }

    static class Inventive extends Sound {

        private final Set<SessionKey> known = ConcurrentHashMap.newKeySet();

        @Override
        public void append(SessionKey key, List<SessionMessage> messages) throws SessionStoreException {
            known.add(key);
            super.append(key, messages);
        }

        @Override
        public void compact(SessionKey key, String summary, int keepLast) throws SessionStoreException {
            known.add(key);
            super.compact(key, summary, keepLast);
        }

        @Override
        public void clear(SessionKey key) throws SessionStoreException {
            known.add(key);
            super.clear(key);
        }

        @Override
        public SessionHistory history(SessionKey key, int last) throws SessionStoreException {
            return known.contains(key)
                    ? super.history(key, last)
                    : SessionHistory.empty().withSummary("once upon a time");
        }
    }

    /** Changes each message before it keeps it. */
    abstract static class Changing extends Sound {

        abstract SessionMessage changed(SessionMessage message);

        @Override
        public void append(SessionKey key, List<SessionMessage> messages) throws SessionStoreException {
            super.append(key, messages.stream().map(this::changed).toList());
        }
    }

    /** Leaves out the same message twice in a row, as a store with a key of content does. */
    static class Distinct extends Sound {
        @Override
        public void append(SessionKey key, List<SessionMessage> messages) throws SessionStoreException {
            SessionHistory last = real.history(key, 1);
            if (messages.isEmpty() || !last.messages().equals(messages)) {
                super.append(key, messages);
            }
        }
    }

    static class Normalizing extends Changing {
        @Override
        SessionMessage changed(SessionMessage message) {
            return message.withText(message.text().replace("\r\n", "\n"));
        }
    }

    static class TwoRoles extends Changing {
        @Override
        SessionMessage changed(SessionMessage message) {
            SessionRole role = message.role() == SessionRole.SYSTEM ? SessionRole.USER : message.role();
            return SessionMessage.of(role, message.text(), message.at()).withAttributes(message.attributes());
        }
    }

    static class Plain extends Changing {
        @Override
        SessionMessage changed(SessionMessage message) {
            return message.withAttributes(Map.of());
        }
    }

    static class IgnoringCase extends Sound {
        @Override
        public void append(SessionKey key, List<SessionMessage> messages) throws SessionStoreException {
            super.append(folded(key), messages);
        }

        @Override
        public SessionHistory history(SessionKey key, int last) throws SessionStoreException {
            return super.history(folded(key), last);
        }

        @Override
        public void compact(SessionKey key, String summary, int keepLast) throws SessionStoreException {
            super.compact(folded(key), summary, keepLast);
        }

        @Override
        public void clear(SessionKey key) throws SessionStoreException {
            super.clear(folded(key));
        }

        private static SessionKey folded(SessionKey key) {
            return new SessionKey(key.value().toLowerCase(Locale.ROOT));
        }
    }

    /** Forgets to say that there are earlier messages, but not if it is asked for none. */
    static class Unmarked extends Sound {
        @Override
        public SessionHistory history(SessionKey key, int last) throws SessionStoreException {
            SessionHistory history = super.history(key, last);
            if (last == 0) {
                return history;
            }
            SessionHistory unmarked = SessionHistory.of(history.messages());
            return history.summary().map(unmarked::withSummary).orElse(unmarked);
        }
    }

    static class OneAtLeast extends Sound {
        @Override
        public SessionHistory history(SessionKey key, int last) throws SessionStoreException {
            return super.history(key, Math.max(1, last));
        }
    }

    /** Takes an empty list for the end of the session. */
    static class TurnsAlone extends Sound {
        @Override
        public void append(SessionKey key, List<SessionMessage> messages) throws SessionStoreException {
            if (messages.isEmpty()) {
                super.clear(key);
            }
            super.append(key, messages);
        }
    }

    /** Lets another thread in between two messages of a turn. */
    static class OneByOne extends Sound {

        private final CyclicBarrier both = new CyclicBarrier(2);
        private final AtomicBoolean met = new AtomicBoolean();

        @Override
        public void append(SessionKey key, List<SessionMessage> messages) throws SessionStoreException {
            boolean turn = messages.size() == 2 && messages.get(1).text().startsWith("answer to ") && !met.get();
            for (SessionMessage message : messages) {
                super.append(key, List.of(message));
                if (turn) {
                    meet();
                }
            }
        }

        /** Once is enough to have both questions before both answers. */
        private void meet() {
            try {
                both.await();
                met.set(true);
            } catch (InterruptedException | BrokenBarrierException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Brings the summary back with the first turn after a clear. */
    static class Remembering extends Sound {

        private final Map<SessionKey, String> forgotten = new ConcurrentHashMap<>();

        @Override
        public void append(SessionKey key, List<SessionMessage> messages) throws SessionStoreException {
            super.append(key, messages);
            String summary = forgotten.remove(key);
            if (summary != null) {
                super.compact(key, summary, ALL);
            }
        }

        @Override
        public void clear(SessionKey key) throws SessionStoreException {
            real.history(key, 0).summary().ifPresent(summary -> forgotten.put(key, summary));
            super.clear(key);
        }
    }

    /** Keeps one message more than it should when it keeps three. */
    static class WholeTurns extends Sound {
        @Override
        public void compact(SessionKey key, String summary, int keepLast) throws SessionStoreException {
            super.compact(key, summary, keepLast == 3 ? 4 : keepLast);
        }
    }

    static class KeepingOne extends Sound {
        @Override
        public void compact(SessionKey key, String summary, int keepLast) throws SessionStoreException {
            super.compact(key, summary, Math.max(1, keepLast));
        }
    }

    static class CompactingAll extends Sound {

        private final Set<SessionKey> known = ConcurrentHashMap.newKeySet();

        @Override
        public void append(SessionKey key, List<SessionMessage> messages) throws SessionStoreException {
            known.add(key);
            super.append(key, messages);
        }

        @Override
        public void compact(SessionKey key, String summary, int keepLast) throws SessionStoreException {
            for (SessionKey other : known) {
                super.compact(other, summary, keepLast);
            }
            super.compact(key, summary, keepLast);
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
        public void compact(SessionKey key, String summary, int keepLast) throws SessionStoreException {
            if (real.history(key, ALL).summary().isEmpty()) {
                super.compact(key, summary, keepLast);
            }
        }
    }

    static class LateSummary extends Sound {
        @Override
        public void compact(SessionKey key, String summary, int keepLast) throws SessionStoreException {
            if (!real.history(key, ALL).messages().isEmpty()) {
                super.compact(key, summary, keepLast);
            }
        }
    }

    static class KeepingSummary extends Sound {
        @Override
        public void clear(SessionKey key) throws SessionStoreException {
            Optional<String> summary = real.history(key, ALL).summary();
            super.clear(key);
            if (summary.isPresent()) {
                super.compact(key, summary.get(), ALL);
            }
        }
    }

    static class ClearingAll extends Sound {

        private final Set<SessionKey> known = ConcurrentHashMap.newKeySet();

        @Override
        public void append(SessionKey key, List<SessionMessage> messages) throws SessionStoreException {
            known.add(key);
            super.append(key, messages);
        }

        @Override
        public void clear(SessionKey key) {
            known.forEach(real::clear);
        }
    }

    static class Strict extends Sound {
        @Override
        public void clear(SessionKey key) throws SessionStoreException {
            if (real.history(key, ALL).isEmpty()) {
                throw new SessionStoreException("no session [" + key + "]");
            }
            super.clear(key);
        }
    }

    static class Final extends Sound {

        private final Set<SessionKey> cleared = ConcurrentHashMap.newKeySet();

        @Override
        public void append(SessionKey key, List<SessionMessage> messages) throws SessionStoreException {
            if (!cleared.contains(key)) {
                super.append(key, messages);
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
        public synchronized void append(SessionKey key, List<SessionMessage> messages) throws SessionStoreException {
            first = first == null ? Thread.currentThread() : first;
            if (Thread.currentThread().equals(first)) {
                super.append(key, messages);
            }
        }
    }
}
