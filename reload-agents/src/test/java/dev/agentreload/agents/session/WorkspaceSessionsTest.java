// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentreload.agents.config.AgentsPolicy;
import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.core.participant.Prepared;
import dev.agentreload.core.participant.RetiredResources;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of sessions when workspaces move, step by step. */
@Timeout(30)
class WorkspaceSessionsTest extends WorkspaceSessionsFixture {

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
    void clearedSession_isRemovedEverywhereAndTheMoveBackWorks() throws Exception {
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
    void unknownAgent_hasNoSessions() {
        assertThatThrownBy(() -> sessions.of(A).append(KEY, message("hello")))
                .isInstanceOf(SessionStoreException.class)
                .hasMessage("agent [a] has no directory for sessions");
    }
}
