// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.fake;

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

    private final FaultScript<Step> script = FaultScript.create();
    private final List<String> done = new ArrayList<>();

    private enum Step {
        OPEN,
        SHUT
    }

    @Test
    void fail_severalTimes_failsInTheirOrderAndThenNoMore() {
        IOException first = new IOException("first");
        AssertionError second = new AssertionError("second");
        script.next(Step.OPEN).fail(first).next(Step.OPEN).fail(second);

        assertThatThrownBy(() -> open()).isSameAs(first);
        assertThatThrownBy(() -> open()).isSameAs(second);
        assertThat(done).isEmpty();
        assertThat(script.isExhausted()).isTrue();
        assertThat(open()).isEqualTo("opened");
    }

    @Test
    void fail_oneStep_leavesTheOthers() {
        script.next(Step.OPEN).fail(new IOException("planned"));

        assertThatCode(() -> script.run(Step.SHUT)).doesNotThrowAnyException();
        assertThat(script.isExhausted()).isFalse();
    }

    @Test
    void returnNull_step_isNotDone() {
        script.next(Step.OPEN).returnNull();

        assertThat(open()).isNull();
        assertThat(done).isEmpty();
        assertThat(open()).isEqualTo("opened");
    }

    @Test
    void returnNull_stepThatReturnsNothing_isReportedWhenItIsReached() {
        script.next(Step.SHUT).returnNull();

        assertThatThrownBy(() -> script.run(Step.SHUT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("step [SHUT] returns nothing, so it cannot return null");
    }

    @Test
    void run_event_happensBeforeTheStep() {
        script.next(Step.OPEN).run(() -> done.add("event"));

        open();

        assertThat(done).containsExactly("event", "open");
    }

    @Test
    void step_thatThrowsACheckedException_comesOutAsItIs() {
        IOException failure = new IOException("planned");

        assertThatThrownBy(() -> script.run(Step.OPEN, () -> {
                    throw failure;
                }))
                .isSameAs(failure);
    }

    @Test
    void always_fault_happensEachTimeUntilTheReset() {
        IOException once = new IOException("once");
        IOException each = new IOException("each");
        script.always(Step.OPEN).fail(new IOException("replaced"));
        script.always(Step.OPEN).fail(each).next(Step.OPEN).fail(once);

        assertThatThrownBy(() -> open()).isSameAs(once);
        assertThatThrownBy(() -> open()).isSameAs(each);
        assertThatThrownBy(() -> open()).isSameAs(each);
        assertThat(script.isExhausted()).isTrue();
        script.reset();
        assertThat(open()).isEqualTo("opened");
    }

    @Test
    void reset_faultsThatDidNotHappen_neverHappen() {
        script.next(Step.OPEN).returnNull();

        script.reset();

        assertThat(script.isExhausted()).isTrue();
        assertThat(open()).isEqualTo("opened");
    }

    @Test
    void failure_thatIsNeitherExceptionNorError_isRefused() {
        assertThatThrownBy(() -> script.next(Step.OPEN).fail(new Throwable("planned")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("[java.lang.Throwable] is neither an exception nor an error");
    }

    @Test
    void waitAt_gate_holdsTheStepUntilItOpens() throws Exception {
        Gate gate = Gate.create();
        script.next(Step.OPEN).waitAt(gate);
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
    void gate_interruptedThread_leavesItUnlessItIsUninterruptible() throws Exception {
        Gate yielding = Gate.create();
        Gate uninterruptible = Gate.uninterruptible();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        Future<Boolean> leaving = threads.submit(() -> passes(yielding));
        Future<Boolean> staying = threads.submit(() -> passes(uninterruptible));
        yielding.awaitReached();
        uninterruptible.awaitReached();

        threads.shutdownNow();

        assertThat(leaving.get(20, TimeUnit.SECONDS)).isFalse();
        assertThat(staying).isNotDone();
        uninterruptible.open();
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
        return script.run(Step.OPEN, () -> {
            done.add("open");
            return "opened";
        });
    }
}
