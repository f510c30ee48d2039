// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.engine.transaction;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The participants of one transaction.
 *
 * @param inOrder all of them, in the order of registration
 */
public record Enlistment(List<EnlistedParticipant<?>> inOrder) {

    public Enlistment {
        inOrder = ImmutableList.copyOf(inOrder);
    }

    Stream<EnlistedParticipant<?>> all() {
        return inOrder.stream();
    }

    public boolean isEmpty() {
        return inOrder.isEmpty();
    }

    public List<EnlistedParticipant<RegisteredSwap>> swaps() {
        return ofType(RegisteredSwap.class);
    }

    public List<EnlistedParticipant<RegisteredExclusive>> exclusives() {
        return ofType(RegisteredExclusive.class);
    }

    private <R extends RegisteredParticipant<?>> List<EnlistedParticipant<R>> ofType(Class<R> type) {
        return inOrder.stream()
                .filter(enlisted -> type.isInstance(enlisted.registered()))
                .map(enlisted -> new EnlistedParticipant<>(type.cast(enlisted.registered()), enlisted.scope()))
                .collect(ImmutableList.toImmutableList());
    }
}
