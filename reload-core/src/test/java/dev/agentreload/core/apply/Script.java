// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.apply;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** What fakes do besides their work, once, at the steps where a test wants it; and all steps they were called for. */
final class Script {

    /** Something to do at a step. */
    @FunctionalInterface
    interface Event {
        void happen() throws Throwable;
    }

    private final Map<String, List<Event>> events = new ConcurrentHashMap<>();
    private final List<String> steps = new CopyOnWriteArrayList<>();
    private volatile Consumer<String> witness = step -> {};

    /** Has this happen the next time the step is reached. */
    Script at(String step, Event event) {
        events.computeIfAbsent(step, key -> new CopyOnWriteArrayList<>()).add(event);
        return this;
    }

    Script fail(String step, Throwable failure) {
        return at(step, () -> {
            throw failure;
        });
    }

    /** Has this see each step when it is reached, before anything else happens there. */
    void watch(Consumer<String> observer) {
        witness = observer;
    }

    void reach(String step) {
        steps.add(step);
        witness.accept(step);
        List<Event> waiting = events.get(step);
        if (waiting != null && !waiting.isEmpty()) {
            Event next = waiting.remove(0);
            try {
                next.happen();
            } catch (Throwable failure) {
                throw Script.<RuntimeException>sneaky(failure);
            }
        }
    }

    /** Returns all steps since the last call. */
    List<String> takeSteps() {
        List<String> taken = new ArrayList<>(steps);
        steps.clear();
        return taken;
    }

    /** Returns whether a step with this end was reached since the steps were last taken. */
    boolean hasReached(String end) {
        return steps.stream().anyMatch(step -> step.endsWith(end));
    }

    /** Forgets what has not happened. */
    void clear() {
        events.clear();
    }

    boolean isExhausted() {
        return events.values().stream().allMatch(List::isEmpty);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> T sneaky(Throwable failure) throws T {
        throw (T) failure;
    }
}
