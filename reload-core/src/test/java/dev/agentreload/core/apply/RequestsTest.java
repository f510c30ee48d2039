// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.Sets;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.config.ReadResult;
import dev.agentreload.core.config.SourcePosition;
import dev.agentreload.core.participant.ActionScope;
import dev.agentreload.core.participant.Deadline;
import dev.agentreload.core.participant.ExclusiveParticipant;
import dev.agentreload.core.participant.Participant;
import dev.agentreload.core.participant.Prepared;
import dev.agentreload.core.participant.ReloadContext;
import dev.agentreload.core.participant.ReloadParticipant;
import dev.agentreload.core.participant.RetiredResources;
import dev.agentreload.core.plan.ReloadAction;
import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.core.source.ConfigSource;
import dev.agentreload.core.source.SourceChange;
import dev.agentreload.core.source.SourceHash;
import dev.agentreload.core.source.SourceSnapshot;
import dev.agentreload.core.source.WatchOutcome;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RequestsTest {

    private final ExecutorService callers = Executors.newCachedThreadPool();

    @AfterEach
    void stopCallers() {
        callers.shutdownNow();
    }

    private static ReloadRequest automatic(String json) {
        return ReloadRequest.automatic(Stage.source(json), "watcher");
    }

    private static ReloadRequest explicit(String json) {
        return ReloadRequest.manual(Stage.source(json), "tester");
    }

    private static CompletableFuture<ReloadResult> future(CompletionStage<ReloadResult> stage) {
        return stage.toCompletableFuture();
    }

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
    void explicit_meanwhile_isBusyWhateverItIs() throws Exception {
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
    void automatic_theRunningOneEndsWithAnErrorOfTheJvm_isDecidedAllTheSame() throws Exception {
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
    void status_afterEachDecision_tellsWhatIsDesiredAndWhatIsInForce() {
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
    void requestExecutor_takesLong_letsTheCallerGoAtItsDeadline() throws Exception {
        try (Stage stage = new Stage(builder -> builder.requestExecutor(callers)).started("{a: 1}")) {
            Gate gate = new Gate();
            stage.script.at("a.prepare", gate);

            ReloadResult impatient = stage.reloader.reload(explicit("{a: 2}"), Duration.ZERO);
            gate.awaitReached();
            CompletableFuture<ReloadResult> waiting = future(stage.reloader.submit(automatic("{a: 3}")));
            gate.open();

            assertThat(impatient).isEqualTo(new ReloadResult.StillRunning());
            assertThat(waiting.get(20, TimeUnit.SECONDS).summary()).startsWith("applied revision 3");
        }
    }

    @Test
    void requestExecutor_refuses_theSubmittingThreadCarriesTheRequestOut() {
        callers.shutdown();
        try (Stage stage = new Stage(builder -> builder.requestExecutor(callers)).started("{a: 1}")) {
            assertThat(stage.reload("{a: 2}").kind()).isEqualTo(ReloadResult.Kind.APPLIED);
        }
    }

    @Test
    void requestExecutor_breaksTheVirtualMachine_theRequestIsDecidedAndTheSlotIsFree() {
        OutOfMemoryError error = new OutOfMemoryError("unable to create native thread");
        try (Stage stage = new Stage(builder -> builder.requestExecutor(task -> {
                    throw error;
                }))
                .started("{a: 1}")) {
            assertThatThrownBy(() -> stage.reload("{a: 2}")).isSameAs(error);

            assertThat(stage.swap("a").visible()).isEqualTo(Stage.document("{a: 2}"));
            assertThat(stage.reloader.rollback("tester").kind()).isEqualTo(ReloadResult.Kind.APPLIED);
        }
    }

    @Test
    void automatic_theRunningOneEndsWithADefectOfTheClock_isDecidedAllTheSame() throws Exception {
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
    void requestsOfOtherThreadsThatHostCodeWaitsFor_areAnsweredAndBlockNothing() {
        try (Stage stage = new Stage().started("{a: 1}")) {
            List<ReloadResult> answers = new CopyOnWriteArrayList<>();
            stage.script.at("a.prepare", () -> {
                answers.add(callers.submit(() -> stage.reload("{a: 3}")).get());
                answers.add(
                        callers.submit(() -> stage.reloader.rollback("tester")).get());
                answers.add(callers.submit(() -> stage.reloader.reload(automatic("{a: 4}"), Duration.ZERO))
                        .get());
            });

            assertThat(stage.reload("{a: 2}").summary()).startsWith("applied revision 2");

            ReloadResult busy = new ReloadResult.Busy(ReloadResult.Busy.Reason.TRANSACTION_RUNNING);
            assertThat(answers).containsExactly(busy, busy, new ReloadResult.StillRunning());
            assertThat(stage.swap("a").visible()).isEqualTo(Stage.document("{a: 4}"));
        }
    }

    @Test
    void requestFromHostCode_isRefusedBeforeItReachesTheExecutorOfRequests() {
        AtomicInteger requests = new AtomicInteger();
        try (Stage stage = new Stage(builder -> builder.requestExecutor(task -> {
                    requests.incrementAndGet();
                    task.run();
                }))
                .started("{a: 1}")) {
            List<ReloadResult> answers = new CopyOnWriteArrayList<>();
            stage.script.at("a.prepare", () -> answers.add(stage.reload("{a: 3}")));

            stage.reload("{a: 2}");

            assertThat(answers).containsExactly(new ReloadResult.Busy(ReloadResult.Busy.Reason.INSIDE_HOST_CODE));
            assertThat(requests).hasValue(1);
        }
    }

    @Test
    void summary_moreThanALineHasRoomFor_saysHowManyMore() {
        ConfigProblem problem = ConfigProblem.error(ConfigPath.parse("a"), SourcePosition.of("test.json"), "bad", "");

        assertThat(new ReloadResult.Invalid(Collections.nCopies(13, problem)).summary())
                .isEqualTo("invalid: " + "bad at a (test.json); ".repeat(10) + "and 3 more");
    }

    @Test
    void start_doneTwice_isMisuse() {
        try (Stage stage = new Stage().started("{a: 1}")) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> stage.reloader.start(Stage.source("{a: 2}")))
                    .withMessage("the reloader is started");
        }
    }

    @Test
    void start_anotherComesAsTheFirstEnds_isRefusedOrMisuseAndNoReload() throws Exception {
        for (int round = 0; round < 300; round++) {
            try (Stage stage = new Stage()) {
                Future<Set<String>> others = callers.submit(() -> startUntilMisuse(stage));

                String first = startOrMisuse(stage);

                assertThat(Sets.union(others.get(), Set.of(first)))
                        .contains("applied revision 1: started")
                        .isSubsetOf(
                                "applied revision 1: started",
                                "busy: another transaction is running",
                                "the reloader is started");
            }
        }
    }

    private static Set<String> startUntilMisuse(Stage stage) {
        Set<String> answers = new HashSet<>();
        while (!answers.contains("the reloader is started")) {
            answers.add(startOrMisuse(stage));
        }
        return answers;
    }

    private static String startOrMisuse(Stage stage) {
        try {
            return stage.reloader.start(Stage.source("{a: 1}")).summary();
        } catch (IllegalStateException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Test
    void start_fails_leavesNothingBuiltAndMayBeTriedAgain() {
        try (Stage stage = new Stage()) {
            stage.script.fail("e.verify", new IllegalStateException("not yet"));

            ReloadResult failed = stage.reloader.start(Stage.source(Stage.all(1)));

            assertThat(failed.summary()).isEqualTo("rolled back: verify of [e] failed: IllegalStateException: not yet");
            assertThat(stage.status().state()).isEqualTo(ReloaderState.NEW);
            stage.assertNothingLeft();
            stage.started(Stage.all(2));
            stage.assertInForce(Stage.all(2));
        }
    }

    @Test
    void start_modeIsUnknown_isInvalidWithAllElseThatIs() {
        try (Stage stage = new Stage()) {
            stage.swap("a")
                    .validateWith(document -> List.of(
                            ConfigProblem.error(ConfigPath.parse("a"), SourcePosition.of("test.json"), "bad", "")));

            assertThat(stage.reloader
                            .start(Stage.source("{gateway: {reload: {mode: 7}}}"))
                            .summary())
                    .isEqualTo("invalid: found a number at gateway.reload.mode (test.json:1:27);"
                            + " expected one of [off, restart, hybrid, hot]; bad at a (test.json)");
            stage.assertNothingLeft();
        }
    }

    @Test
    void participant_ofBothKinds_isRefused() {
        abstract class Both implements ReloadParticipant, ExclusiveParticipant {
            @Override
            public String name() {
                return "both";
            }

            @Override
            public boolean handles(ReloadAction action) {
                return true;
            }

            @Override
            public List<ConfigProblem> validate(ReloadContext context) {
                return List.of();
            }
        }
        Participant both = new Both() {
            @Override
            public Prepared prepare(ReloadContext context) {
                throw new AssertionError("not called");
            }

            @Override
            public void retireAll(RetiredResources retired) {}

            @Override
            public void stop(ActionScope scope, Deadline deadline) {}

            @Override
            public void start(ReloadContext context) {}
        };

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Reloader.builder(
                                HostRuntime.of(callers).withTicker(() -> 0).withClock(() -> Stage.NOW))
                        .participant(both))
                .withMessage("participant [both] is built beside the old as well as exclusive");
    }

    @Test
    void start_exclusiveFails_stopsThoseThatWereStarted() {
        try (Stage stage = new Stage()) {
            stage.script.fail("d.start", new IllegalStateException("port in use"));

            ReloadResult failed = stage.reloader.start(Stage.source(Stage.all(1)));

            assertThat(failed.kind()).isEqualTo(ReloadResult.Kind.ROLLED_BACK);
            stage.assertNothingLeft();
            stage.started(Stage.all(2));
        }
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
    void changeHandler_tellsTheWatcherWhetherToTryAgain() {
        try (Stage stage = new Stage().started("{a: 1}")) {
            SourceChange change =
                    new SourceChange(Stage.source("{a: 2}"), SourceSnapshot.complete(SourceHash.of(new byte[] {1})), 1);
            stage.script.fail("a.verify", new IllegalStateException("no answer"));

            CompletionStage<WatchOutcome> failed =
                    stage.reloader.changeHandler("watcher", Runnable::run).changed(change);
            CompletionStage<WatchOutcome> applied =
                    stage.reloader.changeHandler("watcher", Runnable::run).changed(change);

            assertThat(failed.toCompletableFuture()).isCompletedWithValue(WatchOutcome.RETRY);
            assertThat(applied.toCompletableFuture()).isCompletedWithValue(WatchOutcome.HANDLED);
            assertThat(stage.told).extracting(HistoryEntry::actor).contains("watcher");
        }
    }

    @Test
    void changeHandler_runsNothingOnTheWatchersThread() {
        try (Stage stage = new Stage().started("{a: 1}")) {
            List<Runnable> tasks = new ArrayList<>();
            List<Thread> readers = new ArrayList<>();
            ConfigSource source = ConfigSource.of("file.json", () -> {
                readers.add(Thread.currentThread());
                return Stage.source("{a: 2}").read();
            });
            SourceChange change = new SourceChange(source, SourceSnapshot.complete(SourceHash.of(new byte[] {1})), 1);

            CompletionStage<WatchOutcome> outcome =
                    stage.reloader.changeHandler("watcher", tasks::add).changed(change);

            assertThat(readers).isEmpty();
            assertThat(outcome.toCompletableFuture()).isNotDone();
            tasks.forEach(Runnable::run);
            assertThat(readers).hasSize(1);
            assertThat(outcome.toCompletableFuture()).isCompletedWithValue(WatchOutcome.HANDLED);
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
