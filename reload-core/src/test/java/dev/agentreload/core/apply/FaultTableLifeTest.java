package dev.agentreload.core.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.lease.Lease;
import dev.agentreload.core.plan.ReloadPlanner;
import java.net.URL;
import java.net.URLClassLoader;
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
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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
    void fault65_executorOfListenersRefuses_theyAreToldNextTime() {
        AtomicReference<Executor> delegate = new AtomicReference<>(task -> {
            throw new RejectedExecutionException("full");
        });
        try (Stage stage = new Stage(builder -> builder.listenerExecutor(
                task -> Objects.requireNonNull(delegate.get()).execute(task)))) {
            stage.started(ONE);
            assertThat(stage.told).isEmpty();

            delegate.set(Runnable::run);
            stage.reload(TWO);

            assertThat(stage.told).extracting(HistoryEntry::sequence).containsExactly(1L, 2L);
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

            Future<CloseReport> closing = others.submit(() -> stage.reloader.close(Stage.HOUR));
            Stage.spinUntil(() -> stage.status().state() == ReloaderState.CLOSED);
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
                            .dryRun(ReloadRequest.explicit(Stage.source(ONE), "tester"))
                            .obstacle())
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
