// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigObject;
import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.plan.ReloadPlan;
import dev.agentreload.core.plan.ReloadPlanner;
import dev.agentreload.core.plan.RuleTable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways to break a reload by its listeners, its requests and its documents, each with what must hold then. */
@Timeout(60)
class FaultTableRequestsTest {

    private static final ConfigDocument ONE = Stage.all(1);
    private static final ConfigDocument TWO = Stage.all(2);

    private final ExecutorService others = Executors.newCachedThreadPool();

    @AfterEach
    void stopThreads() {
        others.shutdownNow();
    }

    @Test
    void fault16_listenerThrows_theOthersAreNotifiedAndItIsNamed() {
        try (Stage stage = new Stage()) {
            stage.reloader.view().subscribe("bad", entry -> {
                throw new IllegalStateException("listener");
            });
            List<HistoryEntry> after = new CopyOnWriteArrayList<>();
            stage.reloader.view().subscribe("after", after::add);

            stage.started(ONE);

            assertThat(after).hasSize(1);
            assertThat(stage.status().listenerTroubles()).singleElement().satisfies(trouble -> {
                assertThat(trouble.listener()).isEqualTo("bad");
                assertThat(trouble.failure()).contains("it threw IllegalStateException");
            });
            assertThat(stage.logger.lines()).contains("WARNING listener [bad] failed: java.lang.IllegalStateException");
        }
    }

    @Test
    void fault17_listenerBlocks_isNamedAndDoesNotBlockOthers() throws Exception {
        AtomicInteger running = new AtomicInteger();
        Executor listening = task -> {
            running.incrementAndGet();
            others.execute(() -> {
                task.run();
                running.decrementAndGet();
            });
        };
        try (Stage stage = new Stage(builder -> builder.listenerExecutor(listening))) {
            Gate gate = new Gate();
            CountDownLatch notified = new CountDownLatch(2);
            stage.reloader.view().subscribe("blocked", entry -> stage.script.reach("blocked"));
            stage.reloader.view().subscribe("free", entry -> notified.countDown());
            stage.script.at("blocked", gate);

            stage.started(ONE);
            gate.awaitReached();
            stage.reload(TWO);
            assertThat(notified.await(20, TimeUnit.SECONDS)).isTrue();
            // Time must not pass while the free one is still in its call.
            Stage.awaitUntil(() -> running.get() == 1);
            stage.ticker.advance(Duration.ofSeconds(6));

            assertThat(stage.status().listenerTroubles()).singleElement().satisfies(trouble -> {
                assertThat(trouble.listener()).isEqualTo("blocked");
                assertThat(trouble.lastCall()).isEqualTo(Duration.ofSeconds(6));
                assertThat(trouble.waiting()).isEqualTo(1);
            });
            gate.open();
        }
    }

    @Test
    void fault18_listenerThrowsAnError_laterReloadsStillWork() {
        try (Stage stage = new Stage()) {
            List<Long> reported = new CopyOnWriteArrayList<>();
            stage.reloader.view().subscribe("bad", entry -> {
                reported.add(entry.sequence());
                throw new AssertionError("listener");
            });

            stage.started(ONE);
            stage.reload(TWO);

            assertThat(reported).containsExactly(1L, 2L);
        }
    }

