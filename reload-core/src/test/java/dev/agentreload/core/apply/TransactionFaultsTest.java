// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.google.common.base.Throwables;
import com.google.common.collect.Lists;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.lease.Lease;
import dev.agentreload.core.lease.Leased;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Has each step of a transaction of five participants go wrong in each way, one after the other, and checks what must always hold:
 * a reader sees one complete form; whatever fails before the commit leaves what was in force; what was built is closed once; the
 * next good reload works; result, status, history and log agree; no thread is left; no secret gets out; requests that come meanwhile
 * are decided; an interrupt is kept; a running turn keeps what it began with.
 *
 * <p>What runs on the requesting thread must not wait and has no deadline that could be missed: no hang is tried in commit and
 * rollback.
 */
class TransactionFaultsTest {

    private static final ConfigDocument ONE = document(1);
    private static final ConfigDocument TWO = document(2);
    private static final ConfigDocument THREE = document(3);
    private static final ConfigDocument FOUR = document(4);

    private static ConfigDocument document(int value) {
        return Stage.document(
                "{a: %1$d, b: %1$d, c: %1$d, d: %1$d, e: %1$d, note: {token: '%2$s'}}".formatted(value, Fault.SECRET));
    }

    /**
     * One way to break one transaction.
     *
     * @param step where
     * @param before how often the step goes well first
     * @param fault how
     * @param occasion what must go wrong before for the step to be reached at all, or empty
     * @param expected the result
     */
    private record Case(String step, int before, Fault fault, String occasion, ReloadResult.Kind expected) {

        /** Closes and listeners come when the slot is free again. */
        boolean isInTransaction() {
            return !step.endsWith(".close") && !step.equals("listener");
        }

        @Override
        public String toString() {
            return (occasion.isEmpty() ? "" : occasion + " fails, then ")
                    + step
                    + (before > 0 ? " again" : "")
                    + " meets "
                    + fault;
        }
    }

    @TestFactory
    Stream<DynamicTest> everyStep_everyFault_keepsWhatMustHold() {
        return cases().stream().map(one -> test(one, Trial::breakAlone, Trial::checkOutcome));
    }

    @TestFactory
    Stream<DynamicTest> everyStep_everyFault_decidesTheRequestsThatComeMeanwhile() {
        return cases().stream()
                .filter(Case::isInTransaction)
                .map(one -> test(one, Trial::breakAmongOthers, Trial::checkOthers));
    }

    /** The timeout of the class is not that of dynamic tests. */
    private static DynamicTest test(Case one, Consumer<Trial> breaking, Consumer<Trial> checking) {
        return DynamicTest.dynamicTest(
                one.toString(),
                () -> assertTimeoutPreemptively(Duration.ofMinutes(2), () -> new Trial(one).run(breaking, checking)));
    }

