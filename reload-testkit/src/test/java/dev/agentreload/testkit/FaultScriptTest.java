package dev.agentreload.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FaultScriptTest {

    private final FaultScript script = FaultScript.of("open", "shut");
    private final List<String> done = new ArrayList<>();

    @Test
    void failNext_severalTimes_failsInTheirOrderAndThenNoMore() {
        IOException first = new IOException("first");
        AssertionError second = new AssertionError("second");
        script.failNext("open", first).failNext("open", second);

        assertThatThrownBy(() -> open()).isSameAs(first);
        assertThatThrownBy(() -> open()).isSameAs(second);
        assertThat(done).isEmpty();
        assertThat(script.isPlayed()).isTrue();
        assertThat(open()).isEqualTo("opened");
    }

    @Test
    void failNext_oneStep_leavesTheOthers() {
        script.failNext("open", new IOException("planned"));

        assertThatCode(() -> script.reach("shut")).doesNotThrowAnyException();
        assertThat(script.isPlayed()).isFalse();
    }

    @Test
    void returnNullNext_step_isNotDone() {
        script.returnNullNext("open");

        assertThat(open()).isNull();
        assertThat(done).isEmpty();
        assertThat(open()).isEqualTo("opened");
    }

    @Test
    void returnNullNext_stepThatReturnsNothing_isToldWhenItIsReached() {
        script.returnNullNext("shut");

        assertThatThrownBy(() -> script.reach("shut"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("step [shut] returns nothing, so it cannot return null");
    }

    @Test
    void runNext_event_happensBeforeTheStep() {
        script.runNext("open", () -> done.add("event"));

        open();

        assertThat(done).containsExactly("event", "open");
    }

    @Test
    void step_thatThrowsACheckedException_comesOutAsItIs() {
        IOException failure = new IOException("planned");

        assertThatThrownBy(() -> script.play("open", () -> {
                    throw failure;
                }))
                .isSameAs(failure);
    }

    @Test
    void step_thatTheDoubleDoesNotHave_isRefused() {
        assertThatThrownBy(() -> script.failNext("close", new IOException()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("unknown step [close]; expected one of [open, shut]");
        assertThatThrownBy(() -> script.reach("close")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void failure_thatNobodyThrows_isRefused() {
        assertThatThrownBy(() -> script.failNext("open", new Throwable("planned")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("[java.lang.Throwable] is neither an exception nor an error");
    }

    @Test
    void blockNext_gate_holdsTheStepUntilItOpens() throws Exception {
        Gate gate = Gate.create();
        script.blockNext("open", gate);
        ExecutorService threads = Executors.newSingleThreadExecutor();
        Future<String> opening = threads.submit(this::open);

        gate.awaitReached();
        assertThat(opening).isNotDone();
        assertThat(gate).hasToString("Gate[closed]");
        gate.open();

        assertThat(opening.get(20, TimeUnit.SECONDS)).isEqualTo("opened");
        assertThat(gate).hasToString("Gate[open]");
        threads.shutdownNow();
    }

    @Test
    void gate_interruptedThread_leavesItUnlessItIsStubborn() throws Exception {
        Gate yielding = Gate.create();
        Gate stubborn = Gate.stubborn();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        Future<Boolean> leaving = threads.submit(() -> passes(yielding));
        Future<Boolean> staying = threads.submit(() -> passes(stubborn));
        yielding.awaitReached();
        stubborn.awaitReached();

        threads.shutdownNow();

        assertThat(leaving.get(20, TimeUnit.SECONDS)).isFalse();
        assertThat(staying).isNotDone();
        stubborn.open();
        assertThat(staying.get(20, TimeUnit.SECONDS)).as("passed, interrupted").isTrue();
    }

    private static boolean passes(Gate gate) {
        try {
            gate.pass();
            return Thread.currentThread().isInterrupted();
        } catch (InterruptedException e) {
            return false;
        }
    }

    private String open() {
        return script.play("open", () -> {
            done.add("open");
            return "opened";
        });
    }
}
