package dev.agentreload.core.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigObject;
import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.lease.DrainPolicy;
import dev.agentreload.core.lease.Lease;
import dev.agentreload.core.lease.Leased;
import dev.agentreload.core.plan.ReloadAction;
import dev.agentreload.core.plan.ReloadPlan;
import dev.agentreload.core.plan.ReloadPlanner;
import dev.agentreload.core.plan.RuleTable;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.ResourceBundle;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways to break a reload that concern the transaction, each with what must hold then. */
@Timeout(60)
class FaultTableTest {

    private static final ConfigDocument ONE = Stage.all(1);
    private static final ConfigDocument TWO = Stage.all(2);

    private final ExecutorService others = Executors.newCachedThreadPool();

    @AfterEach
    void stopThreads() {
        others.shutdownNow();
    }

    private static ReloadResult.RolledBack rolledBack(ReloadResult result) {
        assertThat(result).as(result.summary()).isInstanceOf(ReloadResult.RolledBack.class);
        return (ReloadResult.RolledBack) result;
    }

    private static void spinUntil(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void fault01_factoryThrowsOnTheLastItem_closesTheOthersInReverse() {
        try (Stage stage = new Stage().started(ONE)) {
            stage.script.fail("e.prepare", new IllegalStateException("no provider"));

            ReloadResult.RolledBack result = rolledBack(stage.reload(TWO));

            assertThat(result.summary())
                    .isEqualTo("rolled back: prepare of [e] failed: IllegalStateException: no provider");
            assertThat(stage.script.takeSteps()).endsWith("e.prepare", "c.close", "c.discard", "a.close", "a.discard");
            stage.assertInForce(ONE);
        }
    }

    @Test
    void fault02_factoryReturnsNull_isATypedFailure() {
        ReloadParticipant broken = new ReloadParticipant() {
            @Override
            public String name() {
                return "broken";
            }

            @Override
            public boolean handles(ReloadAction action) {
                return true;
            }

            @Override
            @SuppressWarnings("NullAway")
            public Prepared prepare(ReloadContext context) {
                return null;
            }
        };
        try (Stage stage = new Stage(builder -> builder.participant(broken))) {
            assertThat(stage.reloader.start(Stage.source(ONE)).summary())
                    .isEqualTo("rolled back: prepare of [broken] failed:"
                            + " NullPointerException: prepare returned null");
            stage.assertNothingLeft();
        }
    }

    @Test
    void fault03_factoryThrowsAnything_isCaughtAndRolledBack() {
        for (Throwable thrown : List.of(
                new IOException("checked"),
                new StackOverflowError(),
                new AssertionError("assertion"),
                new NoClassDefFoundError("linkage"))) {
            try (Stage stage = new Stage().started(ONE)) {
                stage.script.fail("c.prepare", thrown);

                assertThat(rolledBack(stage.reload(TWO)).cause()).isSameAs(thrown);
                stage.assertInForce(ONE);
            }
        }
    }

    @Test
    void fault04_outOfMemory_isRethrownAfterCleanUp() {
        try (Stage stage = new Stage().started(ONE)) {
            OutOfMemoryError error = new OutOfMemoryError("scripted");
            stage.script.fail("e.prepare", error);

            assertThatThrownBy(() -> stage.reload(TWO)).isSameAs(error);

            stage.assertInForce(ONE);
            assertThat(stage.status().lastResult().orElseThrow().result().kind())
                    .isEqualTo(ReloadResult.Kind.ROLLED_BACK);
            assertThat(stage.reload(TWO).kind()).isEqualTo(ReloadResult.Kind.APPLIED);
        }
    }

    @Test
    void fault05_factoryHangs_isGivenUpAndItsLateResultIsClosed() {
        try (Stage stage = new Stage().started(ONE)) {
            CountDownLatch released = new CountDownLatch(1);
            stage.script.at("c.prepare", () -> {
                stage.ticker.advance(Stage.HOUR);
                awaitStubbornly(released);
            });

            ReloadResult.RolledBack result = rolledBack(stage.reload(TWO));

            assertThat(result.cause()).isInstanceOf(TimeoutException.class).hasMessage("no answer within 30000 ms");
            assertThat(stage.swap("c").built()).hasSize(1);
            released.countDown();
            spinUntil(() -> stage.status().stuckCalls().isEmpty());
            assertThat(stage.swap("c").built()).hasSize(2);
            stage.assertInForce(ONE);
            assertThat(stage.logger.lines())
                    .contains("WARNING [c] answered after it was given up, its result went to discard");
        }
    }

    private static void awaitStubbornly(CountDownLatch latch) {
        boolean open = false;
        while (!open) {
            try {
                latch.await();
                open = true;
            } catch (InterruptedException e) {
                // Goes on as if nothing had been.
            }
        }
    }

    @Test
    void fault06_factoryIgnoresInterrupt_isReportedAndBlocksNobody() {
        try (Stage stage = new Stage().started(ONE)) {
            CountDownLatch released = new CountDownLatch(1);
            AtomicReference<String> thread = new AtomicReference<>("");
            stage.script.at("c.prepare", () -> {
                thread.set(Thread.currentThread().getName());
                stage.ticker.advance(Stage.HOUR);
                awaitStubbornly(released);
            });

            rolledBack(stage.reload(TWO));

            assertThat(stage.status().stuckCalls()).singleElement().satisfies(stuck -> {
                assertThat(stuck.participant()).isEqualTo("c");
                assertThat(stuck.phase()).isEqualTo(ReloadPhase.PREPARE);
                assertThat(stuck.thread()).isEqualTo(thread.get());
                assertThat(stuck.age()).isEqualTo(Stage.HOUR);
            });
            assertThat(stage.reload(TWO).kind()).isEqualTo(ReloadResult.Kind.APPLIED);
            released.countDown();
            spinUntil(() -> stage.status().stuckCalls().isEmpty());
        }
    }

    @Test
    void fault07_interruptBeforeCommit_rollsBackAndIsKept() {
        try (Stage stage = new Stage().started(ONE)) {
            Thread.currentThread().interrupt();

            ReloadResult.RolledBack result = rolledBack(stage.reload(TWO));

            assertThat(Thread.interrupted()).isTrue();
            assertThat(result.summary())
                    .isEqualTo("rolled back: validate of [a] failed:"
                            + " InterruptedException: the requesting thread was interrupted");
            stage.assertInForce(ONE);
        }
    }

    @Test
    void fault07_interruptInCommit_finishesAndIsKept() {
        try (Stage stage = new Stage().started(ONE)) {
            Thread requesting = Thread.currentThread();
            stage.script.at("a.commit", requesting::interrupt);

            ReloadResult result = stage.reload(TWO);

            assertThat(Thread.interrupted()).isTrue();
            assertThat(result.kind()).isEqualTo(ReloadResult.Kind.APPLIED);
            stage.assertInForce(TWO);
        }
    }

    @Test
    void fault08_closeThrows_staysAppliedAndTheOthersAreClosed() {
        try (Stage stage = new Stage().started(ONE)) {
            stage.script.fail("a.close", new IllegalStateException("cannot close " + Fault.SECRET));

            assertThat(stage.reload(TWO).kind()).isEqualTo(ReloadResult.Kind.APPLIED);

            stage.assertInForce(TWO);
            assertThat(stage.status().closeFailures())
                    .singleElement()
                    .satisfies(failed -> assertThat(failed.resource()).isEqualTo("a0"));
            assertThat(stage.logger.lines())
                    .contains("WARNING close of [a0] failed: java.lang.IllegalStateException")
                    .noneMatch(line -> line.contains(Fault.SECRET));
        }
    }

    @Test
    void fault09_resourceIsNotClosed_isInTheStatusWithHolderCountAndAge() {
        try (Stage stage = new Stage().started(ONE)) {
            Lease<Form> turn = Objects.requireNonNull(stage.swap("a").current()).acquire();

            stage.reload(TWO);
            stage.ticker.advance(Duration.ofMinutes(5));

            assertThat(stage.status().retired()).singleElement().satisfies(generation -> {
                assertThat(generation.revision()).isEqualTo(2);
                assertThat(generation.age()).isEqualTo(Duration.ofMinutes(5));
                assertThat(generation.openLeases()).isEqualTo(1);
                assertThat(generation.resources())
                        .singleElement()
                        .satisfies(resource -> assertThat(resource.resource()).isEqualTo("a0"));
            });
            turn.close();
            assertThat(stage.status().retired()).isEmpty();
            stage.assertInForce(TWO);
        }
    }

    @Test
    void fault09_drainDeadlineWithForce_closesUnderTheHolderAndSaysSo() {
        try (Stage stage = new Stage(builder -> builder.drain(DrainPolicy.force(Duration.ofMinutes(1)))).started(ONE)) {
            Lease<Form> turn = Objects.requireNonNull(stage.swap("a").current()).acquire();
            stage.reload(TWO);
            assertThat(stage.status().retired()).hasSize(1);

            stage.ticker.advance(Duration.ofMinutes(1));

            assertThat(stage.status().retired()).isEmpty();
            assertThat(stage.logger.lines())
                    .anyMatch(line -> line.startsWith("WARNING still in use after its deadline: [a0]"));
            turn.close();
            stage.assertInForce(TWO);
        }
    }

    @Test
    void fault10_leaseIsClosedTwice_countsOnce() {
        try (Stage stage = new Stage().started(ONE)) {
            Leased<Form> form = Objects.requireNonNull(stage.swap("a").current());
            Lease<Form> first = form.acquire();
            Lease<Form> second = form.acquire();
            stage.reload(TWO);

            first.close();
            first.close();

            assertThat(stage.status().retired())
                    .singleElement()
                    .satisfies(generation -> assertThat(generation.openLeases()).isEqualTo(1));
            second.close();
            stage.assertInForce(TWO);
        }
    }

    @Test
    void fault11_closeReentersTheReloader_findsTheNewStateAndDeadlocksNowhere() {
        try (Stage stage = new Stage().started(ONE)) {
            AtomicReference<Object> seen = new AtomicReference<>("");
            stage.script.at(
                    "a.close",
                    () -> seen.set(stage.status().effective().orElseThrow().revision()));

            stage.reload(TWO);

            assertThat(seen.get()).isEqualTo(OptionalLong.of(2));
        }
    }

    @Test
    void fault12_startAndRestoreFail_isItsOwnOutcomeAndTheNextReloadHeals() {
        try (Stage stage = new Stage().started(ONE)) {
            stage.script
                    .fail("d.start", new IllegalStateException("port in use"))
                    .fail("d.start", new IllegalStateException("port gone"));

            ReloadResult result = stage.reload(TWO);

            assertThat(result.summary())
                    .isEqualTo("restore failed: restore of [d] failed: IllegalStateException: port gone,"
                            + " after start of [d] failed: IllegalStateException: port in use");
            assertThat(stage.status().unsettled()).containsExactly("d");
            assertThat(stage.exclusive("b").running()).isEqualTo(ONE);
            assertThat(stage.logger.lines()).anyMatch(line -> line.startsWith("ERROR tester: restore failed"));

            assertThat(stage.reload(ONE).kind()).as("the same document again").isEqualTo(ReloadResult.Kind.APPLIED);

            assertThat(stage.status().unsettled()).isEmpty();
            assertThat(stage.exclusive("d").running()).isEqualTo(ONE);
        }
    }

    @Test
    void fault13_healthCheckFails_commitsNothing() {
        try (Stage stage = new Stage().started(ONE)) {
            stage.script.fail("e.verify", new IOException("401"));

            assertThat(rolledBack(stage.reload(TWO)).phase()).isEqualTo(ReloadPhase.VERIFY);

            assertThat(stage.script.takeSteps()).doesNotContain("a.commit", "d.stop");
            stage.assertInForce(ONE);
            assertThat(stage.reload(TWO).kind()).as("after a flap").isEqualTo(ReloadResult.Kind.APPLIED);
        }
    }

    @Test
    void fault13_healthCheckHangs_isDecidedAtItsDeadline() {
        try (Stage stage = new Stage().started(ONE)) {
            CountDownLatch released = new CountDownLatch(1);
            stage.script.at("a.verify", Fault.HANG.event(stage.ticker, Thread.currentThread(), released));

            assertThat(rolledBack(stage.reload(TWO)).cause()).hasMessage("no answer within 10000 ms");
            stage.assertInForce(ONE);
        }
    }

    @Test
    void outage_ofARestoredPart_isInTheResult() {
        try (Stage stage = new Stage().started(ONE)) {
            stage.script.at("b.start", () -> stage.ticker.advance(Duration.ofSeconds(3)));
            stage.script.fail("d.start", new IllegalStateException("port in use"));

            ReloadResult.RolledBack result = rolledBack(stage.reload(TWO));

            assertThat(result.outages())
                    .containsExactly(new Outage("b", Duration.ofSeconds(3)), new Outage("d", Duration.ofSeconds(3)));
            assertThat(result.summary())
                    .isEqualTo("rolled back: start of [d] failed: IllegalStateException: port in use:"
                            + " [b] was down for 3000 ms; [d] was down for 3000 ms");
        }
    }

    @Test
    void fault16_listenerThrows_theOthersAreToldAndItIsNamed() {
        try (Stage stage = new Stage()) {
            stage.reloader.view().subscribe("bad", entry -> {
                throw new IllegalStateException("listener");
            });
            List<HistoryEntry> after = new CopyOnWriteArrayList<>();
            stage.reloader.view().subscribe("after", after::add);

            stage.started(ONE);

            assertThat(after).hasSize(1);
            assertThat(stage.status().slowListeners()).singleElement().satisfies(trouble -> {
                assertThat(trouble.listener()).isEqualTo("bad");
                assertThat(trouble.failure()).contains("it threw IllegalStateException");
            });
            assertThat(stage.logger.lines()).contains("WARNING listener [bad] failed: java.lang.IllegalStateException");
        }
    }

    @Test
    void fault17_listenerBlocks_isNamedAndBlocksNobody() throws Exception {
        try (Stage stage = new Stage(builder -> builder.listenerExecutor(others))) {
            Gate gate = new Gate();
            CountDownLatch told = new CountDownLatch(2);
            stage.reloader.view().subscribe("blocked", entry -> stage.script.reach("blocked"));
            stage.reloader.view().subscribe("free", entry -> told.countDown());
            stage.script.at("blocked", gate);

            stage.started(ONE);
            gate.awaitReached();
            stage.reload(TWO);
            stage.ticker.advance(Duration.ofSeconds(6));

            assertThat(told.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(stage.status().slowListeners()).singleElement().satisfies(trouble -> {
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
            List<Long> told = new CopyOnWriteArrayList<>();
            stage.reloader.view().subscribe("bad", entry -> {
                told.add(entry.sequence());
                throw new AssertionError("listener");
            });

            stage.started(ONE);
            stage.reload(TWO);

            assertThat(told).containsExactly(1L, 2L);
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
            CountDownLatch told = new CountDownLatch(1);
            stage.reloader.view().subscribe("asking", entry -> {
                answers.add(stage.reload(ONE));
                told.countDown();
            });

            stage.started(ONE);

            assertThat(told.await(20, TimeUnit.SECONDS)).isTrue();
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
                List<Long> told = new CopyOnWriteArrayList<>();
                CountDownLatch some = new CountDownLatch(3);
                try (Subscription subscription = stage.reloader.view().subscribe("comer", entry -> {
                    told.add(entry.sequence());
                    some.countDown();
                })) {
                    assertThat(some.await(20, TimeUnit.SECONDS)).isTrue();
                    long first = subscription.firstSequence();
                    assertThat(List.copyOf(told).subList(0, 3)).containsExactly(first, first + 1, first + 2);
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
            List<Long> revisions = stage.told.stream()
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
            assertThat(stage.told)
                    .extracting(entry -> entry.result().kind())
                    .containsExactly(
                            ReloadResult.Kind.APPLIED,
                            ReloadResult.Kind.APPLIED,
                            ReloadResult.Kind.ROLLED_BACK,
                            ReloadResult.Kind.APPLIED);
        }
    }

    @Test
    void fault26_stalePlan_isRefusedAndSaysWhatChangedInBetween() {
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

            ReloadResult.RolledBack result = rolledBack(stage.reload("{a: {apiKey: 'second-secret'}}"));

            assertThat(result.summary())
                    .isEqualTo("rolled back: verify of [a] failed: IOException: 401 for *** at https://***@host");
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

                ReloadResult.RolledBack result = rolledBack(stage.reload(TWO));

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
            spinUntil(() -> stage.status().state() == ReloaderState.CLOSED);
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