    private static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (String swap : List.of("a", "c", "e")) {
            swap(cases, swap);
        }
        for (String exclusive : List.of("b", "d")) {
            add(cases, exclusive + ".validate", List.of(Fault.values()), ReloadResult.Kind.ROLLED_BACK);
            for (Fault fault : Fault.values()) {
                exclusive(cases, exclusive, fault);
            }
        }
        add(cases, "listener", List.of(Fault.values()), ReloadResult.Kind.APPLIED);
        return cases;
    }

    private static void swap(List<Case> cases, String swap) {
        add(cases, swap + ".validate", List.of(Fault.values()), ReloadResult.Kind.ROLLED_BACK);
        add(cases, swap + ".prepare", List.of(Fault.values()), ReloadResult.Kind.ROLLED_BACK);
        add(cases, swap + ".verify", List.of(Fault.values()), ReloadResult.Kind.ROLLED_BACK);
        add(cases, swap + ".close", List.of(Fault.values()), ReloadResult.Kind.APPLIED);
        for (Fault fault : Fault.INLINE) {
            ReloadResult.Kind committed = fault.fails() ? ReloadResult.Kind.ROLLED_BACK : ReloadResult.Kind.APPLIED;
            cases.add(new Case(swap + ".commit", 0, fault, "", committed));
            cases.add(new Case(swap + ".committed", 0, fault, "", committed));
            ReloadResult.Kind rolledBack =
                    fault.fails() ? ReloadResult.Kind.RESTORE_FAILED : ReloadResult.Kind.ROLLED_BACK;
            cases.add(new Case(swap + ".rollback", 0, fault, "e.committed", rolledBack));
        }
        for (Fault fault : Fault.values()) {
            cases.add(new Case(swap + ".discard", 0, fault, "b.start", ReloadResult.Kind.ROLLED_BACK));
            // What was visible for a moment is retired too.
            cases.add(new Case(swap + ".close", 0, fault, "e.committed", ReloadResult.Kind.ROLLED_BACK));
        }
    }

    private static void exclusive(List<Case> cases, String name, Fault fault) {
        boolean forLong = fault == Fault.HANG_FOR_LONG;
        ReloadResult.Kind begun = forLong ? ReloadResult.Kind.RESTORE_FAILED : ReloadResult.Kind.ROLLED_BACK;
        cases.add(new Case(name + ".stop", 0, fault, "", begun));
        cases.add(new Case(name + ".start", 0, fault, "", begun));
        // A participant whose new form cannot be stopped is still started in its old form, and must cope.
        cases.add(new Case(name + ".stop", 1, fault, "e.commit", begun));
        cases.add(new Case(
                name + ".start",
                1,
                fault,
                "e.commit",
                fault.fails() ? ReloadResult.Kind.RESTORE_FAILED : ReloadResult.Kind.ROLLED_BACK));
    }

    private static void add(List<Case> cases, String step, List<Fault> faults, ReloadResult.Kind expected) {
        faults.forEach(fault -> cases.add(new Case(step, 0, fault, "", expected)));
    }

    /** One transaction that goes wrong, and what comes after. */
    private static final class Trial {

        private final Case fault;
        private final CountDownLatch released = new CountDownLatch(1);
        private final ExecutorService others = Executors.newCachedThreadPool();
        private final Stage stage;
        private final List<String> violations = new CopyOnWriteArrayList<>();
        private final List<CompletableFuture<ReloadResult>> meanwhile = new CopyOnWriteArrayList<>();
        private final AtomicInteger heard = new AtomicInteger();
        private List<String> steps = List.of();

        Trial(Case fault) {
            this.fault = fault;
            // What may hang runs on other threads; all else on the requesting one, so that it is over when that
            // returns.
            boolean hangs = fault.fault().hangs();
            Executor closers = hangs && fault.step().endsWith(".close") ? others : Runnable::run;
            Executor listeners = hangs && fault.step().equals("listener") ? others : Runnable::run;
            this.stage = new Stage(
                    builder -> builder.listenerExecutor(listeners)
                            .deadlines(ReloadDeadlines.standard().withCleanUp(Duration.ofSeconds(1))),
                    null,
                    closers);
        }

        void run(Consumer<Trial> breaking, Consumer<Trial> checking) {
            try (stage) {
                stage.reloader.view().subscribe("scripted", entry -> {
                    stage.script.reach("listener");
                    heard.incrementAndGet();
                });
                stage.started(ONE);
                Stage.awaitUntil(() -> heard.get() == 1 && stage.reported.size() == 1);
                FakeSwap used = stage.swap(fault.step().startsWith("a.") ? "c" : "a");
                Leased<Form> turn = Objects.requireNonNull(used.current());
                Form pinned = used.built().get(0);
                try (Lease<Form> lease = turn.acquire()) {
                    breaking.accept(this);
                    assertThat(pinned.closes())
                            .as("closes under a running turn")
                            .isZero();
                    assertThat(lease.value()).isSameAs(pinned);
                }
                checking.accept(this);
                released.countDown();
                Stage.awaitUntil(() -> stage.status().timedOutCalls().isEmpty());
                checkNextReload();
                checkClose();
            } finally {
                released.countDown();
                others.shutdownNow();
                Thread.interrupted();
            }
        }

        private void breakAlone() {
            breakWith(fault.fault().event(stage.ticker, Thread.currentThread(), released));
        }

        private void breakAmongOthers() {
            Script.Event event = fault.fault().event(stage.ticker, Thread.currentThread(), released);
            breakWith(() -> {
                others.submit(this::askMeanwhile).get();
                event.happen();
            });
        }

        private void askMeanwhile() {
            for (ConfigDocument document : List.of(TWO, THREE)) {
                ReloadRequest request = ReloadRequest.automatic(Stage.source(document), "other");
                meanwhile.add(stage.reloader.submit(request).toCompletableFuture());
            }
            meanwhile.add(CompletableFuture.completedFuture(stage.reload(FOUR)));
        }

        private void breakWith(Script.Event event) {
            if (!fault.occasion().isEmpty()) {
                stage.script.fail(fault.occasion(), new IllegalStateException("occasion"));
            }
            for (int i = 0; i < fault.before(); i++) {
                stage.script.at(fault.step(), () -> {});
            }
            stage.script.at(fault.step(), event);
            stage.script.watch(this::witness);
            Throwable thrown = null;
            try {
                ReloadResult result = stage.reload(TWO);
                assertThat(result.kind()).as(result.summary()).isEqualTo(fault.expected());
            } catch (OutOfMemoryError e) {
                thrown = e;
            }
            boolean elsewhere = fault.fault().hangs();
            assertThat(thrown != null).as("rethrown").isEqualTo(fault.fault() == Fault.OUT_OF_MEMORY);
            assertThat(Thread.interrupted()).as("interrupt is kept").isEqualTo(fault.fault() == Fault.INTERRUPT);
            Stage.awaitUntil(() -> !elsewhere || stage.script.isExhausted());
            assertThat(stage.script.isExhausted()).as("the fault was met").isTrue();
            stage.script.watch(step -> {});
            steps = stage.script.takeSteps();
            assertThat(violations).isEmpty();
        }

        /** Before the first commit nothing new may be visible or reported. */
        private void witness(String step) {
            String name = step.substring(step.indexOf('.') + 1);
            if (!List.of("validate", "prepare", "verify", "stop", "start", "discard")
                            .contains(name)
                    || meanwhileServed()) {
                return;
            }
            boolean undoing = stage.swaps.stream().anyMatch(swap -> !ONE.equals(swap.visible()));
            if (undoing && !isAfterCommit()) {
                violations.add("a new form is visible at " + step);
            }
            if (stage.reloader.view().current().orElseThrow().revision() != 1
                    || stage.reported.size() != 1
                    || stage.logger.lines().stream().anyMatch(line -> line.contains("revision 2"))) {
                violations.add("something is said at " + step);
            }
        }

        private boolean meanwhileServed() {
            return stage.status().sequence() > 1;
        }

        private boolean isAfterCommit() {
            return stage.script.hasReached(".commit");
        }

        private HistoryEntry last() {
            return stage.status().lastResult().orElseThrow();
        }

        private void checkOutcome() {
            ReloadResult result = last().result();
            assertThat(result.kind()).as(result.summary()).isEqualTo(fault.expected());
            assertThat(stage.reloader.view().history()).last().isEqualTo(last());
            Stage.awaitUntil(() -> stage.reported.size() == 2);
            assertThat(stage.reported).last().isEqualTo(last());
            assertThat(stage.logger.lines()).anyMatch(line -> line.contains("tester: " + result.summary()));
            assertThat(stage.status().running()).isEmpty();
            checkState();
            checkOrder();
            checkOutages(result);
            checkSecrets(result);
        }

        private void checkState() {
            if (fault.step().endsWith(".close") && fault.fault().hangs()) {
                Stage.awaitUntil(() -> stage.swaps.stream().allMatch(FakeSwap::isTidy));
            }
            if (fault.expected() == ReloadResult.Kind.APPLIED) {
                stage.assertInForce(TWO);
            } else if (fault.expected() == ReloadResult.Kind.ROLLED_BACK) {
                stage.assertOldInForce(ONE);
                assertThat(stage.status().degraded()).isEmpty();
            } else {
                assertThat(stage.status().degraded())
                        .containsExactly(fault.step().substring(0, 1));
                assertThat(stage.reloader.view().current()).contains(new EffectiveConfig(1, ONE));
            }
            if (fault.step().equals("listener") && fault.fault().hangs()) {
                // The listener has its event taken out of the script before it moves the time.
                Stage.awaitUntil(() -> stage.status().listenerTroubles().stream()
                        .anyMatch(trouble -> trouble.listener().equals("scripted")
                                && trouble.lastCall().equals(Stage.HOUR)));
            }
        }

        /** What was built and never visible is closed in reverse, and what was visible is rolled back in reverse. */
        private void checkOrder() {
            List<String> commits = ending(".commit");
            List<String> prepared = inTime(ending(".prepare"));
            prepared.removeAll(commits);
            assertThat(inTime(ending(".discard"))).isEqualTo(Lists.reverse(prepared));
            boolean applied = fault.expected() == ReloadResult.Kind.APPLIED;
            assertThat(ending(".rollback")).isEqualTo(applied ? List.of() : Lists.reverse(commits));
        }

        /** Without the one whose prepare failed, or whose form came late and was closed by the thread that brought it. */
        private List<String> inTime(List<String> participants) {
            List<String> others = new ArrayList<>(participants);
            if (fault.step().endsWith(".prepare")) {
                others.remove(fault.step().substring(0, 1));
            }
            return others;
        }

        private List<String> ending(String suffix) {
            return steps.stream()
                    .filter(step -> step.endsWith(suffix))
                    .map(step -> step.substring(0, 1))
                    .toList();
        }

        /** An exclusive participant that was stopped did not run for a while, and the result reports that. */
        private void checkOutages(ReloadResult result) {
            Set<String> stopped = Set.copyOf(ending(".stop"));
            if (result instanceof ReloadResult.RolledBack rolledBack) {
                assertThat(rolledBack.outages())
                        .extracting(Outage::participant)
                        .containsExactlyInAnyOrderElementsOf(stopped);
            } else if (result instanceof ReloadResult.RestoreFailed failed) {
                assertThat(failed.outages())
                        .extracting(Outage::participant)
                        .containsExactlyInAnyOrderElementsOf(stopped);
            }
        }

        private void checkSecrets(ReloadResult result) {
            List<String> rendered = new ArrayList<>(stage.logger.lines());
            rendered.add(result.summary());
            rendered.add(result.toString());
            rendered.add(stage.status().toString());
            stage.reloader.view().history().forEach(entry -> rendered.add(entry.toString() + entry.notes()));
            stage.status().closeFailures().forEach(failed -> rendered.add(trace(failed.cause())));
            if (result instanceof ReloadResult.RolledBack rolledBack) {
                rendered.add(trace(rolledBack.cause()));
            } else if (result instanceof ReloadResult.RestoreFailed failed) {
                rendered.add(trace(failed.failure().cause()));
                failed.unrestored().forEach(step -> rendered.add(trace(step.cause())));
            }
            assertThat(rendered).noneMatch(text -> text.contains(Fault.SECRET));
        }

        private static String trace(Throwable thrown) {
            return Throwables.getStackTraceAsString(thrown);
        }

        private void checkOthers() {
            assertThat(meanwhile).hasSize(3);
            assertThat(meanwhile.get(0)).isCompletedWithValue(new ReloadResult.Superseded());
            assertThat(meanwhile.get(1)).isCompletedWithValueMatching(result -> result.kind() == expectedOfOthers());
            assertThat(meanwhile.get(2))
                    .isCompletedWithValue(new ReloadResult.Busy(ReloadResult.Busy.Reason.TRANSACTION_RUNNING));
        }

        /** A participant in which a call is still running cannot be called again. */
        private ReloadResult.Kind expectedOfOthers() {
            boolean timedOut = fault.fault() == Fault.HANG_FOR_LONG && !isOfASwap();
            return timedOut ? ReloadResult.Kind.ROLLED_BACK : ReloadResult.Kind.APPLIED;
        }

        private boolean isOfASwap() {
            return stage.swaps.stream().anyMatch(swap -> fault.step().startsWith(swap.name() + "."));
        }

        private void checkNextReload() {
            ReloadResult next = stage.reload(FOUR);
            assertThat(next.kind()).as(next.summary()).isEqualTo(ReloadResult.Kind.APPLIED);
            assertThat(stage.status().degraded()).isEmpty();
            Stage.awaitUntil(() -> stage.swaps.stream().allMatch(FakeSwap::isTidy));
            stage.assertInForce(FOUR);
        }

        private void checkClose() {
            CloseReport report = stage.reloader.close(Stage.HOUR);
            assertThat(report.isClean()).as(report.toString()).isTrue();
            stage.assertNothingLeft();
        }
    }
}
