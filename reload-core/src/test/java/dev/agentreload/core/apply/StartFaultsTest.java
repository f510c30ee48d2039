// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.participant.Prepared;
import dev.agentreload.core.participant.ReloadContext;
import dev.agentreload.core.participant.ReloadParticipant;
import dev.agentreload.core.participant.RetiredResources;
import dev.agentreload.core.plan.ReloadAction;
import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.core.source.ConfigSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Has each step of a start of five participants go wrong in each way, one after the other. Nothing remains built then, nothing
 * became visible, and the next start works as if it were the first.
 */
class StartFaultsTest {

    private static final ConfigDocument ONE = document(1);
    private static final ConfigDocument TWO = document(2);

    private static ConfigDocument document(int value) {
        return Stage.document(
                "{a: %1$d, b: %1$d, c: %1$d, d: %1$d, e: %1$d, note: {token: '%2$s'}}".formatted(value, Fault.SECRET));
    }

    /**
     * One way to break a start.
     *
     * @param step where
     * @param occasion what must go wrong before for the step to be reached at all, or empty
     * @param expected the result
     */
    private record Case(String step, Fault fault, String occasion, ReloadResult.Kind expected) {

        @Override
        public String toString() {
            return (occasion.isEmpty() ? "" : occasion + " fails, then ") + step + " meets " + fault;
        }
    }

    @TestFactory
    Stream<DynamicTest> everyStepOfAStart_everyFault_leavesNothingAndTheNextStartWorks() {
        return cases().stream()
                .map(one -> DynamicTest.dynamicTest(
                        one.toString(), () -> assertTimeoutPreemptively(Duration.ofMinutes(2), () -> run(one))));
    }

