// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.agents.routing.SessionKey;
import dev.agentreload.core.participant.Prepared;
import dev.agentreload.core.participant.RetiredResources;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Messages, and sessions that are cleared, while a workspace moves. */
class CallsDuringMoveTest extends WorkspaceSessionsFixture {

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
        CountDownLatch gate = new CountDownLatch(1);
        Prepared prepared = prepare("a two");
        Future<SessionKey> slow = appendingAfter(gate);
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
    void callThatBeganBeforeTheSwitch_isFollowedWhenItEndsWithoutAnotherCall() throws Exception {
        reload("a one");
        CountDownLatch gate = new CountDownLatch(1);
        Prepared prepared = prepare("a two");
        Future<SessionKey> slow = appendingAfter(gate);
        RetiredResources retired = RetiredResources.create(leases);
        prepared.commit(retired);
        retire(retired);
        assertThat(store("two").history(KEY, ALL).messages()).isEmpty();

        gate.countDown();
        slow.get();

        assertThat(store("two").history(KEY, ALL).messages()).containsExactly(message("slow"));
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

    /** Returns when the thread waits, or has done its work without waiting. */
    private static void awaitWaiting(Thread thread, Future<?> work) {
        while (thread.getState() != Thread.State.TIMED_WAITING && !work.isDone()) {
            Thread.onSpinWait();
        }
    }

    /** Returns a call that has begun, and goes on when the gate opens. */
    private Future<SessionKey> appendingAfter(CountDownLatch gate) throws InterruptedException {
        CountDownLatch reached = new CountDownLatch(1);
        Future<SessionKey> slow = threads.submit(() -> sessions.at(A, KEY, store -> {
            reached.countDown();
            await(gate);
            store.append(KEY, message("slow"));
            return KEY;
        }));
        reached.await();
        return slow;
    }
}
