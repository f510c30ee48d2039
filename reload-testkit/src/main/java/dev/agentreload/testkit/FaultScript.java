package dev.agentreload.testkit;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableSet;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong at the steps of a test double, and when: each fault happens once, the next time its step is reached; several at
 * one step happen one after the other, the first that was scripted first.
 *
 * <p>The fakes of this kit play one each; a host's own doubles can do the same with {@link #reach} and {@link #play}. What a
 * fault throws comes out as it is, also where the compiler would have it declared: host code can do that too.
 * <em>Safe for use by multiple threads.</em>
 */
public final class FaultScript {

    private final ImmutableSet<String> steps;
    private final Map<String, Queue<Event>> events = new ConcurrentHashMap<>();

    private FaultScript(ImmutableSet<String> steps) {
        this.steps = steps;
        steps.forEach(step -> events.put(step, new ConcurrentLinkedQueue<>()));
    }

    /** Returns a script without faults, for a double that has these steps. */
    public static FaultScript of(String... steps) {
        return new FaultScript(ImmutableSet.copyOf(steps));
    }

    /** Something that happens at a step, and what comes then. */
    private record Event(Callable<?> call, Sequel sequel) {}

    private enum Sequel {
        THE_STEP,
        NULL
    }

    /**
     * Lets the step fail the next time, instead of being done.
     *
     * @throws IllegalArgumentException if the double has no such step, or the failure is neither an exception nor an error
     */
    public FaultScript failNext(String step, Throwable failure) {
        return add(step, new Event(Faults.throwing(failure), Sequel.THE_STEP));
    }

    /**
     * Lets the step break its contract the next time: it is not done, and returns null.
     *
     * @throws IllegalArgumentException if the double has no such step
     */
    public FaultScript returnNullNext(String step) {
        return add(step, new Event(() -> step, Sequel.NULL));
    }

    /**
     * Lets the step wait at the gate the next time, and be done when the gate is open.
     *
     * @throws IllegalArgumentException if the double has no such step
     */
    public FaultScript blockNext(String step, Gate gate) {
        requireNonNull(gate, "gate");
        return runNext(step, () -> {
            gate.pass();
            return gate;
        });
    }

    /**
     * Lets something happen the next time right before the step is done, on the same thread: {@code () -> time.advance(hour)}.
     *
     * @throws IllegalArgumentException if the double has no such step
     */
    public FaultScript runNext(String step, Callable<?> event) {
        return add(step, new Event(requireNonNull(event, "event"), Sequel.THE_STEP));
    }

    private FaultScript add(String step, Event event) {
        eventsOf(step).add(event);
        return this;
    }

    /** Returns whether all that was scripted has happened. */
    public boolean isPlayed() {
        return events.values().stream().allMatch(Queue::isEmpty);
    }

    /**
     * Lets happen what is scripted for a step that returns nothing. Doubles call it before they do the step.
     *
     * @throws IllegalArgumentException if the double has no such step
     * @throws IllegalStateException if the step is scripted to return null
     */
    public void reach(String step) {
        boolean isDone = happens(step);
        checkState(isDone, "step [%s] returns nothing, so it cannot return null", step);
    }

    /**
     * Lets happen what is scripted for a step, and does it unless that takes its place.
     *
     * @param body does the step
     * @throws IllegalArgumentException if the double has no such step
     */
    @SuppressWarnings("NullAway") // A double that breaks its contract is what some tests are about.
    public <T> T play(String step, Callable<T> body) {
        if (!happens(step)) {
            return null;
        }
        try {
            return body.call();
        } catch (Exception e) {
            throw FaultScript.<RuntimeException>undeclared(e);
        }
    }

    /** Lets the next event happen, and returns whether the step is to be done then. */
    private boolean happens(String step) {
        @Nullable Event event = eventsOf(step).poll();
        if (event == null) {
            return true;
        }
        try {
            event.call.call();
        } catch (Exception e) {
            throw FaultScript.<RuntimeException>undeclared(e);
        }
        return event.sequel == Sequel.THE_STEP;
    }

    private Queue<Event> eventsOf(String step) {
        @Nullable Queue<Event> waiting = events.get(step);
        checkArgument(waiting != null, "unknown step [%s]; expected one of %s", step, steps);
        return requireNonNull(waiting);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <X extends Exception> X undeclared(Exception failure) throws X {
        throw (X) failure;
    }

    /** Returns the steps. */
    @Override
    public String toString() {
        return "FaultScript" + steps;
    }
}
