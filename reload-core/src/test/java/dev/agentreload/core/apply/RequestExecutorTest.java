// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an executor of requests can do with them: keep them, drop them, refuse them, run them twice, or too late. */
@Timeout(60)
class RequestExecutorTest {

    /** Longer than a request may wait for its executor. */
    private static final Duration OVERDUE = Duration.ofSeconds(6);

    private static final ReloadResult CLOSED = new ReloadResult.NotStarted(ReloaderState.CLOSED);

    private final HandExecutor requests = new HandExecutor();
    private final Stage stage =
            new Stage(builder -> builder.requestExecutor(requests), Runnable::run).started("{a: 1}");

    /** Keeps what it gets until a test decides about it. */
    private static final class HandExecutor implements Executor {

        final List<Runnable> waiting = new ArrayList<>();
        final List<Runnable> old = new ArrayList<>();
        boolean refuses;
        boolean runsAndRefuses;

        @Override
        public synchronized void execute(Runnable task) {
            if (runsAndRefuses) {
                task.run();
            }
            if (refuses || runsAndRefuses) {
                throw new RejectedExecutionException("full");
            }
            waiting.add(task);
        }

        synchronized int size() {
            return waiting.size();
        }

        void runNext() {
            take().run();
        }

        /** Takes one that may still be run later. */
        synchronized Runnable take() {
            Runnable task = waiting.remove(0);
            old.add(task);
            return task;
        }
    }

    private CompletableFuture<ReloadResult> automatic(int value) {
        return stage.reloader
                .submit(ReloadRequest.automatic(Stage.source("{a: " + value + "}"), "watcher"))
                .toCompletableFuture();
    }

    private CompletableFuture<ReloadResult> explicit(int value) {
        return stage.reloader
                .submit(ReloadRequest.manual(Stage.source("{a: " + value + "}"), "tester"))
                .toCompletableFuture();
    }

    private static void assertDropped(CompletableFuture<ReloadResult> request) {
        assertThat(request)
                .isCompletedWithValueMatching(result -> result.summary()
                        .equals("rolled back: read of [reloader] failed: RejectedExecutionException:"
                                + " the executor of requests did not start it"));
    }

    @Test
    void request_isRunTwice_isDecidedOnceAndDisturbsNoOther() {
        CompletableFuture<ReloadResult> first = automatic(2);
        Runnable task = requests.take();
        task.run();
        CompletableFuture<ReloadResult> second = explicit(3);

        task.run();

        assertThat(first.join().summary()).startsWith("applied revision 2");
        assertThat(second).isNotDone();
        requests.runNext();
        assertThat(second.join().summary()).startsWith("applied revision 3");
        assertThat(stage.reported).hasSize(3);
    }

    @Test
    void request_isDropped_givesWayToTheNextWhenItIsOverdue() {
        CompletableFuture<ReloadResult> dropped = explicit(2);
        Runnable lost = requests.take();
        assertThat(explicit(3))
                .isCompletedWithValue(new ReloadResult.Busy(ReloadResult.Busy.Reason.TRANSACTION_RUNNING));
        CompletableFuture<ReloadResult> waiting = automatic(4);

        stage.ticker.advance(OVERDUE);
        CompletableFuture<ReloadResult> next = automatic(5);

        assertDropped(dropped);
        assertThat(waiting).isCompletedWithValue(new ReloadResult.Superseded());
        lost.run();
        assertThat(next).isNotDone();
        requests.runNext();
        assertThat(next.join().summary()).startsWith("applied revision 2");
        assertThat(stage.swap("a").visible()).isEqualTo(Stage.document("{a: 5}"));
    }

