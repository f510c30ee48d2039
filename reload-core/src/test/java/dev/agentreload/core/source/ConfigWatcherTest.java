// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.core.source.WatchStatus.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** When a watcher hands over what, and what does not stop it. All times are driven by hand. */
class ConfigWatcherTest {

    private static final Duration QUIET = Duration.ofMillis(300);
    private static final Duration POLL = Duration.ofSeconds(1);

    private final HandDrivenScheduler scheduler = new HandDrivenScheduler();
    private final FakeSource source = new FakeSource();
    private final RecordingHandler handler = new RecordingHandler();
    private final RecordedLog log = new RecordedLog();
    private final ConfigWatcher watcher = ConfigWatcher.builder(
                    source, HostRuntime.of(Runnable::run, scheduler).withTicker(scheduler::ticker), handler)
            .logger(log)
            .build();

    /** Starts with content that counts as handed over. */
    private void startWith(String content) {
        source.set(content);
        watcher.expect(FakeSource.hash(content));
        watcher.start();
        scheduler.advance(Duration.ZERO);
        assertThat(handler.take()).isEmpty();
        assertThat(watcher.status().phase()).isEqualTo(Phase.WATCHING);
    }

    private void waitSeconds(long seconds) {
        scheduler.advance(Duration.ofSeconds(seconds));
    }

    private static SourceHash hash(String content) {
        return FakeSource.hash(content);
    }

    @Nested
    class Settling {

        @Test
        void content_thatStaysForTheDebounceTime_isHandedOverOnce() {
            startWith("a");
            source.set("b");

            scheduler.advance(POLL);
            assertThat(handler.take()).isEmpty();
            assertThat(watcher.status().phase()).isEqualTo(Phase.SETTLING);
            scheduler.advance(QUIET.minusNanos(1));
            assertThat(handler.take()).isEmpty();
            scheduler.advance(Duration.ofNanos(1));
            assertThat(handler.take()).containsExactly(hash("b"));
            assertThat(watcher.status().phase()).isEqualTo(Phase.WATCHING);
            waitSeconds(600);
            assertThat(handler.take()).isEmpty();
        }

        @Test
        void content_thatChangesAgain_waitsForAnotherDebounceTime() {
            startWith("a");
            source.set("b");
            scheduler.advance(POLL);
            source.set("c");
            scheduler.advance(QUIET);
            assertThat(handler.take()).isEmpty();

            scheduler.advance(QUIET);

            assertThat(handler.take()).containsExactly(hash("c"));
        }

        @Test
        void content_thatIsTakenBackBeforeItSettles_isNotHandedOver() {
            startWith("a");
            source.set("b");
            scheduler.advance(POLL);
            source.set("a");
            waitSeconds(10);

            assertThat(handler.take()).isEmpty();
            assertThat(watcher.status().phase()).isEqualTo(Phase.WATCHING);
        }

        @Test
        void content_thatIsTakenBackAfterItWasHandedOver_isHandedOverToo() {
            startWith("a");
            source.set("b");
            waitSeconds(2);
            source.set("a");
            waitSeconds(2);

            assertThat(handler.take()).containsExactly(hash("b"), hash("a"));
        }

        @Test
        void fault47_endlessNoise_isDecidedAtTheMaximumWait() {
            startWith("a");
            scheduler.advance(POLL.minusMillis(50));
            for (int i = 0; i < 60; i++) {
                source.set("noise " + i);
                scheduler.advance(Duration.ofMillis(100));
            }

            assertThat(handler.take()).containsExactly(hash("noise 50"));
        }

        @Test
        void debounceOfZero_handsOverAtTheFirstPoll() {
            ConfigWatcher eager = ConfigWatcher.builder(
                            source, HostRuntime.of(Runnable::run, scheduler).withTicker(scheduler::ticker), handler)
                    .settings(WatchSettings.standard().withDebounce(Duration.ZERO))
                    .build();
            eager.start();
            scheduler.advance(Duration.ZERO);

            assertThat(handler.take()).containsExactly(hash("{}"));
        }

        @Test
        void slowPolling_looksEarlyToSeeWhetherContentSettled() {
            ConfigWatcher slow = ConfigWatcher.builder(
                            source, HostRuntime.of(Runnable::run, scheduler).withTicker(scheduler::ticker), handler)
                    .settings(WatchSettings.standard().withPollInterval(Duration.ofMinutes(10)))
                    .build();
            slow.start();
            scheduler.advance(QUIET);

            assertThat(handler.take()).containsExactly(hash("{}"));
            assertThat(source.looks()).isEqualTo(2);
        }
    }

    @Nested
    class Absence {

