package dev.agentreload.core.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.lease.Lease;
import dev.agentreload.core.lease.Leased;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/**
 * Has each step of a transaction of five participants go wrong in each way, one after the other, and checks what must always hold:
 * a reader sees one complete form; whatever fails before the commit leaves what was in force; what was built is closed once; the
 * next good reload works; result, status, history and log agree; no thread is left; no secret gets out.
 */
@Timeout(120)
class TransactionFaultsTest {

    private static final ConfigDocument ONE = document(1);
    private static final ConfigDocument TWO = document(2);
    private static final ConfigDocument THREE = document(3);

    private static final List<Fault> INLINE =
            List.of(Fault.EXCEPTION, Fault.ERROR, Fault.STACK_OVERFLOW, Fault.OUT_OF_MEMORY, Fault.INTERRUPT);

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
        return cases().stream().map(one -> DynamicTest.dynamicTest(one.toString(), () -> new Trial(one).run()));
    }

    private static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (String swap : List.of("a", "c", "e")) {
            add(cases, swap + ".validate", INLINE, ReloadResult.Kind.ROLLED_BACK);
            add(cases, swap + ".prepare", List.of(Fault.values()), ReloadResult.Kind.ROLLED_BACK);
            add(cases, swap + ".verify", List.of(Fault.values()), ReloadResult.Kind.ROLLED_BACK);
            commits(cases, swap + ".commit");
            commits(cases, swap + ".committed");
            for (Fault fault : INLINE) {
                cases.add(new Case(
                        swap + ".rollback",
                        0,
                        fault,
                        "e.committed",
                        fault.fails() ? ReloadResult.Kind.RESTORE_FAILED : ReloadResult.Kind.ROLLED_BACK));
                cases.add(new Case(swap + ".close", 0, fault, "", ReloadResult.Kind.APPLIED));
            }
            for (Fault fault : Fault.values()) {
                cases.add(new Case(swap + ".discard", 0, fault, "b.start", ReloadResult.Kind.ROLLED_BACK));
            }
        }
        for (String exclusive : List.of("b", "d")) {
            add(cases, exclusive + ".validate", INLINE, ReloadResult.Kind.ROLLED_BACK);
            for (Fault fault : Fault.values()) {
                exclusive(cases, exclusive, fault);
            }
        }
        add(cases, "listener", INLINE, ReloadResult.Kind.APPLIED);
        return cases;
    }

    private static void exclusive(List<Case> cases, String name, Fault fault) {
        boolean forLong = fault == Fault.HANG_FOR_LONG;
        ReloadResult.Kind begun = forLong ? ReloadResult.Kind.RESTORE_FAILED : ReloadResult.Kind.ROLLED_BACK;
        cases.add(new Case(name + ".stop", 0, fault, "", begun));
        cases.add(new Case(name + ".start", 0, fault, "", begun));
        // A part whose new form cannot be stopped is started in its old form all the same, and must cope.
        cases.add(new Case(name + ".stop", 1, fault, "e.commit", begun));
        cases.add(new Case(
                name + ".start",
                1,
                fault,
                "e.commit",
                fault.fails() ? ReloadResult.Kind.RESTORE_FAILED : ReloadResult.Kind.ROLLED_BACK));
    }

    private static void commits(List<Case> cases, String step) {
        for (Fault fault : INLINE) {
            cases.add(new Case(
                    step, 0, fault, "", fault.fails() ? ReloadResult.Kind.ROLLED_BACK : ReloadResult.Kind.APPLIED));
        }
    }

    private static void add(List<Case> cases, String step, List<Fault> faults, ReloadResult.Kind expected) {
        faults.forEach(fault -> cases.add(new Case(step, 0, fault, "", expected)));
    }

    /** One transaction that goes wrong, and what comes after. */
    private static final class Trial {

        private final Case fault;
        private final CountDownLatch released = new CountDownLatch(1);
        private final Stage stage = new Stage(
                builder -> builder.deadlines(ReloadDeadlines.standard().withCleanUp(Duration.ofSeconds(1))));
        private final List<String> rendered = new ArrayList<>();

        Trial(Case fault) {
            this.fault = fault;
        }

        void run() {
            try {
                check();
            } catch (AssertionError e) {
                throw new AssertionError(fault + ": " + e.getMessage(), e);
            } finally {
                released.countDown();
                Thread.interrupted();
            }
        }

        private void check() {
            try (stage) {
                stage.reloader.view().subscribe("scripted", entry -> stage.script.reach("listener"));
                stage.started(ONE);
                stage.script.reach("listener");
                FakeSwap used = stage.swap(fault.step().startsWith("a.") ? "c" : "a");
                Leased<Form> turn = Objects.requireNonNull(used.current());
                Form pinned = used.built().get(0);
                try (Lease<Form> lease = turn.acquire()) {
                    break_();
                    assertThat(pinned.closes())
                            .as("closes under a running turn")
                            .isZero();
                    assertThat(lease.value()).isSameAs(pinned);
                }
                assertState();
                released.countDown();
                awaitNobodyStuck();
                assertNextReloadWorks();
                assertCloses();
            }
        }

        private void break_() {
            if (!fault.occasion().isEmpty()) {
                stage.script.fail(fault.occasion(), new IllegalStateException("occasion"));
            }
            for (int i = 0; i < fault.before(); i++) {
                stage.script.at(fault.step(), () -> {});
            }
            stage.script.at(fault.step(), fault.fault().event(stage.ticker, Thread.currentThread(), released));
            Throwable thrown = null;
            try {
                rendered.add(stage.reload(TWO).toString());
            } catch (OutOfMemoryError e) {
                thrown = e;
            }
            assertThat(thrown != null).as("rethrown").isEqualTo(fault.fault() == Fault.OUT_OF_MEMORY);
            assertThat(Thread.interrupted()).as("interrupt is kept").isEqualTo(fault.fault() == Fault.INTERRUPT);
            assertThat(stage.script.isPlayed()).as("the fault was met").isTrue();
        }

        private HistoryEntry last() {
            return stage.status().lastResult().orElseThrow();
        }

        private void assertState() {
            ReloadResult result = last().result();
            assertThat(result.kind()).as(result.summary()).isEqualTo(fault.expected());
            assertThat(stage.told).last().isEqualTo(last());
            assertThat(stage.reloader.view().history()).last().isEqualTo(last());
            assertThat(stage.logger.lines()).anyMatch(line -> line.endsWith("tester: " + result.summary()));
            assertThat(stage.status().running()).isEmpty();
            if (fault.expected() == ReloadResult.Kind.APPLIED) {
                stage.assertInForce(TWO);
            } else if (fault.expected() == ReloadResult.Kind.ROLLED_BACK) {
                stage.assertOldInForce(ONE);
                assertThat(stage.status().unsettled()).isEmpty();
            } else {
                assertThat(stage.status().unsettled())
                        .containsExactly(fault.step().substring(0, 1));
                assertThat(stage.reloader.view().current()).contains(new EffectiveConfig(1, ONE));
            }
            assertNoSecret(result);
        }

        private void assertNoSecret(ReloadResult result) {
            rendered.add(result.summary());
            rendered.add(result.toString());
            rendered.add(stage.status().toString());
            rendered.addAll(stage.logger.lines());
            stage.reloader.view().history().forEach(entry -> rendered.add(entry.toString() + entry.notes()));
            if (result instanceof ReloadResult.RolledBack rolledBack) {
                StringWriter trace = new StringWriter();
                rolledBack.cause().printStackTrace(new PrintWriter(trace));
                rendered.add(trace.toString());
            }
            assertThat(rendered).noneMatch(text -> text.contains(Fault.SECRET));
        }

        private void awaitNobodyStuck() {
            while (!stage.status().stuckCalls().isEmpty()) {
                Thread.onSpinWait();
            }
        }

        private void assertNextReloadWorks() {
            ReloadResult next = stage.reload(THREE);
            assertThat(next.kind()).as(next.summary()).isEqualTo(ReloadResult.Kind.APPLIED);
            assertThat(stage.status().unsettled()).isEmpty();
            stage.assertInForce(THREE);
        }

        private void assertCloses() {
            CloseReport report = stage.reloader.close(Stage.HOUR);
            assertThat(report.isClean()).as(report.toString()).isTrue();
            stage.assertNothingLeft();
        }
    }
}
