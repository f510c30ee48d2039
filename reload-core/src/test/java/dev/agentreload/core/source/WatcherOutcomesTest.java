// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.core.source.WatchStatus.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a watcher does after a hand-over, and what does not stop it. */
class WatcherOutcomesTest extends ConfigWatcherFixture {

    @Nested
    class Outcomes {

        @Test
        void fault51_contentThatStaysInvalid_isHandedOverOnce() {
            startWith("a");
            source.set("{ not json");
            waitSeconds(3_600);

            assertThat(handler.take()).containsExactly(hash("{ not json"));
        }

        @Test
        void fault51_contentToBeRetried_isHandedOverWithDoublingPauses() {
            List<Long> times = new ArrayList<>();
            long start = scheduler.ticker();
            handler.whenCalled(() -> {
                times.add(Duration.ofNanos(scheduler.ticker() - start).toSeconds());
                handler.answer(WatchOutcome.RETRY);
            });
            watcher.start();
            waitSeconds(200);

            assertThat(times).containsExactly(0L, 1L, 3L, 7L, 15L, 31L, 63L, 123L, 183L);
            assertThat(handler.changes()).extracting(SourceChange::attempt).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9);
            assertThat(watcher.status().phase()).isEqualTo(Phase.RETRYING);
        }

        @Test
        void contentDecidedAtLast_isNotHandedOverAgainAndTheNextFailureCountsFromOne() {
            handler.answer(WatchOutcome.RETRY);
            handler.answer(WatchOutcome.RETRY);
            watcher.start();
            waitSeconds(600);
            assertThat(handler.take()).hasSize(3);

            handler.answer(WatchOutcome.RETRY);
            source.set("b");
            waitSeconds(3);

            assertThat(handler.changes()).extracting(SourceChange::attempt).containsExactly(1, 2);
        }

        @Test
        void newContent_isNotHeldBackByTheRetryOfOld() {
            for (int i = 0; i < 7; i++) {
                handler.answer(WatchOutcome.RETRY);
            }
            watcher.start();
            waitSeconds(70);
            handler.take();
            assertThat(scheduler.waitingTasks()).as("only the periodic poll").isEqualTo(1);
            source.set("b");
            waitSeconds(2);
            assertThat(handler.changes()).extracting(SourceChange::attempt).containsExactly(1);
            assertThat(handler.take()).containsExactly(hash("b"));

            waitSeconds(600);

            assertThat(handler.take()).isEmpty();
        }

        @Test
        void newContent_isHandedOverWhileOldIsUndecided() {
            CompletableFuture<WatchOutcome> first = new CompletableFuture<>();
            handler.answer(first);
            watcher.start();
            waitSeconds(1);
            source.set("b");
            waitSeconds(2);
            first.complete(WatchOutcome.RETRY);
            waitSeconds(600);

            assertThat(handler.take()).containsExactly(hash("{}"), hash("b"));
        }

        @Test
        void readingNewerContentThanWasSeen_countsAsHandedOver() {
            startWith("a");
            source.set("b");
            handler.whenCalled(() -> {
                source.set("c");
                handler.changes().get(0).source().read();
            });
            waitSeconds(60);

            assertThat(handler.take()).containsExactly(hash("b"));
        }

        @Test
        void contentTakenBackAfterItWasRead_isHandedOverAlthoughTheWatcherNeverSawTheOther() {
            startWith("a");
            source.set("b");
            handler.whenCalled(() -> {
                if (handler.changes().size() == 1) {
                    source.set("read in between");
                    handler.changes().get(0).source().read();
                    source.set("b");
                }
            });
            waitSeconds(60);

            assertThat(handler.take()).containsExactly(hash("b"), hash("b"));
        }

        @Test
        void readingOfAnEarlierHandOver_doesNotCount() {
            startWith("a");
            source.set("b");
            waitSeconds(2);
            SourceChange earlier = handler.changes().get(0);
            source.set("c");
            waitSeconds(2);
            source.set("d");
            assertThat(earlier.source().read().problems()).isNotEmpty();
            waitSeconds(2);

            assertThat(handler.take()).containsExactly(hash("b"), hash("c"), hash("d"));
        }

