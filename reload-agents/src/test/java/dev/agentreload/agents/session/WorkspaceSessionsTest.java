package dev.agentreload.agents.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.agents.routing.SessionKey;
import dev.agentreload.core.apply.Deadline;
import dev.agentreload.core.apply.Prepared;
import dev.agentreload.core.apply.ReloadContext;
import dev.agentreload.core.apply.ReloadParticipant;
import dev.agentreload.core.apply.RetiredResources;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.lease.LeaseFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of sessions when workspaces move, step by step. */
@Timeout(30)
class WorkspaceSessionsTest {

    private static final AgentId A = new AgentId("a");
    private static final AgentId B = new AgentId("b");
    private static final SessionKey KEY = new SessionKey("agent:a:main");
    private static final SessionKey OTHER = new SessionKey("agent:b:main");
    private static final SessionKey OWN = new SessionKey("room 1");

    @TempDir
    private Path home;

    private final LeaseFactory leases = LeaseFactory.of(Runnable::run, () -> 0);
    private final WorkspaceSessions sessions =
            WorkspaceSessions.create(agent -> home.resolve(agent.workspace().orElse("none")), leases);
    private final ReloadParticipant participant = sessions.participant();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    @Test
    void movedWorkspace_withHistory_continuesAtTheNewPlaceAndLeavesTheOld() throws Exception {
        reload("a one");
        append(A, KEY, "hello", "good day");
        sessions.of(A).putSummary(KEY, "a greeting");
        byte[] before = bytes("one", KEY);

        reload("a two");
        append(A, KEY, "and now");

        assertThat(texts(A, KEY)).containsExactly("hello", "good day", "and now");
        assertThat(sessions.of(A).history(KEY).summary()).contains("a greeting");
        assertThat(sessions.findDirectory(A)).contains(home.resolve("two"));
        assertThat(bytes("one", KEY)).isEqualTo(before);
        assertThat(store("two").history(KEY).messages()).hasSize(3);
    }

    @Test
    void agentThatDoesNotMove_isLeftAlone() throws Exception {
        reload("a one");
        append(A, KEY, "hello");
        WorkspaceSessions.State before = sessions.state();

        Prepared prepared = prepare("a one", "b one");
        RetiredResources retired = RetiredResources.create(leases);
        prepared.commit(retired);

        assertThat(retired.resources()).isEmpty();
        assertThat(sessions.state().places().get(A)).isSameAs(before.places().get(A));
        try (Stream<Path> directories = Files.list(home)) {
            assertThat(directories).containsExactly(home.resolve("one"));
        }
    }

    @Test
    void discardedMove_leavesTheHistoryWhereItIsAndNoCopyOfIt() throws Exception {
        reload("a one");
        append(A, KEY, "hello");
        sessions.of(A).putSummary(KEY, "a greeting");

        Prepared prepared = prepare("a two");
        assertThat(store("two").history(KEY).messages()).hasSize(1);
        prepared.discard();

        assertThat(store("two").history(KEY)).isEqualTo(SessionHistory.empty());
        assertThat(sessions.findDirectory(A)).contains(home.resolve("one"));
        assertThat(texts(A, KEY)).containsExactly("hello");
        reload("a two");
        assertThat(texts(A, KEY)).containsExactly("hello");
    }

    @Test
    void messageBetweenPreparationAndSwitch_comesAlong() throws Exception {
        reload("a one");
        append(A, KEY, "hello");
        Prepared prepared = prepare("a two");
        append(A, KEY, "late");
        append(A, OWN, "new");
        sessions.of(A).putSummary(KEY, "late summary");

        prepared.commit(RetiredResources.create(leases));

        assertThat(texts(A, KEY)).containsExactly("hello", "late");
        assertThat(sessions.of(A).history(KEY).summary()).contains("late summary");
        assertThat(texts(A, OWN)).containsExactly("new");
        assertThat(store("two").history(KEY).messages()).hasSize(2);
    }

