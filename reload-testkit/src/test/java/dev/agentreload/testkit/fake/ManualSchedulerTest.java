// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.fake;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import org.junit.jupiter.api.Test;

@SuppressWarnings("FutureReturnValueIgnored") // what ran is written down
class ManualSchedulerTest {

    private final ManualTime time = new ManualTime(Instant.EPOCH);
    private final ManualScheduler scheduler = new ManualScheduler(time);

    /** The seconds at which something ran, and what. */
    private final List<String> runs = new ArrayList<>();

    @Test
    void advance_severalTasks_runEachAtItsTimeInTheOrderOfTheirTimes() {
        scheduler.schedule(run("b"), 2, SECONDS);
        scheduler.schedule(run("a"), 1, SECONDS);
        scheduler.schedule(run("c"), 2, SECONDS);
        scheduler.schedule(run("late"), 4, SECONDS);
        assertThat(scheduler).hasToString("ManualScheduler[4 scheduled]");

        scheduler.advance(Duration.ofSeconds(3));

        assertThat(runs).containsExactly("1 a", "2 b", "2 c");
        assertThat(time.instant()).isEqualTo(Instant.EPOCH.plusSeconds(3));
        assertThat(scheduler.waiting()).isEqualTo(1);
    }

    @Test
    void advance_manyTasksOfOneMoment_runInTheOrderInWhichTheyWereScheduled() {
        List<String> names = List.of("a", "b", "c", "d", "e", "f");
        names.forEach(name -> scheduler.schedule(run(name), 1, SECONDS));

        scheduler.advance(Duration.ofSeconds(1));

        assertThat(runs).isEqualTo(names.stream().map(name -> "1 " + name).toList());
    }

    @Test
    void schedule_negativeDelayOrNone_isDueNow() {
        scheduler.execute(run("now"));
        scheduler.schedule(run("before"), -5, SECONDS);
        assertThat(runs).isEmpty();

        scheduler.runDue();

        assertThat(runs).containsExactly("0 now", "0 before");
    }

    @Test
    void schedule_longestDelay_neverComes() {
        ScheduledFuture<?> future = scheduler.schedule(run("never"), Long.MAX_VALUE, SECONDS);

        scheduler.advance(Duration.ofDays(365_000 / 10));

        assertThat(runs).isEmpty();
        assertThat(future.getDelay(SECONDS)).isPositive();
    }

    @Test
    void schedule_callable_returnsItsResultAndItsDelay() throws Exception {
        Callable<String> task = () -> "done";
        ScheduledFuture<String> future = scheduler.schedule(task, 3, SECONDS);
        scheduler.advance(Duration.ofSeconds(1));
        assertThat(future.getDelay(SECONDS)).isEqualTo(2);
        assertThat(future.isDone()).isFalse();

        scheduler.advance(Duration.ofSeconds(2));

        assertThat(future.isDone()).isTrue();
        assertThat(future.get()).isEqualTo("done");
    }

    @Test
    void submit_task_runsWhenTimeIsMoved() throws Exception {
        Future<String> future = scheduler.submit(() -> "done");
        assertThat(future).isNotDone();

        scheduler.runDue();

        assertThat(future.get()).isEqualTo("done");
    }

    @Test
    void fixedRate_taskThatTakesTime_keepsToTheRate() {
        scheduler.scheduleAtFixedRate(taking(3, run("poll")), 1, 2, SECONDS);

        scheduler.advance(Duration.ofSeconds(5));

        assertThat(runs).containsExactly("1 poll", "4 poll", "7 poll");
    }

    @Test
    void fixedDelay_taskThatTakesTime_waitsAfterwards() {
        scheduler.scheduleWithFixedDelay(taking(3, run("look")), 1, 2, SECONDS);

        scheduler.advance(Duration.ofSeconds(11));

        assertThat(runs).containsExactly("1 look", "6 look", "11 look");
    }

    @Test
    void runDue_afterTimePassedUnnoticed_makesUpForTheRateAndNotForTheDelay() {
        scheduler.scheduleAtFixedRate(run("rate"), 1, 1, SECONDS);
        scheduler.scheduleWithFixedDelay(run("delay"), 1, 1, SECONDS);
        time.advance(Duration.ofSeconds(3));
        assertThat(runs).isEmpty();

        scheduler.runDue();

        assertThat(runs).containsExactly("3 rate", "3 delay", "3 rate", "3 rate");
    }

    @Test
    void cancel_taskThatWaits_isNotRun() {
        ScheduledFuture<?> once = scheduler.schedule(run("once"), 1, SECONDS);
        ScheduledFuture<?> poll = scheduler.scheduleAtFixedRate(run("poll"), 1, 1, SECONDS);
        scheduler.advance(Duration.ofSeconds(1));
        once.cancel(false);
        poll.cancel(false);
        assertThat(scheduler.waiting()).isZero();

        scheduler.advance(Duration.ofSeconds(5));

        assertThat(runs).containsExactly("1 once", "1 poll");
        assertThatThrownBy(poll::get).isInstanceOf(CancellationException.class);
    }

