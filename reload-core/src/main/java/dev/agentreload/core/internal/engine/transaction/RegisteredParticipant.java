// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.engine.transaction;

import static java.util.Objects.requireNonNull;

import dev.agentreload.core.participant.ExclusiveParticipant;
import dev.agentreload.core.participant.Participant;
import dev.agentreload.core.participant.ReloadParticipant;
import dev.agentreload.core.plan.ReloadAction;
import java.util.Optional;

/**
 * A participant of a reloader and what is known of its state. Compared by identity, since the host's {@code equals} may change its
 * mind. <em>Safe for use by multiple threads.</em>
 *
 * @param <P> the kind of participant
 */
public abstract sealed class RegisteredParticipant<P extends Participant> permits RegisteredSwap, RegisteredExclusive {

    private final P participant;
    private final String name;

    RegisteredParticipant(P participant, String name) {
        this.participant = requireNonNull(participant, "participant");
        this.name = requireNonNull(name, "name");
    }

    /** Registers a participant under the name it has now: asking again in the middle of a transaction might throw. */
    public static RegisteredParticipant<?> of(Participant participant, String name) {
        return participant instanceof ReloadParticipant swap
                ? new RegisteredSwap(swap, name)
                : new RegisteredExclusive((ExclusiveParticipant) participant, name);
    }

    public final P participant() {
        return participant;
    }

    final String name() {
        return name;
    }

    final boolean handles(ReloadAction action) {
        return participant.handles(action);
    }

    /** Returns whether an earlier failure left the participant in another state than it should be in. */
    abstract boolean isDegraded();

    /** Returns whether something of it may be in service, so that closing must take it out. */
    public abstract boolean mayBeInService();

    /** Returns why no call may be made, if none may. */
    abstract Optional<Throwable> blockedBy();

    @Override
    public final String toString() {
        return "[" + name + "]";
    }
}
