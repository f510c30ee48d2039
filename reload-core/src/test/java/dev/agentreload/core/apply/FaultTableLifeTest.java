// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.lease.DrainPolicy;
import dev.agentreload.core.lease.Lease;
import dev.agentreload.core.plan.ReloadPlanner;
import dev.agentreload.core.source.EnvironmentResolver;
import dev.agentreload.core.source.FileConfigSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.ResourceBundle;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways to break a reload by its surroundings and its end, each with what must hold then. */
@Timeout(60)
class FaultTableLifeTest {

    private static final ConfigDocument ONE = Stage.all(1);
    private static final ConfigDocument TWO = Stage.all(2);

    private final ExecutorService others = Executors.newCachedThreadPool();

    @AfterEach
    void stopThreads() {
        others.shutdownNow();
    }

    @Test
    void fault49_lastKnownGoodCopyCannotBeWritten_isAppliedAndInTheStatus() {
        try (Stage stage = new Stage()) {
            stage.reloader.view().subscribe("last known good", entry -> stage.script.reach("save"));
            stage.started(ONE);
            stage.script.fail("save", new AccessDeniedException("/read-only/config.json.good"));

            assertThat(stage.reload(TWO).kind()).isEqualTo(ReloadResult.Kind.APPLIED);

            stage.assertInForce(TWO);
            assertThat(stage.status().listenerTroubles()).singleElement().satisfies(trouble -> {
                assertThat(trouble.listener()).isEqualTo("last known good");
                assertThat(trouble.failure()).contains("it threw AccessDeniedException");
            });
        }
    }

    @Test
    void fault50_crashWhileTheLastKnownGoodCopyIsWritten_leavesTheOneBefore(@TempDir Path directory) throws Exception {
        Path config = Files.writeString(directory.resolve("config.json"), "{a: 1}");
        Path good = directory.resolve("config.json.good");
        try (Stage stage = new Stage()) {
            stage.reloader.view().subscribe("last known good", entry -> {
                Path written = write(
                        directory.resolve("config.json.tmp"), entry.effective().orElseThrow());
                stage.script.reach("rename");
                rename(written, good);
            });
            assertThat(stage.reloader.start(file(config)).kind()).isEqualTo(ReloadResult.Kind.APPLIED);
            Files.writeString(config, "{a: 2}");
            stage.script.fail("rename", new IllegalStateException("crash"));
            assertThat(stage.reloader
                            .reload(ReloadRequest.manual(file(config), "tester"), Stage.HOUR)
                            .kind())
                    .isEqualTo(ReloadResult.Kind.APPLIED);
        }
        Files.writeString(config, "{a: ");
        try (Stage next = new Stage()) {
            assertThat(next.reloader.start(file(config)).kind()).isEqualTo(ReloadResult.Kind.INVALID);
            next.assertNothingLeft();
            assertThat(next.reloader.start(file(good)).summary()).isEqualTo("applied revision 1: started");
            assertThat(next.swap("a").visible()).isEqualTo(Stage.document("{a: 1}"));
        }
    }

    private static FileConfigSource file(Path file) {
        return FileConfigSource.of(file, EnvironmentResolver.of(name -> null));
    }

