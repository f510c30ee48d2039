// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.core.source.WatchStatus.Phase;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** When a watcher hands over what. */
class ConfigWatcherTest extends ConfigWatcherFixture {

    @Nested
    class Debouncing {

        @Test
        void content_thatStaysForTheDebounceTime_isHandedOverOnce() {
            startWith("a");
            source.set("b");

            scheduler.advance(POLL);
            assertThat(handler.take()).isEmpty();
            assertThat(watcher.status().phase()).isEqualTo(Phase.DEBOUNCING);
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
            assertThat(source.polls()).isEqualTo(2);
        }
    }

    @Nested
    class Absence {

        @Test
        void fault42_fileMissingForAMoment_isWaitedFor() {
            startWith("a");
            source.remove();
            waitSeconds(5);
            source.set("a");
            waitSeconds(60);

            assertThat(handler.take()).isEmpty();
        }

        @Test
        void fileMissingForAMomentWithNewContentAfterwards_isHandedOverWithThatContent() {
            startWith("a");
            source.remove();
            waitSeconds(3);
            source.set("b");
            waitSeconds(2);

            assertThat(handler.take()).containsExactly(hash("b"));
        }

        @Test
        void fault42_fileMissingForLong_isHandedOverOnceAsMissingAndTheWatcherContinues() {
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
        void firstPoll_handsOverUnexpectedContent() {
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
        void close_endsAllPollsAndLeavesNoTask() {
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
        void close_fromWithinTheHandler_endsAllPolls() {
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
            assertThat(watcher.status().phase()).isEqualTo(Phase.DEBOUNCING);
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
}
