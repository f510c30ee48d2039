// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentreload.agents.config.AgentsPolicy;
import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.agents.routing.SessionKey;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.lease.LeaseFactory;
import dev.agentreload.core.participant.Deadline;
import dev.agentreload.core.participant.Prepared;
import dev.agentreload.core.participant.ReloadContext;
import dev.agentreload.core.participant.ReloadParticipant;
import dev.agentreload.core.participant.RetiredResources;
import dev.agentreload.core.runtime.HostRuntime;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
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

    private static final int ALL = Integer.MAX_VALUE;

    @TempDir
    private Path home;

    private final HostRuntime runtime = HostRuntime.of(Runnable::run).withTicker(() -> 0);
    private final LeaseFactory leases = LeaseFactory.of(runtime);
    private WorkspaceSessions sessions;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @BeforeEach
    void start() {
        sessions = restarted();
    }

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    @Test
    void movedWorkspace_withHistory_continuesAtTheNewPlaceAndLeavesNothingAtTheOld() throws Exception {
        reload("a one");
        append(A, KEY, "hello", "good day");
        sessions.of(A).compact(KEY, "a greeting", ALL);

        reload("a two");
        append(A, KEY, "and now");

        assertThat(texts(A, KEY)).containsExactly("hello", "good day", "and now");
        assertThat(sessions.of(A).history(KEY, ALL).summary()).contains("a greeting");
        assertThat(sessions.findDirectory(A)).contains(home.resolve("two"));
        assertThat(file("one", KEY)).doesNotExist();
        assertThat(store("two").history(KEY, ALL).messages()).hasSize(3);
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
        assertThat(sessions.state().locations().get(A))
                .isSameAs(before.locations().get(A));
        try (Stream<Path> files = Files.list(home)) {
            assertThat(files).containsExactlyInAnyOrder(home.resolve("one"), home.resolve("locations.json"));
        }
    }

    @Test
    void discardedMove_leavesTheHistoryWhereItIsAndForgetsTheNewDirectory() throws Exception {
        reload("a one");
        append(A, KEY, "hello");
        sessions.of(A).compact(KEY, "a greeting", ALL);
        String before = Files.readString(home.resolve("locations.json"));

        prepare("a two").discard();

        assertThat(home.resolve("locations.json")).hasContent(before);
        assertThat(sessions.findDirectory(A)).contains(home.resolve("one"));
        assertThat(texts(A, KEY)).containsExactly("hello");
        assertThat(file("two", KEY)).doesNotExist();
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
        sessions.of(A).compact(KEY, "late summary", ALL);

        prepared.commit(RetiredResources.create(leases));

        assertThat(texts(A, KEY)).containsExactly("hello", "late");
        assertThat(sessions.of(A).history(KEY, ALL).summary()).contains("late summary");
        assertThat(texts(A, OWN)).containsExactly("new");
        assertThat(store("two").history(KEY, ALL).messages()).hasSize(2);
    }

    @Test
    void sessionClearedBetweenPreparationAndSwitch_staysCleared() throws Exception {
        reload("a one");
        append(A, KEY, "hello", "good day");
        sessions.of(A).compact(KEY, "a greeting", ALL);
        Prepared prepared = prepare("a two");
        sessions.of(A).clear(KEY);
        append(A, KEY, "again");

        prepared.commit(RetiredResources.create(leases));

        assertThat(texts(A, KEY)).containsExactly("again");
        assertThat(sessions.of(A).history(KEY, ALL).summary()).isEmpty();
    }

    @Test
    void sessionClearedAfterTheSwitch_staysCleared() throws Exception {
        reload("a one");
        append(A, KEY, "hello");
        RetiredResources retired = RetiredResources.create(leases);
        prepare("a two").commit(retired);

        sessions.of(A).clear(KEY);
        retire(retired);

        assertThat(sessions.of(A).history(KEY, ALL)).isEqualTo(SessionHistory.empty());
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
        assertThat(store("two").history(KEY, ALL).messages()).isEmpty();

        gate.countDown();
        slow.get();

        assertThat(store("two").history(KEY, ALL).messages()).containsExactly(message("slow"));
    }

    @Test
    void rolledBackMove_bringsBackWhatWasWrittenMeanwhile() throws Exception {
        reload("a one");
        append(A, KEY, "hello");
        append(A, OWN, "cleared soon");
        Prepared prepared = prepare("a two");
        sessions.of(A).compact(KEY, "kept", ALL);
        prepared.commit(RetiredResources.create(leases));
        append(A, KEY, "meanwhile");
        sessions.of(A).clear(OWN);
        RetiredResources retired = RetiredResources.create(leases);

        prepared.rollback(retired);

        assertThat(sessions.findDirectory(A)).contains(home.resolve("one"));
        assertThat(texts(A, KEY)).containsExactly("hello", "meanwhile");
        assertThat(sessions.of(A).history(KEY, ALL).summary()).contains("kept");
        retire(retired);
        assertThat(store("one").history(OWN, ALL)).isEqualTo(SessionHistory.empty());
        reload("a two");
        assertThat(texts(A, KEY)).containsExactly("hello", "meanwhile");
    }

    @Test
    void agentThatComesBack_findsAllOfIt() throws Exception {
        reload("a one");
        append(A, KEY, "one");
        reload("a two");
        append(A, KEY, "two");

        reload("a one");

        assertThat(texts(A, KEY)).containsExactly("one", "two");
        assertThat(store("one").history(KEY, ALL).messages()).hasSize(2);
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
    void otherMessagesAtTheNewPlace_arePutAsideAndNamed() throws Exception {
        reload("a one");
        append(A, KEY, "hello");
        append(A, OWN, "mine");
        store("two").append(KEY, message("foreign"));
        store("two").append(OWN, message("foreign too"));

        RetiredResources retired = RetiredResources.create(leases);
        prepare("a two").commit(retired);
        assertThat(texts(A, KEY)).containsExactly("hello");
        retire(retired);

        assertThat(texts(A, OWN)).containsExactly("mine");
        assertThat(home.resolve("two/a/" + SessionNames.of(KEY) + ".superseded-1"))
                .content()
                .contains("foreign");
        assertThat(home.resolve("two/a/" + SessionNames.of(OWN) + ".superseded-1"))
                .content()
                .contains("foreign too");
    }

    @Test
    void sessionsThatAreAlreadyAtTheNewPlace_becomeTheAgents() throws Exception {
        reload("a one");
        store("two").append(OWN, message("of long ago"));

        reload("a two");
        append(A, OWN, "now");
        reload("a one");

        assertThat(texts(A, OWN)).containsExactly("of long ago", "now");
        assertThat(file("two", OWN)).doesNotExist();
    }

    @Test
    void sameContentAtTheNewPlace_isOneSession() throws Exception {
        reload("a one");
        append(A, KEY, "hello");
        store("two").append(KEY, message("hello"));

        reload("a two");

        assertThat(texts(A, KEY)).containsExactly("hello");
        assertThat(home.resolve("two/a")).isDirectoryNotContaining("glob:**superseded*");
    }

    @Test
    void clearedSession_isGoneEverywhereAndWayBackIsFree() throws Exception {
        reload("a one");
        append(A, KEY, "secret");
        reload("a two");
        sessions.of(A).clear(KEY);
        append(A, KEY, "after");

        reload("a one");

        assertThat(texts(A, KEY)).containsExactly("after");
        assertThat(file("two", KEY)).doesNotExist();
        reload("a two");
        assertThat(texts(A, KEY)).containsExactly("after");
    }

    @Test
    void sessionClearedAtTheNewPlace_doesNotComeBackFromAnyOlder() throws Exception {
        reload("a one");
        append(A, KEY, "secret");
        prepare("a two").commit(RetiredResources.create(leases));
        sessions.of(A).clear(KEY);

        reload("a one");

        assertThat(sessions.of(A).history(KEY, ALL)).isEqualTo(SessionHistory.empty());
    }

    @Test
    void otherFileSystem_sessionIsCopiedAndThenDeleted() throws Exception {
        WorkspaceSessions crossing = sessions((change, file) -> {
            if (change.equals("rename") && file.endsWith(SessionNames.of(KEY) + SessionFile.ENDING)) {
                throw new AtomicMoveNotSupportedException(file.toString(), "two", "another file system");
            }
        });
        move(crossing, "a one");
        crossing.of(A).append(KEY, message("hello"));

        move(crossing, "a two");

        assertThat(crossing.of(A).history(KEY, ALL).messages()).containsExactly(message("hello"));
        assertThat(file("one", KEY)).doesNotExist();
        assertThat(store("two").history(KEY, ALL).messages()).containsExactly(message("hello"));
    }

    /** The directory was found empty, and is in use once more and left again before it is forgotten. */
    @Test
    void directoryThatIsFilledAgain_whileItIsForgotten_isKept() throws Exception {
        CountDownLatch forgotten = new CountDownLatch(1);
        CountDownLatch following = new CountDownLatch(1);
        Queue<Path> emptied = new ConcurrentLinkedQueue<>();
        Queue<Path> left = new ConcurrentLinkedQueue<>();
        List<Future<?>> moves = new CopyOnWriteArrayList<>();
        sessions = sessions((change, file) -> {
            if (change.equals("force") && emptied.remove(file)) {
                moves.add(fillAndLeave("one", left));
                awaitOpen(following);
            } else if (change.equals("rename") && left.remove(file.getParent())) {
                following.countDown();
                awaitOpen(forgotten);
            }
        });
        reload("a one");
        append(A, KEY, "hello");
        append(A, OWN, "own");
        emptied.add(home.resolve("one/a"));

        reload("a two");
        forgotten.countDown();
        for (Future<?> move : moves) {
            move.get(10, TimeUnit.SECONDS);
        }

        assertThat(texts(A, KEY)).containsExactly("hello");
        assertThat(texts(A, OWN)).containsExactly("own");
    }

    /** Moves there and back with two sessions, which then follow on another thread up to the first renaming. */
    private Future<?> fillAndLeave(String directory, Queue<Path> left) throws IOException {
        try {
            prepare("a " + directory).commit(RetiredResources.create(leases));
            sessions.of(A).history(KEY, ALL);
            sessions.of(A).history(OWN, ALL);
            RetiredResources retired = RetiredResources.create(leases);
            prepare("a two").commit(retired);
            left.add(home.resolve(directory).resolve("a"));
            return threads.submit(() -> retire(retired));
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    private static void awaitOpen(CountDownLatch gate) throws IOException {
        try {
            assertThat(gate.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private WorkspaceSessions sessions(SessionDirectory.FileSteps steps) {
        return new WorkspaceSessions(
                agent -> home.resolve(agent.workspace().orElse("none")),
                home.resolve("locations.json"),
                leases,
                AgentsPolicy.standard(),
                steps);
    }

    @Test
    void damagedRecord_failsTheStartAndNamesTheFile() throws Exception {
        Files.writeString(home.resolve("locations.json"), "{\"agents\": [");

        assertThatThrownBy(() -> prepare("a one"))
                .isInstanceOf(SessionStoreException.class)
                .hasMessage(
                        "could not record where sessions are: java.io.IOException: [" + home.resolve("locations.json")
                                + "] does not list the directories of agents; expected {\"agents\": {ID: [DIRECTORY, ...]}}");
    }

    @Test
    void recordedDirectoryThatIsNotThere_isStillSearchedWhenItComesBack() throws Exception {
        reload("a one");
        append(A, KEY, "hello");
        Files.move(home.resolve("one"), home.resolve("unmounted"));
        WorkspaceSessions restarted = restarted();
        move(restarted, "a two");
        Files.move(home.resolve("unmounted"), home.resolve("one"));

        assertThat(restarted.of(A).history(KEY, ALL).messages()).containsExactly(message("hello"));
    }

    @Test
    void manySessions_costTheReloadNoMoreFileOperationsThanFew() throws Exception {
        assertThat(operationsOfAMove(A, "few", 10))
                .isEqualTo(operationsOfAMove(B, "many", 2_000))
                .isLessThan(12);
    }

    private int operationsOfAMove(AgentId agent, String directory, int count) throws Exception {
        CrashingSteps steps = CrashingSteps.after(Integer.MAX_VALUE);
        WorkspaceSessions counted = new WorkspaceSessions(
                definition -> home.resolve(definition.workspace().orElse("none")),
                home.resolve(directory + ".json"),
                leases,
                AgentsPolicy.standard(),
                steps);
        move(counted, agent + " " + directory);
        Path folder = Files.createDirectories(home.resolve(directory).resolve(agent.value()));
        for (int i = 0; i < count; i++) {
            Files.writeString(folder.resolve(i + SessionFile.ENDING), "");
        }
        int before = steps.taken();
        RetiredResources retired = RetiredResources.create(leases);
        prepare(counted, agent + " " + directory + "-new").commit(retired);
        int inside = steps.taken() - before;
        retire(retired);
        assertThat(folder).isEmptyDirectory();
        return inside;
    }

    @Test
    void moveWhileTheProgramIsDown_isNoticed() throws Exception {
        reload("a one");
        append(A, KEY, "hello");
        append(A, OWN, "own");

        WorkspaceSessions restarted = restarted();
        RetiredResources retired = RetiredResources.create(leases);
        prepare(restarted, "a two").commit(retired);

        assertThat(restarted.of(A).history(KEY, ALL).messages()).containsExactly(message("hello"));
        retire(retired);
        assertThat(store("two").history(OWN, ALL).messages()).containsExactly(message("own"));
        assertThat(file("one", OWN)).doesNotExist();
        assertThat(home.resolve("locations.json"))
                .content()
                .doesNotContain(home.resolve("one").toString());
    }

    @Test
    void sharedWorkspace_thatTwoLeaveOneAfterTheOther_bothMoves() throws Exception {
        reload("a one", "b one");
        append(A, KEY, "of a");
        append(B, OTHER, "of b");
        append(A, OWN, "a's room");
        append(B, OWN, "b's room");
        reload("a two", "b one");
        append(A, KEY, "later");

        reload("a two", "b two");

        assertThat(texts(A, KEY)).containsExactly("of a", "later");
        assertThat(texts(B, OTHER)).containsExactly("of b");
        assertThat(texts(A, OWN)).containsExactly("a's room");
        assertThat(texts(B, OWN)).containsExactly("b's room");
    }

    @Test
    void halfOfALastLine_movesWithItsWarning() throws Exception {
        reload("a one");
        append(A, KEY, "hello");
        Files.writeString(file("one", KEY), "{\"role\":\"us", StandardOpenOption.APPEND);

        reload("a two");
        append(A, KEY, "after");

        assertThat(texts(A, KEY)).containsExactly("hello", "after");
        int torn = SessionLines.ofMessages(List.of(message("hello"))).length;
        assertThat(sessions.of(A).history(KEY, ALL).warnings())
                .containsExactly(
                        "the line at byte " + torn + " of [" + file("two", KEY) + "] is no message and was skipped");
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
    void sharedWorkspace_thatAllLeave_takesAnyKey() throws Exception {
        reload("a one", "b one");
        append(A, KEY, "of a");
        append(B, OTHER, "of b");
        append(B, OWN, "of a room");

        reload("a two", "b two");

        assertThat(file("two", KEY)).exists();
        assertThat(home.resolve("two/b")).isDirectoryContaining("glob:**" + SessionNames.of(OTHER) + ".jsonl");
        assertThat(home.resolve("two/b")).isDirectoryContaining("glob:**" + SessionNames.of(OWN) + ".jsonl");
    }

    @Test
    void sharedWorkspace_thatOneLeaves_takesAnyKeyInTheBackground() throws Exception {
        reload("a one", "b one");
        append(B, OWN, "of a room");

        reload("a one", "b two");

        assertThat(home.resolve("two/b")).isDirectoryContaining("glob:**" + SessionNames.of(OWN) + ".jsonl");
        assertThat(texts(B, OWN)).containsExactly("of a room");
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
                .hasMessage("agent [a] has no directory for sessions");
    }

    private void reload(String... agents) throws Exception {
        move(sessions, agents);
    }

    private static void retire(RetiredResources retired) {
        retired.resources().forEach(resource -> resource.retire());
    }

    private Prepared prepare(String... agents) throws Exception {
        return prepare(sessions, agents);
    }

    private static Prepared prepare(WorkspaceSessions sessions, String... agents) throws Exception {
        ReloadContext context = ReloadContext.start(document(agents), Deadline.after(Duration.ofSeconds(10), () -> 0));
        ReloadParticipant participant = sessions.participant();
        assertThat(participant.validate(context)).noneMatch(problem -> problem.isError());
        return participant.prepare(context);
    }

    private void move(WorkspaceSessions moved, String... agents) throws Exception {
        RetiredResources retired = RetiredResources.create(leases);
        prepare(moved, agents).commit(retired);
        retire(retired);
    }

    /** Returns what a new start of the program has. */
    private WorkspaceSessions restarted() {
        return WorkspaceSessions.create(
                agent -> home.resolve(agent.workspace().orElse("none")),
                home.resolve("locations.json"),
                runtime,
                AgentsPolicy.standard());
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
        return sessions.of(agent).history(key, ALL).messages().stream()
                .map(SessionMessage::text)
                .toList();
    }

    private FileSessionStore store(String directory) {
        return FileSessionStore.create(home.resolve(directory).resolve("a"));
    }

    private Path file(String directory, SessionKey key) {
        return home.resolve(directory).resolve("a").resolve(SessionNames.of(key) + SessionFile.ENDING);
    }

    private static SessionMessage message(String text) {
        return SessionMessage.of(SessionRole.USER, text, Instant.EPOCH);
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
