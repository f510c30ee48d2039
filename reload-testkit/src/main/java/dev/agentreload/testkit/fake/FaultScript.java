// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.fake;

import static com.google.common.base.Preconditions.checkState;
import static java.util.Objects.requireNonNull;

import dev.agentreload.testkit.internal.Faults;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong at the steps of a test double. A fault happens the {@linkplain #next next} time its step is run, or
 * {@linkplain #always each} time until the script is {@linkplain #reset reset}:
 *
 * <pre>{@code
 * class FaultsTest {
 *
 *     final FakeParticipant hooks = new FakeParticipant("hooks", new ResourceJournal(), "reload-hooks");
 *     final FakeAgentFactory agents = new FakeAgentFactory();
 *     final Gate gate = Gate.create();
 *
 *     @Test
 *     void faults_areScriptedInOneWay() {
 *         hooks.script().next(FakeParticipant.Step.PREPARE).fail(new IOException("no route to host"));
 *         hooks.script().next(FakeParticipant.Step.VERIFY).waitAt(gate);
 *         agents.script("coder").always(FakeAgentFactory.Step.CREATE).fail(new IOException("no key"));
 *
 *         hooks.script().reset();
 *         assertThat(hooks.script().isExhausted()).isTrue();
 *     }
 * }
 * }</pre>
 *
 * <p>Several faults of one step that happen once do so in the order in which they were scripted, and before one that happens each
 * time. Every fake of this kit has a script; a host's own doubles run their steps with {@link #run}. What a fault throws comes
 * out as it is, also where the compiler requires a declaration. <em>Safe for use by multiple threads.</em>
 *
 * @param <S> the steps of the double
 */
public final class FaultScript<S extends Enum<S>> {

    private final Map<S, Queue<Fault>> once = new ConcurrentHashMap<>();
    private final Map<S, Fault> each = new ConcurrentHashMap<>();

    private FaultScript() {}

    /** Returns a script without faults. */
    public static <S extends Enum<S>> FaultScript<S> create() {
        return new FaultScript<>();
    }

    /** What happens at a step, and whether the step is done afterwards. */
    private record Fault(Callable<?> event, Outcome outcome) {}

    private enum Outcome {
        STEP,
        NULL
    }

    /** Scripts what happens the next time this step is run, after what was scripted for it before. */
    public Scripting<S> next(S step) {
        requireNonNull(step, "step");
        return new Scripting<>(
                this,
                fault -> once.computeIfAbsent(step, same -> new ConcurrentLinkedQueue<>())
                        .add(fault));
    }

    /** Scripts what happens each time this step is run, until the reset. It replaces what was scripted so before. */
    public Scripting<S> always(S step) {
        requireNonNull(step, "step");
        return new Scripting<>(this, fault -> each.put(step, fault));
    }

    /** Removes all faults. What waits at a gate goes on waiting. */
    public void reset() {
        once.clear();
        each.clear();
    }

    /** Returns whether every fault that happens once has happened. */
    public boolean isExhausted() {
        return once.values().stream().allMatch(Queue::isEmpty);
    }

    /**
     * Runs what is scripted for a step that returns nothing. Doubles call it before they do the step.
     *
     * @throws IllegalStateException if the step is scripted to return null
     */
    public void run(S step) {
        boolean isDone = happens(step);
        checkState(isDone, "step [%s] returns nothing, so it cannot return null", step);
    }

    /**
     * Runs what is scripted for a step, and the step unless a fault takes its place.
     *
     * @param body does the step
     */
    @SuppressWarnings("NullAway") // A double that breaks its contract is what some tests are about.
    public <T> T run(S step, Callable<T> body) {
        if (!happens(step)) {
            return null;
        }
        try {
            return body.call();
        } catch (Exception e) {
            throw FaultScript.<RuntimeException>undeclared(e);
        }
    }

    /** Runs the next fault, and returns whether the step is done afterwards. */
    private boolean happens(S step) {
        @Nullable Fault fault = poll(step);
        if (fault == null) {
            return true;
        }
        try {
            fault.event.call();
        } catch (Exception e) {
            throw FaultScript.<RuntimeException>undeclared(e);
        }
        return fault.outcome == Outcome.STEP;
    }

    private @Nullable Fault poll(S step) {
        @Nullable Queue<Fault> waiting = once.get(step);
        @Nullable Fault next = waiting == null ? null : waiting.poll();
        return next == null ? each.get(step) : next;
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <X extends Exception> X undeclared(Exception failure) throws X {
        throw (X) failure;
    }

    /** Returns the steps that have faults. */
    @Override
    public String toString() {
        return "FaultScript[next " + once.keySet() + ", always " + each.keySet() + "]";
    }

    /**
     * Says what happens at a step. Each method adds one fault and returns the script.
     *
     * @param <S> the steps of the double
     */
    public static final class Scripting<S extends Enum<S>> {

        private final FaultScript<S> script;
        private final Consumer<Fault> added;

        private Scripting(FaultScript<S> script, Consumer<Fault> added) {
            this.script = script;
            this.added = added;
        }

        /**
         * The step fails and is not done.
         *
         * @throws IllegalArgumentException if the failure is neither an exception nor an error
         */
        public FaultScript<S> fail(Throwable failure) {
            return add(Faults.throwing(failure), Outcome.STEP);
        }

        /** The step breaks its contract: it is not done, and returns null. */
        public FaultScript<S> returnNull() {
            return add(() -> Outcome.NULL, Outcome.NULL);
        }

        /** The step waits at the gate, and is done when the gate is open. */
        public FaultScript<S> waitAt(Gate gate) {
            requireNonNull(gate, "gate");
            return run(() -> {
                gate.pass();
                return gate;
            });
        }

        /** Something happens right before the step is done, on the same thread: {@code () -> time.advance(hour)}. */
        public FaultScript<S> run(Callable<?> event) {
            return add(requireNonNull(event, "event"), Outcome.STEP);
        }

        private FaultScript<S> add(Callable<?> event, Outcome outcome) {
            added.accept(new Fault(event, outcome));
            return script;
        }
    }
}
