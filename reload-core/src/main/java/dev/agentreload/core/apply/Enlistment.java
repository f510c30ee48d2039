package dev.agentreload.core.apply;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The participants of one transaction.
 *
 * @param inOrder all of them, in the order of registration
 */
record Enlistment(List<EnlistedParticipant<?>> inOrder) {

    Enlistment {
        inOrder = ImmutableList.copyOf(inOrder);
    }

    Stream<EnlistedParticipant<?>> all() {
        return inOrder.stream();
    }

    boolean isEmpty() {
        return inOrder.isEmpty();
    }

    List<EnlistedParticipant<RegisteredSwap>> swaps() {
        return ofType(RegisteredSwap.class);
    }

    List<EnlistedParticipant<RegisteredExclusive>> exclusives() {
        return ofType(RegisteredExclusive.class);
    }

    private <R extends RegisteredParticipant<?>> List<EnlistedParticipant<R>> ofType(Class<R> type) {
        return inOrder.stream()
                .filter(enlisted -> type.isInstance(enlisted.registered()))
                .map(enlisted -> new EnlistedParticipant<>(type.cast(enlisted.registered()), enlisted.actions()))
                .collect(ImmutableList.toImmutableList());
    }
}
