package dev.agentreload.core.apply;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The participants that a failure left in a state nobody knows, or out of service. The next transaction calls them whatever it
 * changes, so that a good reload after a failed one works. <em>Safe for use by multiple threads.</em>
 */
final class Unsettled {

    private record Trouble(@Nullable HostCall<?> call) {

        boolean isStuck() {
            return call != null && !call.hasEnded();
        }
    }

    private final Map<Participant, Trouble> troubles = new ConcurrentHashMap<>();
    private final Map<Participant, List<RetiredResources>> doubts = new ConcurrentHashMap<>();

    void add(Participant participant) {
        troubles.put(participant, new Trouble(null));
    }

    /** Adds a participant of which nobody knows which of its forms is visible; none may be closed before another one is. */
    void addDoubt(Participant participant, RetiredResources forms) {
        add(participant);
        doubts.computeIfAbsent(participant, key -> new CopyOnWriteArrayList<>()).add(forms);
    }

    /** Returns the forms that were in doubt, for another one is visible now or none is. */
    List<RetiredResources> takeDoubts(Participant participant) {
        List<RetiredResources> taken = doubts.remove(participant);
        return taken == null ? ImmutableList.of() : taken;
    }

    /** Adds a participant in which a call is still running, so that no other may begin. */
    void addStuck(Participant participant, HostCall<?> call) {
        troubles.put(participant, new Trouble(call));
    }

    void remove(Participant participant) {
        troubles.remove(participant);
    }

    /** Takes back what {@link #addStuck} said, unless something else was said since. */
    void removeStuck(Participant participant, HostCall<?> call) {
        troubles.computeIfPresent(participant, (key, trouble) -> trouble.call() == call ? null : trouble);
    }

    boolean contains(Participant participant) {
        return troubles.containsKey(participant);
    }

    boolean isEmpty() {
        return troubles.isEmpty();
    }

    /** Returns whether a call in the participant is still running. */
    boolean isStuck(Participant participant) {
        return Optional.ofNullable(troubles.get(participant))
                .filter(Trouble::isStuck)
                .isPresent();
    }

    List<String> names() {
        return troubles.keySet().stream().map(Participant::name).sorted().collect(ImmutableList.toImmutableList());
    }
}