        @Test
        void fault42_fileGoneForAMoment_isWaitedFor() {
            startWith("a");
            source.remove();
            waitSeconds(5);
            source.set("a");
            waitSeconds(60);

            assertThat(handler.take()).isEmpty();
        }

        @Test
        void fileGoneForAMomentWithNewContentAfterwards_isHandedOverWithThatContent() {
            startWith("a");
            source.remove();
            waitSeconds(3);
            source.set("b");
            waitSeconds(2);

            assertThat(handler.take()).containsExactly(hash("b"));
        }

        @Test
        void fault42_fileGoneForGood_isHandedOverOnceAsItIsAndTheWatcherLivesOn() {
            startWith("a");
            source.remove();
            scheduler.advance(POLL.plusSeconds(5).minusNanos(1));
            assertThat(handler.take()).isEmpty();
            scheduler.advance(Duration.ofNanos(1));
            assertThat(handler.changes())
                    .extracting(change -> change.snapshot().state())
                    .containsExactly(SourceSnapshot.State.INCOMPLETE);
            handler.take();
            waitSeconds(600);
            assertThat(handler.take()).isEmpty();

            source.set("a");
            waitSeconds(2);

            assertThat(handler.take()).containsExactly(hash("a"));
        }

        @Test
        void fault41_fileTruncatedToNothing_isNotHandedOverWhileItMayBeWritten() {
            startWith("a");
            source.set("");
            waitSeconds(4);
            assertThat(handler.take()).isEmpty();
            source.set("b");
            waitSeconds(2);

            assertThat(handler.take()).containsExactly(hash("b"));
        }

        @Test
        void noiseThatEndsInAMissingFile_isNotForcedWhileItIsMissing() {
            startWith("a");
            scheduler.advance(POLL.minusMillis(50));
            for (int i = 0; i < 48; i++) {
                source.set("noise " + i);
                scheduler.advance(Duration.ofMillis(100));
            }
            source.remove();
            waitSeconds(3);
            assertThat(handler.take()).isEmpty();
            source.set("b");
            waitSeconds(1);

            assertThat(handler.take()).containsExactly(hash("b"));
        }

        @Test
        void absenceForAnotherReason_doesNotProlongTheWait() {
            startWith("a");
            source.remove();
            waitSeconds(4);
            source.set("");
            waitSeconds(2);

            assertThat(handler.take()).containsExactly(hash(""));
        }
    }

    @Nested
    class Starting {

        @Test
        void firstLook_handsOverWhatNobodyExpected() {
            watcher.start();
            waitSeconds(1);

            assertThat(handler.take()).containsExactly(hash("{}"));
        }

        @Test
        void changeBetweenTheHostsStartAndTheWatchers_isNotLost() {
            watcher.expect(hash("{}"));
            source.set("changed meanwhile");
            watcher.start();
            waitSeconds(1);

            assertThat(handler.take()).containsExactly(hash("changed meanwhile"));
        }

        @Test
        void start_again_doesNothing() {
            startWith("a");
            int tasks = scheduler.waitingTasks();
            watcher.start();

            assertThat(scheduler.waitingTasks()).isEqualTo(tasks);
        }

        @Test
        void start_onASchedulerThatTakesNoWork_throwsAndMayBeRepeated() {
            scheduler.rejectAll(true);
            assertThatThrownBy(watcher::start).isInstanceOf(RejectedExecutionException.class);
            assertThat(watcher.status().phase()).isEqualTo(Phase.NEW);

            scheduler.rejectAll(false);
            watcher.start();
            waitSeconds(1);

            assertThat(handler.take()).hasSize(1);
        }

        @Test
        void close_endsAllLooksAndLeavesNoTask() {
            startWith("a");
            source.set("b");
            scheduler.advance(POLL);
            watcher.close();
            watcher.close();
            assertThat(scheduler.waitingTasks()).isZero();
            waitSeconds(60);

            assertThat(handler.take()).isEmpty();
            assertThat(watcher.status().phase()).isEqualTo(Phase.CLOSED);
        }

        @Test
        void close_whileALookIsBeingScheduled_leavesNoTask() {
            scheduler.whenScheduling(watcher::close);
            watcher.start();

            assertThat(scheduler.waitingTasks()).isZero();
        }

        @Test
        void close_fromWithinTheHandler_endsAllLooks() {
            watcher.start();
            handler.whenCalled(watcher::close);
            handler.answer(WatchOutcome.RETRY);
            waitSeconds(60);

            assertThat(handler.take()).hasSize(1);
            assertThat(scheduler.waitingTasks()).isZero();
        }