    private static Path write(Path file, ConfigDocument document) {
        try {
            return Files.writeString(file, document.root().toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void rename(Path from, Path to) {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 1})
    void fault52_wallClockJumps_onlyStampsTellIt(long hours) {
        try (Stage stage = new Stage(builder -> builder.drain(DrainPolicy.keep(Duration.ofMinutes(1)))).started(ONE)) {
            Lease<Form> turn = Objects.requireNonNull(stage.swap("a").current()).acquire();
            stage.script.at("a.prepare", () -> stage.now = Stage.NOW.plus(Duration.ofHours(hours)));

            assertThat(stage.reload(TWO).kind()).isEqualTo(ReloadResult.Kind.APPLIED);
            stage.reload(ONE);

            HistoryEntry first = stage.reloader.view().history().get(1);
            HistoryEntry second = stage.reloader.view().history().get(2);
            assertThat(first.at()).isEqualTo(Stage.NOW);
            assertThat(first.duration()).isZero();
            assertThat(second.at()).isEqualTo(Stage.NOW.plus(Duration.ofHours(hours)));
            assertThat(stage.status().retired())
                    .singleElement()
                    .satisfies(generation -> assertThat(generation.age()).isZero());
            assertThat(stage.logger.lines()).noneMatch(line -> line.contains("after its deadline"));
            turn.close();
        }
    }

    @Test
    void fault53_timeStopsAndJumps_firesEachDeadlineOnce() {
        try (Stage stage = new Stage(builder -> builder.drain(DrainPolicy.keep(Duration.ofMinutes(1))), Runnable::run)
                .started(ONE)) {
            Lease<Form> turn = Objects.requireNonNull(stage.swap("a").current()).acquire();
            stage.script.at("c.verify", () -> stage.ticker.advance(Duration.ofHours(10)));

            assertThat(stage.reload(TWO).kind()).isEqualTo(ReloadResult.Kind.APPLIED);
            stage.ticker.advance(Duration.ofHours(10));
            stage.status();
            stage.status();
            stage.reload(ONE);

            assertThat(stage.reloader.view().history().get(1).notes())
                    .containsExactly("verify of [c] took 36000000 ms, longer than 10000 ms");
            assertThat(stage.reported).hasSize(3);
            assertThat(stage.logger.lines())
                    .filteredOn(line -> line.contains("after its deadline"))
                    .hasSize(1);
            turn.close();
            stage.assertInForce(ONE);
        }
    }

    @Test
    void fault58_reloadsFasterThanDrain_areRefusedByPolicy() {
        try (Stage stage = new Stage(builder -> builder.retirement(RetirementPolicy.refuse(2))).started("{a: 0}")) {
            List<Lease<Form>> turns = new ArrayList<>();
            for (int i = 1; i <= 2; i++) {
                turns.add(Objects.requireNonNull(stage.swap("a").current()).acquire());
                assertThat(stage.reload("{a: " + i + "}").kind()).isEqualTo(ReloadResult.Kind.APPLIED);
            }

            ReloadResult refused = stage.reload("{a: 3}");

            assertThat(refused.summary()).isEqualTo("busy: too many retired generations are in use");
            assertThat(stage.status().retired()).hasSize(2);
            assertThat(stage.status().lastRejected().orElseThrow().result()).isEqualTo(refused);
            turns.get(0).close();
            assertThat(stage.reload("{a: 3}").kind()).isEqualTo(ReloadResult.Kind.APPLIED);
            turns.get(1).close();
            stage.assertLedger();
        }
    }

    @Test
    void fault58_reloadsFasterThanDrain_forceTheOldestByPolicy() {
        try (Stage stage =
                new Stage(builder -> builder.retirement(RetirementPolicy.forceOldest(2))).started("{a: 0}")) {
            for (int i = 1; i <= 4; i++) {
                Lease<Form> neverClosed =
                        Objects.requireNonNull(stage.swap("a").current()).acquire();
                assertThat(neverClosed.isRetired()).isFalse();
                assertThat(stage.reload("{a: " + i + "}").kind()).isEqualTo(ReloadResult.Kind.APPLIED);
            }

            assertThat(stage.status().retired())
                    .extracting(RetiredGeneration::revision)
                    .containsExactly(4L, 5L);
            assertThat(stage.swap("a").built()).extracting(Form::closes).containsExactly(1, 1, 0, 0, 0);
        }
    }

    @Test
    void fault64_logThrows_changesNothing() {
        System.Logger broken = new System.Logger() {
            @Override
            public String getName() {
                return "broken";
            }

            @Override
            public boolean isLoggable(Level level) {
                return true;
            }

            @Override
            public void log(Level level, @Nullable ResourceBundle bundle, String text, @Nullable Throwable thrown) {
                throw new IllegalStateException("sink");
            }

            @Override
            public void log(
                    Level level, @Nullable ResourceBundle bundle, String format, @Nullable Object... parameters) {
                throw new IllegalStateException("sink");
            }
        };
        try (Stage stage = new Stage(builder -> builder.logger(broken)).started(ONE)) {
            assertThat(stage.reload(TWO).kind()).isEqualTo(ReloadResult.Kind.APPLIED);
            stage.assertInForce(TWO);
        }
    }

    @Test
    void fault65_executorRefuses_isATypedOutcomeWithoutHalfAState() {
        AtomicReference<Executor> delegate = new AtomicReference<>(Runnable::run);
        Executor executor = task -> Objects.requireNonNull(delegate.get()).execute(task);
        for (String step : List.of("a.prepare", "c.prepare", "e.verify", "d.stop", "b.start")) {
            delegate.set(Runnable::run);
            try (Stage stage = new Stage(builder -> builder, executor).started(ONE)) {
                stage.script.at(
                        step,
                        () -> delegate.set(task -> {
                            throw new RejectedExecutionException("shut down");
                        }));

                ReloadResult.RolledBack result = Stage.rolledBack(stage.reload(TWO));

                assertThat(result.cause()).as(step).isInstanceOf(RejectedExecutionException.class);
                stage.assertInForce(ONE);
            }
        }
    }

    @Test
    void fault65_executorOfListenersRefuses_theyAreNotifiedNextTime() {
        AtomicReference<Executor> delegate = new AtomicReference<>(task -> {
            throw new RejectedExecutionException("full");
        });
        try (Stage stage = new Stage(builder -> builder.listenerExecutor(
                task -> Objects.requireNonNull(delegate.get()).execute(task)))) {
            stage.started(ONE);
            assertThat(stage.reported).isEmpty();

            delegate.set(Runnable::run);
            stage.reload(TWO);

            assertThat(stage.reported).extracting(HistoryEntry::sequence).containsExactly(1L, 2L);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.validate", "a.prepare", "a.verify", "d.stop", "b.start", "a.commit", "e.committed"})
    void fault66_shutdownDuringAReload_closesEverything(String step) throws Exception {
        try (Stage stage = new Stage().started(ONE)) {
            Gate gate = new Gate();
            stage.script.at(step, gate);
            Future<ReloadResult> reloading = others.submit(() -> stage.reload(TWO));
            gate.awaitReached();

            FutureTask<CloseReport> closing = new FutureTask<>(() -> stage.reloader.close(Stage.HOUR));
            Thread closer = new Thread(closing);
            closer.start();
            // The state is closed a moment before the transaction is cancelled; then the closing thread waits.
            Stage.awaitUntil(() -> closer.getState() == Thread.State.TIMED_WAITING);
            gate.open();

            assertThat(closing.get(20, TimeUnit.SECONDS).isClean()).isTrue();
            assertThat(reloading.get(20, TimeUnit.SECONDS).kind())
                    .isEqualTo(step.contains("commit") ? ReloadResult.Kind.APPLIED : ReloadResult.Kind.ROLLED_BACK);
            stage.assertNothingLeft();
            assertThat(stage.reload(TWO).summary()).isEqualTo("the reloader is closed");
        }
    }

    @Test
    void fault66_shutdownDoesNotWaitForTheTransaction_whoseThreadClosesEverything() throws Exception {
        try (Stage stage = new Stage().started(ONE)) {
            Gate gate = new Gate();
            stage.script.at("a.commit", gate);
            Future<ReloadResult> reloading = others.submit(() -> stage.reload(TWO));
            gate.awaitReached();

            CloseReport report = stage.reloader.close(Duration.ZERO);

            assertThat(report.outcome()).isEqualTo(CloseReport.Outcome.TRANSACTION_RUNNING);
            gate.open();
            assertThat(reloading.get(20, TimeUnit.SECONDS).kind()).isEqualTo(ReloadResult.Kind.APPLIED);
            stage.assertNothingLeft();
            assertThat(stage.reloader.close(Stage.HOUR).isClean())
                    .as("closing again")
                    .isTrue();
        }
    }

    @Test
    void fault66_shutdownWithARunningTurn_reportsItAtTheDeadline() {
        try (Stage stage = new Stage().started(ONE)) {
            Lease<Form> turn = Objects.requireNonNull(stage.swap("a").current()).acquire();

            CloseReport report = stage.reloader.close(Duration.ZERO);

            assertThat(report.stillInUse())
                    .singleElement()
                    .satisfies(generation -> assertThat(generation.openLeases()).isEqualTo(1));
            turn.close();
            assertThat(stage.reloader.close(Stage.HOUR).isClean()).isTrue();
            stage.assertNothingLeft();
        }
    }

    @Test
    void fault66_shutdown_decidesTheRequestThatWaits() throws Exception {
        try (Stage stage = new Stage().started(ONE)) {
            Gate gate = new Gate();
            stage.script.at("a.prepare", gate);
            Future<ReloadResult> reloading = others.submit(() -> stage.reload(TWO));
            gate.awaitReached();
            CompletableFuture<ReloadResult> waiting = stage.reloader
                    .submit(ReloadRequest.automatic(Stage.source(ONE), "watcher"))
                    .toCompletableFuture();

            stage.reloader.close(Duration.ZERO);

            assertThat(waiting).isCompletedWithValue(new ReloadResult.NotStarted(ReloaderState.CLOSED));
            gate.open();
            reloading.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void fault67_requestBeforeTheStart_isRefused() {
        try (Stage stage = new Stage()) {
            ReloadResult refused = new ReloadResult.NotStarted(ReloaderState.NEW);

            assertThat(refused.summary()).isEqualTo("the reloader is not started");
            assertThat(stage.reload(ONE)).isEqualTo(refused);
            assertThat(stage.reloader.rollback("tester")).isEqualTo(refused);
            assertThat(stage.reloader.apply(ReloadPlanner.plan(ONE, TWO, Stage.rules()), "tester"))
                    .isEqualTo(refused);
            assertThat(stage.reloader
                            .dryRun(ReloadRequest.manual(Stage.source(ONE), "tester"))
                            .blockedBy())
                    .contains(refused);
            assertThat(stage.reloader.close(Stage.HOUR).isClean()).isTrue();
            assertThat(stage.reloader.start(Stage.source(ONE)).summary()).isEqualTo("the reloader is closed");
        }
    }

    @Test
    void fault68_callersContextClassLoader_isNotWhatNewResourcesSee() {
        for (Executor executor : List.<Executor>of(Runnable::run, others)) {
            try (Stage stage = new Stage(builder -> builder, executor).started(ONE)) {
                Thread caller = Thread.currentThread();
                ClassLoader before = caller.getContextClassLoader();
                ClassLoader foreign = new URLClassLoader(new URL[0]);
                caller.setContextClassLoader(foreign);
                try {
                    stage.reload(TWO);
                    assertThat(caller.getContextClassLoader()).isSameAs(foreign);
                } finally {
                    caller.setContextClassLoader(before);
                }
                assertThat(stage.swaps)
                        .allSatisfy(swap -> assertThat(swap.built())
                                .allSatisfy(
                                        form -> assertThat(form.loader()).isSameAs(FakeSwap.class.getClassLoader())));
            }
        }
    }
}