    @Test
    void fault19_listenerReadsTheView_seesTheNewRevision() {
        try (Stage stage = new Stage()) {
            List<Object> seen = new CopyOnWriteArrayList<>();
            stage.reloader
                    .view()
                    .subscribe(
                            "reader",
                            entry -> seen.add(stage.reloader
                                            .view()
                                            .current()
                                            .orElseThrow()
                                            .revision()
                                    + " of "
                                    + stage.reloader.view().history().size()
                                    + stage.status().running()));

            stage.started(ONE);
            stage.reload(TWO);

            assertThat(seen).containsExactly("1 of 1Optional.empty", "2 of 2Optional.empty");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.validate", "a.prepare", "a.verify", "d.stop", "b.start", "a.commit", "listener"})
    void fault20_reloadFromACallback_isRefusedAtOnce(String step) {
        try (Stage stage = new Stage()) {
            stage.reloader.view().subscribe("asking", entry -> stage.script.reach("listener"));
            stage.started(ONE);
            List<ReloadResult> answers = new CopyOnWriteArrayList<>();
            stage.script.at(step, () -> {
                ReloadRequest request = ReloadRequest.automatic(Stage.source(ONE), "callback");
                answers.add(stage.reloader.submit(request).toCompletableFuture().join());
                answers.add(stage.reloader.reload(request, Stage.HOUR));
                answers.add(stage.reloader.rollback("callback"));
                assertThatIllegalStateException().isThrownBy(() -> stage.reloader.close(Stage.HOUR));
            });

            assertThat(stage.reload(TWO).kind()).isEqualTo(ReloadResult.Kind.APPLIED);

            assertThat(answers)
                    .hasSize(3)
                    .containsOnly(new ReloadResult.Busy(ReloadResult.Busy.Reason.INSIDE_HOST_CODE));
        }
    }

    @Test
    void fault21_reloadFromACallbackOnASingleThread_isRefusedBeforeTheHop() {
        ExecutorService single = Executors.newSingleThreadExecutor();
        try (Stage stage = new Stage(builder -> builder.listenerExecutor(single), single)) {
            List<ReloadResult> answers = new CopyOnWriteArrayList<>();
            CountDownLatch notified = new CountDownLatch(1);
            stage.reloader.view().subscribe("asking", entry -> {
                answers.add(stage.reload(ONE));
                notified.countDown();
            });

            stage.started(ONE);

            assertThat(notified.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(answers).containsExactly(new ReloadResult.Busy(ReloadResult.Busy.Reason.INSIDE_HOST_CODE));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            single.shutdownNow();
        }
    }

    @Test
    void fault22_listenersComeAndGo_missNothingAndGetNothingTwice() throws Exception {
        try (Stage stage = new Stage(builder -> builder.listenerExecutor(others)).started("{a: 0}")) {
            CountDownLatch stop = new CountDownLatch(1);
            Future<?> reloading = others.submit(() -> {
                for (int i = 1; stop.getCount() > 0; i++) {
                    stage.reload("{a: " + i + "}");
                }
            });
            for (int i = 0; i < 200; i++) {
                List<Long> reported = new CopyOnWriteArrayList<>();
                CountDownLatch some = new CountDownLatch(3);
                try (Subscription subscription = stage.reloader.view().subscribe("comer", entry -> {
                    reported.add(entry.sequence());
                    some.countDown();
                })) {
                    assertThat(some.await(20, TimeUnit.SECONDS)).isTrue();
                    long first = subscription.firstSequence();
                    assertThat(List.copyOf(reported).subList(0, 3)).containsExactly(first, first + 1, first + 2);
                }
            }
            stop.countDown();
            reloading.get();
        }
    }

    @Test
    void fault23_manyConcurrentReloads_areSerialAndTheLastIsDecided() throws Exception {
        try (Stage stage = new Stage().started("{a: 0, b: 0}")) {
            CountDownLatch go = new CountDownLatch(1);
            List<Future<ReloadResult>> results = new ArrayList<>();
            for (int i = 1; i <= 16; i++) {
                String json = "{a: %1$d, b: %1$d}".formatted(i);
                results.add(others.submit(() -> {
                    go.await();
                    return stage.automatic(json);
                }));
            }
            go.countDown();
            for (Future<ReloadResult> result : results) {
                assertThat(result.get().kind()).isIn(ReloadResult.Kind.APPLIED, ReloadResult.Kind.SUPERSEDED);
            }
            List<Long> revisions = stage.reported.stream()
                    .map(HistoryEntry::result)
                    .filter(ReloadResult.Applied.class::isInstance)
                    .map(result -> ((ReloadResult.Applied) result).revision())
                    .toList();
            assertThat(revisions).isSorted().doesNotHaveDuplicates();
            ConfigDocument current =
                    stage.reloader.view().current().orElseThrow().document();
            assertThat(stage.swap("a").visible()).isEqualTo(current);
            assertThat(stage.exclusive("b").running()).isEqualTo(current);
            stage.assertLedger();
        }
    }

    @Test
    void fault25_thereAndBackAgain_withAFailureBetween_endsWhereItBegan() {
        try (Stage stage = new Stage()) {
            stage.reloader.view().subscribe("bad", entry -> stage.script.reach("listener"));
            stage.started(ONE);
            stage.script.fail("listener", new IllegalStateException("b"));
            stage.reload(TWO);
            stage.script.fail("c.verify", new IllegalStateException("c"));
            stage.reload(Stage.all(3));

            assertThat(stage.reload(ONE).kind()).isEqualTo(ReloadResult.Kind.APPLIED);

            stage.assertInForce(ONE);
            assertThat(stage.reported)
                    .extracting(entry -> entry.result().kind())
                    .containsExactly(
                            ReloadResult.Kind.APPLIED,
                            ReloadResult.Kind.APPLIED,
                            ReloadResult.Kind.ROLLED_BACK,
                            ReloadResult.Kind.APPLIED);
        }
    }

    @Test
    void fault26_stalePlan_isRefusedAndReportsWhatChangedInBetween() {
        try (Stage stage = new Stage().started("{a: 1, c: 1}")) {
            ReloadPlan plan = stage.reloader.view().plan(Stage.document("{a: 2, c: 1}"));
            stage.reload("{a: 1, c: 2}");

            ReloadResult result = stage.reloader.apply(plan, "tester");

            assertThat(result.summary()).isEqualTo("stale plan: changed since it was made: c");
            assertThat(stage.swap("a").visible()).isEqualTo(Stage.document("{a: 1, c: 1}"));
        }
    }

    @Test
    void fault27_samePlanTwice_isStaleTheSecondTime() {
        try (Stage stage = new Stage().started(ONE)) {
            ReloadPlan plan = stage.reloader.view().plan(TWO);

            assertThat(stage.reloader.apply(plan, "tester").kind()).isEqualTo(ReloadResult.Kind.APPLIED);
            assertThat(stage.reloader.apply(plan, "tester").kind()).isEqualTo(ReloadResult.Kind.STALE);
            stage.assertInForce(TWO);
        }
    }

    @Test
    void fault28_planOfAnotherRuleTable_isRefused() {
        try (Stage stage = new Stage().started(ONE)) {
            ReloadPlan plan = ReloadPlanner.plan(ONE, TWO, RuleTable.defaults());

            assertThat(stage.reloader.apply(plan, "tester").summary())
                    .isEqualTo("stale plan: it was made with another rule table");
            stage.assertInForce(ONE);
        }
    }

    @Test
    void fault30_otherKeyOrderSpacingAndNumberSpelling_changeNothing() {
        try (Stage stage = new Stage().started("{a: 1, c: {x: 1, y: 2}}")) {
            assertThat(stage.reload("{c: {y: 2.0, x: 1e0},   a: 1.00}"))
                    .isEqualTo(new ReloadResult.Unchanged(1, List.of()));
        }
    }

    @Test
    void fault31_secretAloneChanges_isAppliedAndNotPrinted() {
        try (Stage stage = new Stage().started("{a: {token: 'first-secret'}}")) {
            ReloadResult result = stage.reload("{a: {token: 'second-secret'}}");

            assertThat(result.kind()).isEqualTo(ReloadResult.Kind.APPLIED);
            assertThat(result.toString()
                            + stage.status()
                            + stage.logger.lines()
                            + stage.reloader.view().history())
                    .contains("secrets changed")
                    .doesNotContain("first-secret", "second-secret");
        }
    }

    @Test
    void fault32_newSecretInTheSameChange_isMaskedInWhatHostCodeThrows() {
        try (Stage stage = new Stage().started("{a: {token: 'first-secret'}}")) {
            IOException thrown = new IOException(
                    "401 for second-secret at https://user:pass-word@host", new IOException("not first-secret"));
            stage.script.fail("a.verify", thrown);

            ReloadResult.RolledBack result = Stage.rolledBack(stage.reload("{a: {apiKey: 'second-secret'}}"));

            assertThat(result.summary())
                    .isEqualTo("rolled back: verify of [a] failed: IOException: 401 for *** at https://***@host,"
                            + " caused by IOException: not ***");
            assertThat(result.cause().getCause()).hasMessage("IOException: not ***");
            assertThat(result.cause().getStackTrace()).isEqualTo(thrown.getStackTrace());
        }
    }

    @Test
    void fault33_componentTriesToChangeItsConfig_cannot() {
        try (Stage stage = new Stage().started("{a: {list: [1, 2]}}")) {
            ConfigObject root =
                    Objects.requireNonNull(stage.swap("a").visible()).root();

            assertThatExceptionOfType(UnsupportedOperationException.class)
                    .isThrownBy(() -> root.values().clear());
            assertThat(stage.reload("{a: {list: [1, 2]}}").kind()).isEqualTo(ReloadResult.Kind.UNCHANGED);
        }
    }

    @Test
    void fault34_hostEditsItsMapAfterwards_changesNothing() {
        try (Stage stage = new Stage().started("{a: 1}")) {
            Map<String, Object> config = new LinkedHashMap<>(Map.of("a", 2));
            stage.reload(ConfigReader.standard().read("map", config).orThrow());

            config.put("a", 3);

            assertThat(stage.swap("a").visible()).isEqualTo(Stage.document("{a: 2}"));
            assertThat(stage.reload("{a: 2}").kind()).isEqualTo(ReloadResult.Kind.UNCHANGED);
        }
    }
}