        @Test
        void outcome_afterClose_schedulesNothing() {
            CompletableFuture<WatchOutcome> outcome = new CompletableFuture<>();
            handler.answer(outcome);
            watcher.start();
            scheduler.advance(QUIET);
            source.set("b");
            scheduler.advance(POLL.minus(QUIET));
            assertThat(watcher.status().phase()).isEqualTo(Phase.SETTLING);
            watcher.close();
            scheduler.shutdown();
            outcome.complete(WatchOutcome.RETRY);

            assertThat(handler.take()).hasSize(1);
            assertThat(scheduler.waitingTasks()).isZero();
            assertThat(watcher.status().failure()).isEmpty();
            assertThat(log.lines()).isEmpty();
        }

        @Test
        void start_afterClose_isRefused() {
            watcher.close();

            assertThatThrownBy(watcher::start)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("a closed watcher cannot be started");
        }
    }

    @Nested
    class OwnWrites {

        @Test
        void ownWrite_announcedBefore_isNotHandedOver() {
            startWith("a");
            watcher.expect(hash("own"));
            waitSeconds(5);
            source.set("own");
            waitSeconds(60);

            assertThat(handler.take()).isEmpty();
        }

        @Test
        void changeByOthersAfterAnOwnWrite_isHandedOver() {
            startWith("a");
            watcher.expect(hash("own"));
            source.set("own");
            waitSeconds(2);
            source.set("other");
            waitSeconds(2);
            source.set("own");
            waitSeconds(2);

            assertThat(handler.take()).containsExactly(hash("other"), hash("own"));
        }

        @Test
        void expectation_endsWhenOtherContentIsHandedOverFirst() {
            startWith("a");
            watcher.expect(hash("never written"));
            source.set("b");
            waitSeconds(2);
            source.set("never written");
            waitSeconds(2);

            assertThat(handler.take()).containsExactly(hash("b"), hash("never written"));
        }

        @Test
        void retryOfEarlierContent_endsWithAnOwnWrite() {
            startWith("a");
            CompletableFuture<WatchOutcome> outcome = new CompletableFuture<>();
            handler.answer(outcome);
            source.set("b");
            waitSeconds(2);
            watcher.expect(hash("own"));
            source.set("own");
            waitSeconds(2);
            outcome.complete(WatchOutcome.RETRY);
            waitSeconds(600);

            assertThat(handler.take()).containsExactly(hash("b"));
        }

        @Test
        void fault48_writeByTheHandlerItself_doesNotLoop() {
            startWith("a");
            handler.whenCalled(() -> {
                watcher.expect(hash("with a time stamp"));
                source.set("with a time stamp");
            });
            source.set("b");
            waitSeconds(600);

            assertThat(handler.take()).containsExactly(hash("b"));
        }
    }

    @Nested
    class Outcomes {

        @Test
        void fault51_contentThatIsInvalidForEver_isHandedOverOnce() {
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
        void contentDecidedAtLast_isHandedOverNoMoreAndTheNextFailureStartsAnew() {
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
                                    + "java.lang.IllegalStateException at dev.agentreload.core.source.ConfigWatcherTest$Failures.");
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
        void sourceThatThrows_isLookedAtAgainAndLoggedOnce() {
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
        void sourceThatThrowsWhenAHandOverIsDue_isLookedAtAtTheBeatOnly() {
            startWith("a");
            source.set("b");
            scheduler.advance(POLL);
            source.failWith(new AssertionError());
            int looks = source.looks();
            waitSeconds(10);

            assertThat(source.looks() - looks).isEqualTo(11);
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
        void fault46_schedulerThatRefusesEarlyLooks_costsTimeAndLosesNothing() {
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
            int looks = source.looks();
            scheduler.jump(Duration.ofHours(8));

            assertThat(handler.take()).containsExactly(hash("b"));
            assertThat(source.looks() - looks).isLessThanOrEqualTo(2);
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
            int looks = source.looks();
            source.set("b");
            handler.whenCalled(() -> waitSeconds(10));
            waitSeconds(2);

            assertThat(handler.take()).containsExactly(hash("b"));
            assertThat(source.looks() - looks).isEqualTo(2);
        }
    }

    /** Notes what is logged. */
    private static final class RecordedLog implements System.Logger {

        private final List<String> lines = new ArrayList<>();

        List<String> lines() {
            return lines;
        }

        @Override
        public String getName() {
            return "recorded";
        }

        @Override
        public boolean isLoggable(Level level) {
            return true;
        }

        @Override
        public void log(Level level, @Nullable ResourceBundle bundle, String message, @Nullable Throwable thrown) {
            lines.add(level + " " + message);
        }

        @Override
        public void log(Level level, @Nullable ResourceBundle bundle, String format, @Nullable Object... parameters) {
            lines.add(level + " " + format);
        }
    }
}
