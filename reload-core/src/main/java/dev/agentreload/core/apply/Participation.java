package dev.agentreload.core.apply;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The participants that a transaction concerns.
 *
 * @param inOrder all of them, in the order of registration
 */
record Participation(List<Part<?>> inOrder) {

    Participation {
        inOrder = ImmutableList.copyOf(inOrder);
    }

    Stream<Part<?>> all() {
        return inOrder.stream();
    }

    boolean isEmpty() {
        return inOrder.isEmpty();
    }

    List<Part<ReloadParticipant>> swaps() {
        return ofType(ReloadParticipant.class);
    }

    List<Part<ExclusiveParticipant>> exclusives() {
        return ofType(ExclusiveParticipant.class);
    }

    private <P extends Participant> List<Part<P>> ofType(Class<P> type) {
        return inOrder.stream()
                .filter(part -> type.isInstance(part.participant()))
                .map(part -> new Part<>(type.cast(part.participant()), part.actions()))
                .collect(ImmutableList.toImmutableList());
    }
}