    @Test
    void cancel_fromInsideThePeriodicTask_isItsLastRun() {
        List<ScheduledFuture<?>> futures = new ArrayList<>();
        futures.add(scheduler.scheduleWithFixedDelay(
                () -> {
                    run("last").run();
                    futures.get(0).cancel(false);
                },
                1,
                1,
                SECONDS));

        scheduler.advance(Duration.ofSeconds(5));

        assertThat(runs).containsExactly("1 last");
    }

    @Test
    void task_thatThrows_isReportedAndNotRunAgain() {
        IllegalStateException failure = new IllegalStateException("planned");
        ScheduledFuture<?> poll = scheduler.scheduleAtFixedRate(
                () -> {
                    throw failure;
                },
                1,
                1,
                SECONDS);
        scheduler.schedule(run("other"), 2, SECONDS);

        scheduler.advance(Duration.ofSeconds(5));

        assertThat(scheduler.failures()).containsExactly(failure);
        assertThatThrownBy(poll::get).isInstanceOf(ExecutionException.class).hasCause(failure);
        assertThat(runs).containsExactly("2 other");
        assertThat(scheduler.waiting()).isZero();
    }

    @Test
    void refuseWork_keepsWhatIsScheduledUntilWorkIsAcceptedAgain() {
        scheduler.schedule(run("before"), 1, SECONDS);
        scheduler.refuseWork();
        assertThatThrownBy(() -> scheduler.execute(run("meanwhile")))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessage("this scheduler refuses work");
        scheduler.acceptWork();
        scheduler.schedule(run("after"), 1, SECONDS);

        scheduler.advance(Duration.ofSeconds(1));

        assertThat(runs).containsExactly("1 before", "1 after");
        assertThat(scheduler.isShutdown()).isFalse();
    }

    @Test
    void shutdown_cancelsPeriodicTasksAndRunsTheOthersInTheirTime() throws Exception {
        ScheduledFuture<?> poll = scheduler.scheduleAtFixedRate(run("poll"), 1, 1, SECONDS);
        scheduler.schedule(run("once"), 3, SECONDS);

        scheduler.shutdown();

        assertThat(poll.isCancelled()).isTrue();
        assertThatThrownBy(() -> scheduler.schedule(run("late"), 1, SECONDS))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessage("this scheduler is shut down");
        assertThat(scheduler.awaitTermination(2, SECONDS)).isFalse();
        assertThat(scheduler.isTerminated()).isFalse();
        assertThat(scheduler.awaitTermination(5, SECONDS)).isTrue();
        assertThat(runs).containsExactly("3 once");
        assertThat(time.instant()).isEqualTo(Instant.EPOCH.plusSeconds(3));
    }

    @Test
    void shutdown_fromInsideAPeriodicTask_isItsLastRun() {
        List<Boolean> terminated = new ArrayList<>();
        scheduler.scheduleAtFixedRate(
                () -> {
                    scheduler.shutdown();
                    terminated.add(scheduler.isTerminated());
                },
                1,
                1,
                SECONDS);

        scheduler.advance(Duration.ofSeconds(5));

        assertThat(terminated).containsExactly(false);
        assertThat(scheduler.isTerminated()).isTrue();
    }

    @Test
    void shutdownNow_returnsWhatNeverRuns() {
        ScheduledFuture<?> late = scheduler.schedule(run("late"), 2, SECONDS);
        ScheduledFuture<?> early = scheduler.schedule(run("early"), 1, SECONDS);
        scheduler.schedule(run("cancelled"), 1, SECONDS).cancel(false);

        assertThat(scheduler.shutdownNow()).isEqualTo(List.of(early, late));

        scheduler.advance(Duration.ofSeconds(5));
        assertThat(runs).isEmpty();
        assertThat(scheduler.isTerminated()).isTrue();
    }

    @Test
    void awaitTermination_ofASchedulerThatIsNotShutDown_letsTheTimePass() throws Exception {
        scheduler.scheduleAtFixedRate(run("poll"), 1, 1, SECONDS);

        assertThat(scheduler.awaitTermination(2, SECONDS)).isFalse();

        assertThat(runs).containsExactly("1 poll", "2 poll");
    }

    @Test
    void periods_thatAreNotPositive_areRefused() {
        assertThatThrownBy(() -> scheduler.scheduleAtFixedRate(run("poll"), 1, 0, SECONDS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the period [0 ns] is not positive");
        assertThatThrownBy(() -> scheduler.scheduleWithFixedDelay(run("look"), 1, -1, SECONDS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the delay [-1000000000 ns] is not positive");
        assertThatThrownBy(() -> scheduler.advance(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("time cannot pass by [PT-1S]; expected zero or more");
    }

    private Runnable run(String name) {
        return () -> runs.add(time.instant().getEpochSecond() + " " + name);
    }

    private Runnable taking(long seconds, Runnable task) {
        return () -> {
            task.run();
            time.advance(Duration.ofSeconds(seconds));
        };
    }
}