    @Test
    void request_isDropped_isDecidedWhileItsCallerWaits() throws Exception {
        ExecutorService callers = Executors.newSingleThreadExecutor();
        try {
            Future<ReloadResult> dropped = callers.submit(() -> stage.reload("{a: 2}"));
            Stage.awaitUntil(() -> requests.size() == 1);
            requests.take();

            stage.ticker.advance(OVERDUE);

            assertThat(dropped.get(20, TimeUnit.SECONDS).kind()).isEqualTo(ReloadResult.Kind.ROLLED_BACK);
            assertThat(stage.reloader.rollback("tester").kind()).isEqualTo(ReloadResult.Kind.INVALID);
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void request_isRefused_runsOnTheSubmittingThread() {
        requests.refuses = true;

        assertThat(automatic(2).join().summary()).startsWith("applied revision 2");
        assertThat(explicit(3).join().summary()).startsWith("applied revision 3");
    }

    @Test
    void request_isRunAndRefused_isDecidedOnce() {
        requests.runsAndRefuses = true;

        assertThat(automatic(2).join().summary()).startsWith("applied revision 2");
        assertThat(explicit(3).join().summary()).startsWith("applied revision 3");
        assertThat(stage.reported).hasSize(3);
    }

    @Test
    void close_whileARequestIsQueued_decidesItAndTheOneThatWaits() {
        CompletableFuture<ReloadResult> queued = automatic(2);
        CompletableFuture<ReloadResult> waiting = automatic(3);

        CloseReport report = stage.reloader.close(Duration.ZERO);

        assertThat(report.isClean()).isTrue();
        assertThat(queued).isCompletedWithValue(CLOSED);
        assertThat(waiting).isCompletedWithValue(CLOSED);
        stage.script.takeSteps();
        requests.runNext();
        assertThat(stage.script.takeSteps()).isEmpty();
        stage.assertNothingLeft();
    }

    @Test
    void closed_whateverComesLater_startsNothing() {
        stage.reloader.close(Stage.HOUR);
        stage.script.takeSteps();

        assertThat(automatic(2)).isCompletedWithValue(CLOSED);
        assertThat(explicit(3)).isCompletedWithValue(CLOSED);
        assertThat(stage.reload("{a: 4}")).isEqualTo(CLOSED);
        assertThat(stage.reloader.rollback("tester")).isEqualTo(CLOSED);
        assertThat(stage.reloader.rollbackTo(1, "tester")).isEqualTo(CLOSED);
        assertThat(stage.reloader.start(Stage.source("{a: 5}"))).isEqualTo(CLOSED);
        assertThat(stage.reloader
                        .dryRun(ReloadRequest.manual(Stage.source("{a: 6}"), "tester"))
                        .blockedBy())
                .contains(CLOSED);
        assertThat(requests.size()).isZero();
        assertThat(stage.script.takeSteps()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void anything_inAnyOrder_everyRequestIsDecided(int seed) {
        Random random = new Random(seed);
        List<CompletableFuture<ReloadResult>> stages = new ArrayList<>();
        for (int step = 2; step < 200; step++) {
            step(random, step, stages);
        }
        stage.reloader.close(Duration.ZERO);
        stage.script.takeSteps();
        requests.waiting.forEach(Runnable::run);
        requests.old.forEach(Runnable::run);

        assertThat(stages).allSatisfy(request -> assertThat(request).isCompleted());
        assertThat(stage.script.takeSteps()).isEmpty();
        stage.assertNothingLeft();
    }

    private void step(Random random, int value, List<CompletableFuture<ReloadResult>> stages) {
        switch (random.nextInt(8)) {
            case 0, 1 -> stages.add(automatic(value));
            case 2 -> stages.add(explicit(value));
            case 3 -> stage.reloader.rollback("tester");
            case 4 -> stage.ticker.advance(OVERDUE);
            case 5 -> requests.refuses = random.nextInt(4) == 0;
            case 6 -> requests.old.stream().skip(random.nextInt(3)).findFirst().ifPresent(Runnable::run);
            default -> {
                if (requests.size() > 0) {
                    Runnable task = requests.take();
                    if (random.nextBoolean()) {
                        task.run();
                    }
                }
            }
        }
    }
}