    @Test
    void sessionClearedBetweenPreparationAndSwitch_staysCleared() throws Exception {
        reload("a one");
        append(A, KEY, "hello", "good day");
        sessions.of(A).putSummary(KEY, "a greeting");
        Prepared prepared = prepare("a two");
        sessions.of(A).clear(KEY);
        append(A, KEY, "again");

        prepared.commit(RetiredResources.create(leases));

        assertThat(texts(A, KEY)).containsExactly("again");
        assertThat(sessions.of(A).history(KEY).summary()).isEmpty();
    }

    @Test
    void sessionClearedAfterTheSwitch_staysCleared() throws Exception {
        reload("a one");
        append(A, KEY, "hello");
        RetiredResources retired = RetiredResources.create(leases);
        prepare("a two").commit(retired);

        sessions.of(A).clear(KEY);
        retire(retired);

        assertThat(sessions.of(A).history(KEY)).isEqualTo(SessionHistory.empty());
    }

    @Test
    void callThatBeganBeforeTheSwitch_isFoundByTheNextOneAfterIt() throws Exception {
        reload("a one");
        append(A, KEY, "hello");
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        Prepared prepared = prepare("a two");
        Future<SessionKey> slow = threads.submit(() -> sessions.at(A, KEY, store -> {
            reached.countDown();
            await(gate);
            store.append(KEY, message("slow"));
            return KEY;
        }));
        reached.await();
        RetiredResources retired = RetiredResources.create(leases);
        prepared.commit(retired);
        retire(retired);
        CompletableFuture<Thread> asking = new CompletableFuture<>();
        Future<List<String>> next = threads.submit(() -> {
            asking.complete(Thread.currentThread());
            return texts(A, KEY);
        });
        awaitWaiting(asking.get(), next);

        gate.countDown();

        slow.get();
        assertThat(next.get()).containsExactly("hello", "slow");
    }

    @Test
    void callThatBeganBeforeTheSwitch_isFollowedWhenItEndsThoughNobodyAsks() throws Exception {
        reload("a one");
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        Prepared prepared = prepare("a two");
        Future<SessionKey> slow = threads.submit(() -> sessions.at(A, KEY, store -> {
            reached.countDown();
            await(gate);
            store.append(KEY, message("slow"));
            return KEY;
        }));
        reached.await();
        RetiredResources retired = RetiredResources.create(leases);
        prepared.commit(retired);
        retire(retired);
        assertThat(store("two").history(KEY).messages()).isEmpty();

        gate.countDown();
        slow.get();

        assertThat(store("two").history(KEY).messages()).containsExactly(message("slow"));
    }

    @Test
    void rolledBackMove_bringsBackWhatWasWrittenMeanwhile() throws Exception {
        reload("a one");
        append(A, KEY, "hello");
        append(A, OWN, "cleared soon");
        Prepared prepared = prepare("a two");
        sessions.of(A).putSummary(KEY, "kept");
        prepared.commit(RetiredResources.create(leases));
        append(A, KEY, "meanwhile");
        sessions.of(A).clear(OWN);
        RetiredResources retired = RetiredResources.create(leases);

        prepared.rollback(retired);

        assertThat(sessions.findDirectory(A)).contains(home.resolve("one"));
        assertThat(texts(A, KEY)).containsExactly("hello", "meanwhile");
        assertThat(sessions.of(A).history(KEY).summary()).contains("kept");
        retire(retired);
        assertThat(store("one").history(OWN)).isEqualTo(SessionHistory.empty());
        reload("a two");
        assertThat(texts(A, KEY)).containsExactly("hello", "meanwhile");
    }

    @Test
    void rolledBackMove_leavesASessionThatNobodyUsedAsItWas() throws Exception {
        reload("a one");
        append(A, KEY, "hello");
        Prepared prepared = prepare("a two");
        sessions.of(A).putSummary(KEY, "newer than the copy");
        prepared.commit(RetiredResources.create(leases));
        RetiredResources retired = RetiredResources.create(leases);

        prepared.rollback(retired);
        retire(retired);

        assertThat(sessions.of(A).history(KEY).summary()).contains("newer than the copy");
    }

    @Test
    void agentThatComesBack_findsAllOfIt() throws Exception {
        reload("a one");
        append(A, KEY, "one");
        reload("a two");
        append(A, KEY, "two");

        reload("a one");

        assertThat(texts(A, KEY)).containsExactly("one", "two");
        assertThat(store("one").history(KEY).messages()).hasSize(2);
    }