        @Test
        void handedOverSource_isTheWatchedOne() {
            startWith("a");
            source.set("{\"port\": 1}");
            waitSeconds(2);
            ConfigSource handed = handler.changes().get(0).source();

            assertThat(handed.name()).isEqualTo("fake.json");
            assertThat(handed.reading().result()).isEqualTo(source.read());
        }
    }

    @Nested
    class Failures {

        @Test
        void handlerThatThrows_isRetriedAndLoggedOnce() {
            IllegalStateException failure = new IllegalStateException("password");
            handler.fail(failure);
            handler.fail(failure);
            watcher.start();
            waitSeconds(2);
            assertThat(watcher.status().failure())
                    .hasValueSatisfying(text -> assertThat(text)
                            .startsWith("could not hand over a change: java.lang.IllegalStateException at ")
                            .doesNotContain("password"));
            waitSeconds(600);

            assertThat(handler.take()).hasSize(3);
            assertThat(watcher.status().failure()).isEmpty();
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .startsWith(
                            "WARNING watcher of [fake.json] could not hand over a change: "
                                    + "java.lang.IllegalStateException at dev.agentreload.core.source.WatcherOutcomesTest$Failures.");
        }

        @Test
        void stageThatFails_isRetried() {
            handler.answer(CompletableFuture.failedFuture(new CompletionException(new java.io.IOException("x"))));
            watcher.start();
            waitSeconds(1);
            assertThat(watcher.status().failure())
                    .hasValueSatisfying(text -> assertThat(text).contains("java.io.IOException at"));
            waitSeconds(600);

            assertThat(handler.take()).hasSize(2);
        }

        @Test
        void handlerWithoutAnswer_isRetried() {
            handler.answerWithNothing();
            handler.answer(CompletableFuture.completedFuture(null));
            watcher.start();
            waitSeconds(600);

            assertThat(handler.take()).hasSize(3);
        }

        @Test
        void sourceThatThrows_isPolledAgainAndLoggedOnce() {
            startWith("a");
            source.failWith(new AssertionError());
            waitSeconds(60);
            assertThat(watcher.status().failure())
                    .hasValueSatisfying(text ->
                            assertThat(text).startsWith("could not poll the source: java.lang.AssertionError at "));
            source.work();
            source.set("b");
            waitSeconds(2);

            assertThat(handler.take()).containsExactly(hash("b"));
            assertThat(watcher.status().failure()).isEmpty();
            assertThat(log.lines()).hasSize(1);
        }

        @Test
        void sourceThatThrowsWhenAHandOverIsDue_isPolledOnlyPeriodically() {
            startWith("a");
            source.set("b");
            scheduler.advance(POLL);
            source.failWith(new AssertionError());
            int polls = source.polls();
            waitSeconds(10);

            assertThat(source.polls() - polls).isEqualTo(11);
        }

        @Test
        void stackOverflow_doesNotEndTheWatcher() {
            startWith("a");
            source.failWith(new StackOverflowError());
            waitSeconds(3);
            assertThat(scheduler.failures()).isZero();
            source.work();
            source.set("b");
            waitSeconds(2);

            assertThat(handler.take()).containsExactly(hash("b"));
        }

        @Test
        void otherVirtualMachineErrors_reachTheSchedulerAndDoNotEndTheWatcher() {
            startWith("a");
            source.failWith(new OutOfMemoryError());
            waitSeconds(3);
            source.work();
            source.set("b");
            handler.fail(new OutOfMemoryError());
            waitSeconds(5);

            assertThat(handler.take()).containsExactly(hash("b"), hash("b"));
            assertThat(scheduler.failures()).isEqualTo(4);
            assertThat(scheduler.waitingTasks()).isEqualTo(1);
        }

        @Test
        void fault46_schedulerThatRefusesEarlyPolls_costsTimeAndLosesNothing() {
            startWith("a");
            scheduler.rejectSingleTasks(true);
            source.set("b");
            scheduler.advance(POLL.plus(QUIET));
            assertThat(handler.take()).isEmpty();
            assertThat(watcher.status().failure())
                    .hasValueSatisfying(text -> assertThat(text)
                            .startsWith("could not schedule the next poll: "
                                    + "java.util.concurrent.RejectedExecutionException at "));
            scheduler.advance(POLL);

            assertThat(handler.take()).containsExactly(hash("b"));
        }

        @Test
        void fault46_schedulerThatSkipsBeats_losesNothing() {
            startWith("a");
            source.set("b");
            scheduler.stall(Duration.ofMinutes(10));
            source.set("c");
            waitSeconds(2);

            assertThat(handler.take()).containsExactly(hash("c"));
        }

        @Test
        void fault46_mountThatShowsOldContentForAWhile_isComparedAgainEveryTime() {
            startWith("a");
            source.set("b");
            waitSeconds(2);
            source.set("a");
            waitSeconds(2);
            source.set("b");
            waitSeconds(2);

            assertThat(handler.take()).containsExactly(hash("b"), hash("a"), hash("b"));
        }

        @Test
        void fault53_timeThatStopsAndJumps_causesOneHandOverAndNoBurst() {
            startWith("a");
            source.set("b");
            scheduler.advance(POLL);
            int polls = source.polls();
            scheduler.jump(Duration.ofHours(8));

            assertThat(handler.take()).containsExactly(hash("b"));
            assertThat(source.polls() - polls).isLessThanOrEqualTo(2);
        }

        @Test
        void fault53_timeThatJumpsDuringABackoff_causesOneRetry() {
            handler.answer(WatchOutcome.RETRY);
            handler.answer(WatchOutcome.RETRY);
            watcher.start();
            scheduler.advance(QUIET);
            scheduler.jump(Duration.ofHours(8));

            assertThat(handler.take()).hasSize(2);
        }

        @Test
        void tickerThatThrows_doesNotEndTheWatcher() {
            boolean[] broken = {true};
            ConfigWatcher other = ConfigWatcher.builder(
                            source,
                            HostRuntime.of(Runnable::run, scheduler).withTicker(() -> {
                                if (broken[0]) {
                                    throw new AssertionError();
                                }
                                return scheduler.ticker();
                            }),
                            handler)
                    .build();
            other.start();
            waitSeconds(3);
            broken[0] = false;
            waitSeconds(2);

            assertThat(handler.take()).hasSize(1);
        }

        @Test
        void lookThatHangs_isNotJoinedByAnother() {
            startWith("a");
            int polls = source.polls();
            source.set("b");
            handler.whenCalled(() -> waitSeconds(10));
            waitSeconds(2);

            assertThat(handler.take()).containsExactly(hash("b"));
            assertThat(source.polls() - polls).isEqualTo(2);
        }
    }
}