    private static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (Fault fault : Fault.values()) {
            ReloadResult.Kind undone = fault.fails() ? ReloadResult.Kind.RESTORE_FAILED : ReloadResult.Kind.ROLLED_BACK;
            for (String participant : List.of("a", "b", "c", "d", "e")) {
                cases.add(new Case(participant + ".validate", fault, "", ReloadResult.Kind.ROLLED_BACK));
            }
            for (String swap : List.of("a", "c", "e")) {
                cases.add(new Case(swap + ".prepare", fault, "", ReloadResult.Kind.ROLLED_BACK));
                cases.add(new Case(swap + ".verify", fault, "", ReloadResult.Kind.ROLLED_BACK));
                cases.add(new Case(swap + ".discard", fault, "b.start", ReloadResult.Kind.ROLLED_BACK));
            }
            for (String exclusive : List.of("b", "d")) {
                cases.add(new Case(exclusive + ".start", fault, "", ReloadResult.Kind.ROLLED_BACK));
                cases.add(new Case(exclusive + ".stop", fault, "e.commit", undone));
            }
        }
        for (Fault fault : Fault.INLINE) {
            for (String swap : List.of("a", "c", "e")) {
                ReloadResult.Kind committed = fault.fails() ? ReloadResult.Kind.ROLLED_BACK : ReloadResult.Kind.APPLIED;
                cases.add(new Case(swap + ".commit", fault, "", committed));
                cases.add(new Case(swap + ".committed", fault, "", committed));
                cases.add(new Case(swap + ".close", fault, "e.committed", ReloadResult.Kind.ROLLED_BACK));
                cases.add(new Case(
                        swap + ".rollback",
                        fault,
                        "e.committed",
                        fault.fails() ? ReloadResult.Kind.RESTORE_FAILED : ReloadResult.Kind.ROLLED_BACK));
            }
        }
        return cases;
    }

    private static void run(Case one) {
        CountDownLatch released = new CountDownLatch(1);
        try (Stage stage = stage()) {
            breakStart(stage, one, released);
            checkOutcome(stage, one);
            released.countDown();
            Stage.awaitUntil(() -> stage.status().timedOutCalls().isEmpty());
            if (one.expected() == ReloadResult.Kind.APPLIED) {
                stage.assertInForce(ONE);
            } else {
                assertThat(stage.reloader.start(Stage.source(TWO)).summary()).isEqualTo("applied revision 1: started");
                Stage.awaitUntil(() -> stage.swaps.stream().allMatch(FakeSwap::isTidy));
                stage.assertInForce(TWO);
            }
            assertThat(stage.reloader.close(Stage.HOUR).isClean()).isTrue();
            stage.assertNothingLeft();
        } finally {
            released.countDown();
            Thread.interrupted();
        }
    }

    private static Stage stage() {
        return new Stage(builder -> builder.deadlines(ReloadDeadlines.standard().withCleanUp(Duration.ofSeconds(1))));
    }

    private static void breakStart(Stage stage, Case one, CountDownLatch released) {
        if (!one.occasion().isEmpty()) {
            stage.script.fail(one.occasion(), new IllegalStateException("occasion"));
        }
        stage.script.at(one.step(), one.fault().event(stage.ticker, Thread.currentThread(), released));
        boolean thrown = false;
        try {
            ReloadResult result = stage.reloader.start(Stage.source(ONE));
            assertThat(result.kind()).as(result.summary()).isEqualTo(one.expected());
        } catch (OutOfMemoryError e) {
            thrown = true;
        }
        assertThat(thrown).as("rethrown").isEqualTo(one.fault() == Fault.OUT_OF_MEMORY);
        assertThat(Thread.interrupted()).as("interrupt is kept").isEqualTo(one.fault() == Fault.INTERRUPT);
        assertThat(stage.script.isExhausted()).as("the fault was met").isTrue();
    }

    private static void checkOutcome(Stage stage, Case one) {
        HistoryEntry last = stage.status().lastResult().orElseThrow();
        assertThat(last.result().kind()).as(last.toString()).isEqualTo(one.expected());
        assertThat(last + last.notes().toString()).doesNotContain(Fault.SECRET);
        assertThat(stage.logger.lines()).noneMatch(line -> line.contains(Fault.SECRET));
        if (one.expected() != ReloadResult.Kind.APPLIED) {
            assertThat(stage.status().state()).isEqualTo(ReloaderState.NEW);
            assertThat(stage.reloader.view().current()).isEmpty();
            assertThat(stage.logger.lines()).noneMatch(line -> line.contains("applied"));
        }
        if (one.expected() == ReloadResult.Kind.ROLLED_BACK
                && stage.status().timedOutCalls().isEmpty()) {
            stage.assertNothingLeft();
        }
    }

    /** Whether anything uses the agents is asked of host code, so it is asked while a failure can still undo the start. */
    @Test
    void start_partCannotSayWhatItHandles_buildsNothing_andAGoodStartFollows() {
        AtomicBoolean broken = new AtomicBoolean(true);
        List<String> steps = new ArrayList<>();
        ReloadParticipant part = new ReloadParticipant() {
            @Override
            public String name() {
                return "part";
            }

            @Override
            public boolean handles(ReloadAction action) {
                if (broken.get()) {
                    throw new IllegalStateException("not ready");
                }
                return true;
            }

            @Override
            public Prepared prepare(ReloadContext context) {
                steps.add("prepare");
                return Prepared.unchanged();
            }

            @Override
            public void retireAll(RetiredResources retired) {}
        };
        ConfigSource source = Stage.source(Stage.document("{agents: {list: [{id: 'main'}]}}"));
        try (Reloader reloader = Reloader.builder(HostRuntime.of(Runnable::run))
                .participant(part)
                .build()) {
            assertThat(reloader.start(source).summary())
                    .isEqualTo("rolled back: plan of [reloader] failed: IllegalStateException: not ready");
            assertThat(steps).isEmpty();

            broken.set(false);
            assertThat(reloader.start(source).kind()).isEqualTo(ReloadResult.Kind.APPLIED);
            assertThat(steps).containsExactly("prepare");
        }
    }
}