    @Test
    void moveBeforeTheEarlierOneIsDone_takesAllAlong() throws Exception {
        reload("a one");
        append(A, KEY, "hello");
        Prepared first = prepare("a two");
        append(A, KEY, "late");
        first.commit(RetiredResources.create(leases));

        prepare("a three").commit(RetiredResources.create(leases));

        assertThat(texts(A, KEY)).containsExactly("hello", "late");
    }

    @Test
    void otherMessagesAtTheNewPlace_endTheMoveAndStay() throws Exception {
        reload("a one");
        append(A, KEY, "copied first");
        append(A, OWN, "hello");
        store("two").append(OWN, message("foreign"));

        assertThatThrownBy(() -> prepare("a two"))
                .isInstanceOf(SessionStoreException.class)
                .hasMessage("could not move session [" + file("two", OWN)
                        + "]: java.io.IOException: it has messages which the one to be moved there has not");

        assertThat(store("two").history(OWN).messages()).containsExactly(message("foreign"));
        assertThat(store("two").history(KEY).messages()).isEmpty();
        assertThat(texts(A, OWN)).containsExactly("hello");
    }

    @Test
    void rolledBackMove_bringsNothingThatWasAtTheNewPlaceBefore() throws Exception {
        reload("a one");
        store("two").append(OWN, message("foreign"));
        Prepared prepared = prepare("a two");
        prepared.commit(RetiredResources.create(leases));
        RetiredResources retired = RetiredResources.create(leases);

        prepared.rollback(retired);
        retire(retired);

        assertThat(texts(A, OWN)).isEmpty();
        assertThat(file("one", OWN)).doesNotExist();
    }

    @Test
    void beginningAtTheNewPlace_isContinued() throws Exception {
        reload("a one");
        append(A, KEY, "hello", "good day");
        store("two").append(KEY, message("hello"));

        reload("a two");

        assertThat(texts(A, KEY)).containsExactly("hello", "good day");
    }

    @Test
    void moreAtTheNewPlaceThanAtTheOld_endsTheMoveAndStays() throws Exception {
        reload("a one");
        append(A, KEY, "hello");
        store("two").append(KEY, message("hello"));
        store("two").append(KEY, message("good day"));

        assertThatThrownBy(() -> prepare("a two")).hasMessageEndingWith("which the one to be moved there has not");
        assertThat(store("two").history(KEY).messages()).hasSize(2);
    }

    @Test
    void discardedMove_leavesTheBeginningThatWasAtTheNewPlace() throws Exception {
        reload("a one");
        append(A, KEY, "hello", "good day");
        sessions.of(A).putSummary(KEY, "of now");
        store("two").append(KEY, message("hello"));
        store("two").putSummary(KEY, "of long ago");

        prepare("a two").discard();

        assertThat(store("two").history(KEY).messages()).containsExactly(message("hello"));
        assertThat(store("two").history(KEY).summary()).contains("of long ago");
    }

    @Test
    void halfOfALastLine_movesWithItsWarning() throws Exception {
        reload("a one");
        append(A, KEY, "hello");
        Files.writeString(file("one", KEY), "{\"role\":\"us", StandardOpenOption.APPEND);

        reload("a two");
        append(A, KEY, "after");

        assertThat(texts(A, KEY)).containsExactly("hello", "after");
        assertThat(sessions.of(A).history(KEY).warnings())
                .containsExactly("line 2 of [" + file("two", KEY) + "] is no message and was skipped");
    }

    @Test
    void sharedWorkspace_thatOneLeaves_keepsTheOthersSessions() throws Exception {
        reload("a one", "b one");
        append(A, KEY, "of a");
        append(B, OTHER, "of b");

        reload("a two", "b one");

        assertThat(texts(A, KEY)).containsExactly("of a");
        assertThat(texts(B, OTHER)).containsExactly("of b");
        assertThat(file("two", OTHER)).doesNotExist();
        assertThat(sessions.findDirectory(B)).contains(home.resolve("one"));
    }

