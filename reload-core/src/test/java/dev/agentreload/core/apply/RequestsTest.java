// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.config.ReadResult;
import dev.agentreload.core.config.SourcePosition;
import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.core.source.ConfigSource;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RequestsTest extends RequestsFixture {

    @Test
    void automatic_meanwhile_theNewestWaitsAndTheOthersAreSuperseded() throws Exception {
        try (Stage stage = new Stage().started("{a: 1}")) {
            Gate gate = new Gate();
            stage.script.at("a.prepare", gate);
            Future<ReloadResult> running = callers.submit(() -> stage.reload("{a: 2}"));
            gate.awaitReached();

            CompletableFuture<ReloadResult> third = future(stage.reloader.submit(automatic("{a: 3}")));
            CompletableFuture<ReloadResult> fourth = future(stage.reloader.submit(automatic("{a: 4}")));

            assertThat(third).isCompletedWithValue(new ReloadResult.Superseded());
            assertThat(fourth).isNotDone();
            gate.open();
            assertThat(running.get().summary()).startsWith("applied revision 2");
            assertThat(fourth.get(20, TimeUnit.SECONDS).summary()).startsWith("applied revision 3");
            assertThat(stage.swap("a").visible()).isEqualTo(Stage.document("{a: 4}"));
        }
    }

    @Test
    void fault24_requestWhileAReloadRuns_readsItsSourceWhenItsTurnComes() throws Exception {
        try (Stage stage = new Stage().started("{a: 1}")) {
            Gate gate = new Gate();
            stage.script.at("a.prepare", gate);
            Future<ReloadResult> running = callers.submit(() -> stage.reload("{a: 2}"));
            gate.awaitReached();
            BlockingQueue<String> contents = new ArrayBlockingQueue<>(1);
            ConfigSource source =
                    ConfigSource.of("file.json", () -> new ReadResult.Success(Stage.document(contents.remove())));
            CompletableFuture<ReloadResult> waiting =
                    future(stage.reloader.submit(ReloadRequest.automatic(source, "watcher")));

            contents.add("{a: 9}");
            gate.open();

            assertThat(running.get().kind()).isEqualTo(ReloadResult.Kind.APPLIED);
            assertThat(waiting.get(20, TimeUnit.SECONDS).kind()).isEqualTo(ReloadResult.Kind.APPLIED);
            assertThat(stage.swap("a").visible()).isEqualTo(Stage.document("{a: 9}"));
        }
    }

    @Test
    void requestDuringAReload_isBusyWhateverItsKind() throws Exception {
        try (Stage stage = new Stage().started("{a: 1}")) {
            Gate gate = new Gate();
            stage.script.at("a.prepare", gate);
            Future<ReloadResult> running = callers.submit(() -> stage.reload("{a: 2}"));
            gate.awaitReached();

            ReloadResult busy = new ReloadResult.Busy(ReloadResult.Busy.Reason.TRANSACTION_RUNNING);
            assertThat(busy.summary()).isEqualTo("busy: another transaction is running");
            assertThat(stage.reload("{a: 3}")).isEqualTo(busy);
            assertThat(stage.reloader.rollback("tester")).isEqualTo(busy);
            assertThat(stage.reloader.rollbackTo(1, "tester")).isEqualTo(busy);
            assertThat(stage.reloader.apply(stage.reloader.view().plan(Stage.document("{a: 3}")), "tester"))
                    .isEqualTo(busy);
            assertThat(stage.reloader.dryRun(explicit("{a: 3}")).blockedBy()).contains(busy);
            assertThat(stage.status().running())
                    .hasValueSatisfying(run -> assertThat(run.phase()).isEqualTo(ReloadPhase.PREPARE));
            gate.open();
            assertThat(running.get().kind()).isEqualTo(ReloadResult.Kind.APPLIED);
        }
    }

    @Test
    void reload_waitsForAnother_isStillRunningAtItsDeadlineAndDecidedLater() throws Exception {
        try (Stage stage = new Stage().started("{a: 1}")) {
            Gate gate = new Gate();
            stage.script.at("a.prepare", gate);
            Future<ReloadResult> running = callers.submit(() -> stage.reload("{a: 2}"));
            gate.awaitReached();

            ReloadResult impatient = stage.reloader.reload(automatic("{a: 3}"), Duration.ZERO);

            assertThat(impatient).isEqualTo(new ReloadResult.StillRunning());
            gate.open();
            running.get();
            assertThat(stage.status().lastResult().orElseThrow().result().summary())
                    .startsWith("applied revision 3");
        }
    }

    @Test
    void automatic_theRunningOneEndsWithAnErrorOfTheJvm_isStillDecided() throws Exception {
        try (Stage stage = new Stage().started("{a: 1}")) {
            Gate gate = new Gate();
            stage.script.at("a.prepare", () -> {
                gate.happen();
                throw new OutOfMemoryError("scripted");
            });
            Future<ReloadResult> running = callers.submit(() -> stage.automatic("{a: 2}"));
            gate.awaitReached();
            CompletableFuture<ReloadResult> waiting = future(stage.reloader.submit(automatic("{a: 3}")));

            gate.open();

            assertThat(waiting.get(20, TimeUnit.SECONDS).kind()).isEqualTo(ReloadResult.Kind.APPLIED);
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(running::get)
                    .withCauseInstanceOf(OutOfMemoryError.class);
        }
    }

    @Test
    void deadline_withADirectExecutor_isReportedAndNotEnforced() {
        try (Stage stage = new Stage(builder -> builder, Runnable::run).started("{a: 1}")) {
            stage.script.at("a.prepare", () -> stage.ticker.advance(Duration.ofSeconds(31)));

            assertThat(stage.reload("{a: 2}").kind()).isEqualTo(ReloadResult.Kind.APPLIED);

            HistoryEntry entry = stage.status().lastResult().orElseThrow();
            assertThat(entry.notes()).containsExactly("prepare of [a] took 31000 ms, longer than 30000 ms");
            assertThat(entry.durations()).containsEntry(ReloadPhase.PREPARE, Duration.ofSeconds(31));
            assertThat(entry.duration()).isEqualTo(Duration.ofSeconds(31));
            assertThat(entry.at()).isEqualTo(Stage.NOW);
            assertThat(stage.logger.lines()).contains("WARNING prepare of [a] took 31000 ms, longer than 30000 ms");
        }
    }

    @Test
    void status_afterEachDecision_hasDesiredAndEffectiveRevision() {
        try (Stage stage = new Stage().started("{a: 1, port: 1}")) {
            String first = Stage.document("{a: 1, port: 1}").contentId();
            String second = Stage.document("{a: 1, port: 2}").contentId();

            stage.reload("{a: 1, port: 2}");
            stage.reloader.reload(
                    ReloadRequest.manual(
                            ConfigSource.of(
                                    "broken.json", () -> ConfigReader.standard().read("broken.json", "{")),
                            "tester"),
                    Stage.HOUR);

            ReloadStatus status = stage.status();
            assertThat(status.desired()).contains(new ReloadStatus.DocumentState(OptionalLong.empty(), second));
            assertThat(status.effective()).contains(new ReloadStatus.DocumentState(OptionalLong.of(1), first));
            assertThat(status.lastRejected().orElseThrow().result().kind()).isEqualTo(ReloadResult.Kind.INVALID);
            assertThat(status.sequence()).isEqualTo(3);
        }
    }

    @Test
    void automatic_theRunningOneEndsWithADefectOfTheClock_isStillDecided() throws Exception {
        AtomicInteger decisions = new AtomicInteger();
        InstantSource clock = () -> {
            if (decisions.incrementAndGet() == 2) {
                throw new IllegalStateException("clock");
            }
            return Stage.NOW;
        };
        Gate gate = new Gate();
        Reloader reloader = Reloader.builder(HostRuntime.of(callers).withClock(clock))
                .requestExecutor(task -> {
                    if (decisions.get() == 1) {
                        gate.happenUnchecked();
                    }
                    task.run();
                })
                .build();
        reloader.start(Stage.source("{}"));
        Future<?> broken = callers.submit(() -> reloader.submit(automatic("{gateway: {reload: {}}}")));
        gate.awaitReached();
        CompletableFuture<ReloadResult> waiting = future(reloader.submit(automatic("{meta: 1}")));
        gate.open();

        assertThat(waiting.get(20, TimeUnit.SECONDS).kind()).isEqualTo(ReloadResult.Kind.APPLIED);
        assertThatExceptionOfType(ExecutionException.class).isThrownBy(broken::get);
    }

    @Test
    void automatic_theThreadThatServesItWasInterruptedForAnother_isNotRolledBack() throws Exception {
        try (Stage stage = new Stage().started("{a: 1}")) {
            Gate gate = new Gate();
            stage.script.at("a.prepare", gate);
            AtomicReference<Thread> requesting = new AtomicReference<>();
            Future<Boolean> running = callers.submit(() -> {
                requesting.set(Thread.currentThread());
                assertThat(stage.reload("{a: 2}").kind()).isEqualTo(ReloadResult.Kind.ROLLED_BACK);
                return Thread.interrupted();
            });
            gate.awaitReached();
            CompletableFuture<ReloadResult> waiting = future(stage.reloader.submit(automatic("{a: 3}")));

            Objects.requireNonNull(requesting.get()).interrupt();

            assertThat(waiting.get(20, TimeUnit.SECONDS).kind()).isEqualTo(ReloadResult.Kind.APPLIED);
            assertThat(running.get(20, TimeUnit.SECONDS))
                    .as("interrupt is kept")
                    .isTrue();
            gate.open();
        }
    }

    @Test
    void reload_interruptedWhileItWaitsForAnother_goesAndIsDecidedLater() throws Exception {
        try (Stage stage = new Stage().started("{a: 1}")) {
            Gate gate = new Gate();
            stage.script.at("a.prepare", gate);
            Future<ReloadResult> running = callers.submit(() -> stage.reload("{a: 2}"));
            gate.awaitReached();
            Thread.currentThread().interrupt();

            ReloadResult interrupted = stage.reloader.reload(automatic("{a: 3}"), Stage.HOUR);

            assertThat(Thread.interrupted()).isTrue();
            assertThat(interrupted).isEqualTo(new ReloadResult.StillRunning());
            gate.open();
            running.get(20, TimeUnit.SECONDS);
            assertThat(stage.swap("a").visible()).isEqualTo(Stage.document("{a: 3}"));
        }
    }

    @Test
    void summary_moreThanFitsInALine_countsTheRest() {
        ConfigProblem problem = ConfigProblem.error(ConfigPath.parse("a"), SourcePosition.of("test.json"), "bad", "");

        assertThat(new ReloadResult.Invalid(Collections.nCopies(13, problem)).summary())
                .isEqualTo("invalid: " + "bad at a (test.json); ".repeat(10) + "and 3 more");
    }

    @Test
    void source_throws_isInvalidWithoutItsMessage() {
        try (Stage stage = new Stage().started("{a: 1}")) {
            ConfigSource source = ConfigSource.of("file.json", () -> {
                throw new IllegalStateException(Fault.SECRET);
            });

            ReloadResult result = stage.reloader.reload(ReloadRequest.manual(source, "tester"), Stage.HOUR);

            assertThat(result.summary())
                    .isEqualTo("invalid: the source threw IllegalStateException at $ (file.json);"
                            + " expected a document or problems");
            assertThat(stage.status().lastRejected().orElseThrow().result()).isEqualTo(result);
        }
    }

    @Test
    void reload_withoutATime_waitsForItsDecision() throws Exception {
        try (Stage stage = new Stage().started("{a: 1}")) {
            Gate gate = new Gate();
            stage.script.at("a.prepare", gate);
            Future<ReloadResult> first = callers.submit(() -> stage.reload("{a: 2}"));
            gate.awaitReached();
            Future<ReloadResult> waiting = callers.submit(
                    () -> stage.reloader.reload(ReloadRequest.automatic(Stage.source("{a: 3}"), "tester")));
            Stage.awaitUntil(() ->
                    waiting.isDone() || stage.reloader.view().status().running().isPresent());
            gate.open();

            assertThat(first.get(20, TimeUnit.SECONDS).isInEffect()).isTrue();
            assertThat(waiting.get(20, TimeUnit.SECONDS).orThrow().summary()).startsWith("applied revision 3");
        }
    }

    @Test
    void history_isBoundedAndKeepsRevisionsApart() {
        try (Stage stage = new Stage(builder -> builder.historySize(2)).started("{a: 1}")) {
            for (int i = 2; i <= 4; i++) {
                stage.reload("{a: " + i + "}");
                stage.reload("{a: " + i + ", port: 1}");
            }

            assertThat(stage.reloader.view().history())
                    .extracting(entry -> entry.sequence() + " " + entry.result().kind())
                    .isEqualTo(List.of("4 APPLIED", "5 RESTART_REQUIRED", "6 APPLIED", "7 RESTART_REQUIRED"));
        }
    }
}
