// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.lease.LeaseFactory;
import dev.agentreload.core.runtime.HostRuntime;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How everything is taken out of service. */
@Timeout(60)
class ClosingTest {

    private static final ConfigDocument ONE = Stage.all(1);

    @Test
    void close_stopsExclusivePartsInReverseThenRetiresTheOthersInReverse() {
        try (Stage stage = new Stage().started(ONE)) {
            CloseReport report = stage.reloader.close(Stage.HOUR);

            assertThat(report.isClean()).isTrue();
            assertThat(stage.script.takeSteps())
                    .containsExactly(
                            "d.stop",
                            "b.stop",
                            "e.retireAll",
                            "c.retireAll",
                            "a.retireAll",
                            "e.close",
                            "c.close",
                            "a.close");
            stage.assertNothingLeft();
        }
    }

    @Test
    void close_somePartsFail_closesTheOthersAndSaysSoWithoutSecrets() {
        try (Stage stage = new Stage().started("{a: 1, note: {token: '" + Fault.SECRET + "'}}")) {
            stage.script
                    .fail("d.stop", new IllegalStateException("port for " + Fault.SECRET))
                    .fail("c.retireAll", new AssertionError("agents for " + Fault.SECRET));

            CloseReport report = stage.reloader.close(Stage.HOUR);

            assertThat(report.outcome()).isEqualTo(CloseReport.Outcome.STOPPED);
            assertThat(report.failures())
                    .extracting(StepFailure::toString)
                    .containsExactly(
                            "stop of [d] failed: IllegalStateException: port for ***",
                            "retire of [c] failed: AssertionError: agents for ***");
            assertThat(stage.logger.lines())
                    .contains(
                            "WARNING stop of [d] failed: IllegalStateException: port for ***",
                            "WARNING retire of [c] failed: AssertionError: agents for ***");
            assertThat(stage.exclusive("b").running()).isNull();
            assertThat(stage.swap("a").visible()).isNull();
        }
    }

    @Test
    void close_onAnInterruptedThread_stillStopsEverything() {
        try (Stage stage = new Stage().started(ONE)) {
            Thread.currentThread().interrupt();

            CloseReport report = stage.reloader.close(Stage.HOUR);

            assertThat(Thread.interrupted()).isTrue();
            assertThat(report.outcome()).isEqualTo(CloseReport.Outcome.STOPPED);
            stage.assertNothingLeft();
        }
    }

    @Test
    void close_closeOfAResourceIsRefused_isTriedAgainWhileThereIsTime() {
        AtomicInteger refusals = new AtomicInteger(20);
        ExecutorService pool = Executors.newCachedThreadPool();
        LeaseFactory leases = LeaseFactory.of(HostRuntime.of(task -> {
                    if (refusals.getAndDecrement() > 0) {
                        throw new RejectedExecutionException("full");
                    }
                    pool.execute(task);
                })
                .withTicker(() -> 0));
        FakeSwap own = new FakeSwap("own", new Script(), leases, Stage.action("own"));
        Reloader reloader = Reloader.builder(HostRuntime.of(pool).withClock(() -> Stage.NOW))
                .participant(own)
                .build();
        try {
            reloader.start(Stage.source(ONE));

            CloseReport report = reloader.close(Stage.HOUR);

            assertThat(report.isClean()).isTrue();
            assertThat(own.built()).extracting(Form::closes).containsExactly(1);
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void close_afterAStartThatCouldNotBeUndone_closesWhatWasLeft() {
        try (Stage stage = new Stage()) {
            stage.script
                    .fail("c.commit", new IllegalStateException("defect"))
                    .fail("a.rollback", new IllegalStateException("another defect"));
            assertThat(stage.reloader.start(Stage.source(ONE)).kind()).isEqualTo(ReloadResult.Kind.RESTORE_FAILED);
            assertThat(stage.swap("a").visible()).isEqualTo(ONE);
            stage.script.takeSteps();

            CloseReport report = stage.reloader.close(Stage.HOUR);

            assertThat(report.isClean()).isTrue();
            assertThat(stage.script.takeSteps())
                    .contains("a.retireAll", "a.close")
                    .doesNotContain("b.stop", "d.stop");
            stage.assertNothingLeft();
        }
    }

    @Test
    void closedUnderATurn_isReportedUntilTheTurnEnds() throws Exception {
        ExecutorService others = Executors.newSingleThreadExecutor();
        try (Stage stage = new Stage().started(ONE)) {
            var turn = Objects.requireNonNull(stage.swap("a").current()).acquire();
            var closing = others.submit(() -> stage.reloader.close(Stage.HOUR));
            Stage.awaitUntil(() -> stage.swap("a").current() == null);
            assertThat(closing.isDone()).isFalse();

            turn.close();

            assertThat(closing.get(20, TimeUnit.SECONDS).isClean()).isTrue();
        } finally {
            others.shutdownNow();
        }
    }
}