    @Test
    void sharedWorkspace_thatAllLeave_movesAsAWhole() throws Exception {
        reload("a one", "b one");
        append(A, KEY, "of a");
        append(B, OTHER, "of b");
        append(B, OWN, "of a room");

        reload("a two", "b two");

        assertThat(store("two").history(KEY).messages()).hasSize(1);
        assertThat(store("two").history(OTHER).messages()).hasSize(1);
        assertThat(store("two").history(OWN).messages()).hasSize(1);
    }

    @Test
    void fault59_agentThatIsGone_keepsItsPlaceAndComesBackWithIt() throws Exception {
        reload("a one", "b one");
        append(A, KEY, "hello");
        reload("b one");
        append(A, KEY, "end of the last turn");

        reload("a two", "b one");

        assertThat(texts(A, KEY)).containsExactly("hello", "end of the last turn");
        assertThat(sessions.findDirectory(A)).contains(home.resolve("two"));
    }

    @Test
    void agentThatNobodyKnows_hasNoSessions() {
        assertThatThrownBy(() -> sessions.of(A).append(KEY, message("hello")))
                .isInstanceOf(SessionStoreException.class)
                .hasMessage("agent [a] has no place for sessions");
    }

    @Test
    void moveWithoutTime_isRefusedAndLeavesNothing() throws Exception {
        reload("a one");
        append(A, KEY, "hello");
        ReloadContext late = ReloadContext.start(document("a two"), Deadline.after(Duration.ZERO, () -> 0));

        assertThatThrownBy(() -> participant.prepare(late))
                .isInstanceOf(SessionStoreException.class)
                .hasMessage("could not copy the sessions in [" + home.resolve("one") + "] in time");
        assertThat(file("two", KEY)).doesNotExist();
    }

    private void reload(String... agents) throws Exception {
        RetiredResources retired = RetiredResources.create(leases);
        prepare(agents).commit(retired);
        retire(retired);
    }

    private static void retire(RetiredResources retired) {
        retired.resources().forEach(resource -> resource.retire());
    }

    private Prepared prepare(String... agents) throws Exception {
        ReloadContext context = ReloadContext.start(document(agents), Deadline.after(Duration.ofSeconds(10), () -> 0));
        assertThat(participant.validate(context)).noneMatch(problem -> problem.isError());
        return participant.prepare(context);
    }

    /** Returns a document with agents that are each written as an id and a workspace. */
    private static ConfigDocument document(String... agents) {
        StringBuilder json = new StringBuilder("{ models: { providers: { p: {} } }, agents: { list: [");
        for (String agent : agents) {
            String[] words = agent.split(" ", 2);
            json.append("{ id: '%s', model: 'p/m', workspace: '%s' },".formatted(words[0], words[1]));
        }
        return ConfigDocument.parse("config.json", json.append("] } }").toString());
    }

    private void append(AgentId agent, SessionKey key, String... texts) throws SessionStoreException {
        for (String text : texts) {
            sessions.of(agent).append(key, message(text));
        }
    }

    private List<String> texts(AgentId agent, SessionKey key) throws SessionStoreException {
        return sessions.of(agent).history(key).messages().stream()
                .map(SessionMessage::text)
                .toList();
    }

    private FileSessionStore store(String directory) {
        return new FileSessionStore(home.resolve(directory));
    }

    private Path file(String directory, SessionKey key) {
        return home.resolve(directory).resolve(SessionNames.of(key) + SessionFile.ENDING);
    }

    private byte[] bytes(String directory, SessionKey key) throws IOException {
        return Files.readAllBytes(file(directory, key));
    }

    private static SessionMessage message(String text) {
        return new SessionMessage(SessionRole.USER, text, Instant.EPOCH);
    }

    /** Returns when the thread waits for somebody, or has done what it was to do without. */
    private static void awaitWaiting(Thread thread, Future<?> work) {
        while (thread.getState() != Thread.State.TIMED_WAITING && !work.isDone()) {
            Thread.onSpinWait();
        }
    }

    private static void await(CountDownLatch gate) throws SessionStoreException {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new SessionStoreException("interrupted", e);
        }
    }
}
