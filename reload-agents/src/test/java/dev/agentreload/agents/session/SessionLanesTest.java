// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentreload.agents.routing.SessionKey;
import dev.agentreload.core.runtime.HostRuntime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SessionLanesTest {

    private static final SessionKey KEY = new SessionKey("agent:main:main");
    private static final SessionKey OTHER = new SessionKey("agent:main:other");
    private static final Duration LONG = Duration.ofSeconds(50);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1);
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final SessionLanes lanes = SessionLanes.create(HostRuntime.of(threads, scheduler));

    /** Runs a submitted turn only when the test says so. */
    private final SessionLanes byHand = SessionLanes.create(HostRuntime.of(tasks::add, scheduler), 3);

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
        scheduler.shutdownNow();
    }

    @Test
    void enter_sixtyFourCallersOfOneSession_runOneAfterTheOtherAndLoseNothing() throws Exception {
        CyclicBarrier start = new CyclicBarrier(64);
        AtomicInteger inside = new AtomicInteger();
        List<String> history = new ArrayList<>(); // guarded by the lane alone
        List<Future<Integer>> turns = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            String question = "question " + i;
            turns.add(threads.submit(() -> {
                start.await();
                try (Lane lane = lanes.enter(KEY, LONG)) {
                    int together = inside.incrementAndGet();
                    history.add(question);
                    Thread.onSpinWait();
                    history.add("answer to " + question);
                    inside.decrementAndGet();
                    return together;
                }
            }));
        }
        for (Future<Integer> turn : turns) {
            assertThat(turn.get()).isOne();
        }
        assertThat(history).hasSize(128);
        for (int i = 0; i < history.size(); i += 2) {
            assertThat(history.get(i + 1)).isEqualTo("answer to " + history.get(i));
        }
        assertThat(lanes.active()).isZero();
    }

    @Test
    void submit_sixtyFourTurnsOfOneSession_runInTheirOrder() throws Exception {
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        List<CompletableFuture<Integer>> turns = new ArrayList<>();
        try (Lane lane = lanes.enter(KEY, LONG)) {
            for (int i = 0; i < 64; i++) {
                int number = i;
                turns.add(lanes.submit(KEY, LONG, () -> {
                    order.add(number);
                    return number;
                }));
            }
            assertThat(order).isEmpty();
        }
        for (int i = 0; i < 64; i++) {
            assertThat(turns.get(i).get()).isEqualTo(i);
        }
        assertThat(order).isSorted().hasSize(64);
    }

    @Test
    void enter_otherSession_doesNotWait() throws Exception {
        try (Lane lane = lanes.enter(KEY, LONG);
                Lane other = lanes.enter(OTHER, Duration.ZERO)) {
            assertThat(lanes.active()).isEqualTo(2);
            assertThat(other.key()).isEqualTo(OTHER);
            assertThat(lane).hasToString("Lane[agent:main:main]");
        }
        assertThat(lanes.active()).isZero();
    }

    @Test
    void enter_takenLaneWithoutTime_isBusyAndLeavesTheQueue() throws Exception {
        Lane lane = lanes.enter(KEY, LONG);

        assertThatThrownBy(() -> lanes.enter(KEY, Duration.ofMillis(5)))
                .isInstanceOf(SessionBusyException.class)
                .hasMessage("a turn of session [agent:main:main] did not begin within 5 ms")
                .extracting("reason")
                .isEqualTo(SessionBusyException.Reason.TIMED_OUT);

        lane.close();
        lane.close();
        assertThat(lanes.active()).isZero();
    }

    @Test
    void enter_fullQueue_isRefusedAtOnce() throws Exception {
        Lane lane = byHand.enter(KEY, LONG);
        List<CompletableFuture<String>> waiting = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            waiting.add(byHand.submit(KEY, LONG, () -> "turn"));
        }

        assertThatThrownBy(() -> byHand.enter(KEY, LONG))
                .isInstanceOf(SessionBusyException.class)
                .hasMessage("session [agent:main:main] has [3] waiting turns, as many as may wait")
                .extracting("reason")
                .isEqualTo(SessionBusyException.Reason.QUEUE_FULL);
        assertThat(byHand.submit(KEY, LONG, () -> "turn"))
                .failsWithin(Duration.ZERO)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(SessionBusyException.class);

        lane.close();
        runTasks();
        assertThat(waiting).allMatch(CompletableFuture::isDone);
        assertThat(byHand.active()).isZero();
    }

    @Test
    void enter_interruptedThread_leavesTheQueueAndTheLaneStaysUsable() throws Exception {
        Lane lane = lanes.enter(KEY, LONG);
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Thread waiting = new Thread(() -> {
            try {
                lanes.enter(KEY, LONG).close();
            } catch (SessionBusyException | InterruptedException e) {
                thrown.complete(e);
            }
        });
        waiting.start();
        while (waiting.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        waiting.interrupt();

        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        lane.close();
        assertThat(lanes.active()).isZero();
    }

    @Test
    void submit_cancelledWhileItWaits_neverRunsAndTheNextOneDoes() throws Exception {
        Lane lane = byHand.enter(KEY, LONG);
        CompletableFuture<String> first = byHand.submit(KEY, LONG, () -> "first");
        CompletableFuture<String> second = byHand.submit(KEY, LONG, () -> "second");

        first.cancel(false);
        lane.close();
        runTasks();

        assertThat(second.get()).isEqualTo("second");
        assertThat(byHand.active()).isZero();
    }

    @Test
    void submit_executorThatDropsTheTurn_timesOutAndFreesTheLane() throws Exception {
        CompletableFuture<String> dropped = byHand.submit(KEY, Duration.ofMillis(5), () -> "dropped");

        assertThatThrownBy(() -> dropped.get(30, TimeUnit.SECONDS)).hasCauseInstanceOf(SessionBusyException.class);
        byHand.enter(KEY, Duration.ZERO).close();
        runTasks();
        assertThat(byHand.active()).isZero();
    }

    @Test
    void submit_executorThatRefuses_failsAndFreesTheLane() {
        SessionLanes refusing = SessionLanes.create(HostRuntime.of(
                task -> {
                    throw new RejectedExecutionException("full");
                },
                scheduler));

        assertThat(refusing.submit(KEY, LONG, () -> "turn"))
                .failsWithin(Duration.ZERO)
                .withThrowableOfType(ExecutionException.class)
                .withMessageContaining("full");
        assertThat(refusing.active()).isZero();
    }

    @Test
    void submit_schedulerThatIsShutDown_failsAndFreesTheLane() {
        scheduler.shutdownNow();

        assertThat(byHand.submit(KEY, LONG, () -> "turn")).isCompletedExceptionally();
        runTasks();
        assertThat(byHand.active()).isZero();
    }

    @Test
    void submit_turnThatThrows_failsTheFutureAndFreesTheLane() {
        CompletableFuture<String> turn = byHand.submit(KEY, LONG, () -> {
            throw new StackOverflowError("planned");
        });
        runTasks();

        assertThat(turn)
                .failsWithin(Duration.ZERO)
                .withThrowableOfType(ExecutionException.class)
                .withMessageContaining("planned");
        assertThat(byHand.active()).isZero();
    }

    @Test
    void submit_cancelledWhileItRuns_keepsItsLaneUntilItEnds() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        CompletableFuture<String> turn = lanes.submit(KEY, LONG, () -> {
            running.countDown();
            gate.await();
            return "ended";
        });
        running.await();

        turn.cancel(true);

        assertThatThrownBy(() -> lanes.enter(KEY, Duration.ZERO)).isInstanceOf(SessionBusyException.class);
        gate.countDown();
        lanes.enter(KEY, LONG).close();
    }

    @Test
    void lanes_ofManyIdleSessions_areNotKept() throws Exception {
        for (int i = 0; i < 100_000; i++) {
            lanes.enter(new SessionKey("agent:main:peer:" + i), Duration.ZERO).close();
        }
        assertThat(lanes.active()).isZero();
    }

    /** Turns enter, submit, time out and cancel at random; never are two inside, and nothing is left. */
    @Test
    void turns_ofAnyKindAtOnce_neverOverlapAndLeaveNothing() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger overlaps = new AtomicInteger();
        AtomicInteger busy = new AtomicInteger();
        Queue<CompletableFuture<Integer>> submitted = new ConcurrentLinkedQueue<>();
        List<Future<Integer>> callers = new ArrayList<>();
        Lane first = lanes.enter(KEY, LONG);
        for (int caller = 0; caller < 8; caller++) {
            Random random = new Random(caller);
            callers.add(threads.submit(() -> {
                int ran = 0;
                for (int i = 0; i < 1_000 || ran == 0; i++) {
                    Duration wait = Duration.ofNanos(random.nextInt(200_000));
                    if (random.nextInt(3) > 0) {
                        try (Lane lane = lanes.enter(KEY, wait)) {
                            overlaps.addAndGet(inside.incrementAndGet() - 1);
                            ran++;
                            inside.decrementAndGet();
                        } catch (SessionBusyException e) {
                            busy.incrementAndGet();
                        }
                    } else {
                        CompletableFuture<Integer> turn = lanes.submit(KEY, wait, () -> {
                            overlaps.addAndGet(inside.incrementAndGet() - 1);
                            return inside.decrementAndGet();
                        });
                        submitted.add(turn);
                        if (random.nextBoolean()) {
                            turn.cancel(false);
                        }
                    }
                }
                return ran;
            }));
        }
        while (busy.get() == 0) {
            Thread.onSpinWait();
        }
        first.close();
        for (Future<Integer> caller : callers) {
            assertThat(caller.get()).isPositive();
        }
        for (CompletableFuture<Integer> turn : submitted) {
            turn.exceptionally(failure -> 0).join(); // as long as one waits, the lane may be full
        }
        lanes.enter(KEY, LONG).close();
        assertThat(overlaps).hasValue(0);
        while (lanes.active() > 0) {
            Thread.onSpinWait(); // turns that were cancelled give their lane back on other threads
        }
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }
}
