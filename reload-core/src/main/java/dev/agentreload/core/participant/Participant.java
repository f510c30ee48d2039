// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.participant;

import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.plan.ReloadAction;
import java.util.List;

/**
 * A component of a host that applies actions of a plan. Hosts implement one of the two kinds:
 * {@link ReloadParticipant} for what can be built beside the old, {@link ExclusiveParticipant} for what cannot.
 */
public sealed interface Participant permits ReloadParticipant, ExclusiveParticipant {

    /** Returns the name by which results and logs call this participant; unique in a reloader, not secret, always the same. */
    String name();

    /**
     * Returns whether this participant applies this action. Several may; one none of whose actions is in a plan is
     * not called for it.
     *
     * <p>Called on any thread, often, also while nothing is reloaded. Must be pure, quick and always give the same answer.
     */
    boolean handles(ReloadAction action);

    /**
     * Returns the sections that it reads afresh each time it needs them, so that a change takes effect without an action. The reloader
     * warns of a changed section that takes effect when it is read and that nothing reads.
     *
     * <p>Called once, when the participant is registered.
     */
    default List<ConfigPath> reads() {
        return List.of();
    }

    /**
     * Returns all that is wrong with the target, and warnings. Errors refuse it before anything is built.
     *
     * <p>Called on a thread of the host's executor, for all participants of a plan before the first of them prepares. Must be pure:
     * it builds nothing and asks no server. It is interrupted when its deadline has passed. A throw or no answer in time ends the
     * reload as {@code ReloadResult.RolledBack}.
     */
    default List<ConfigProblem> validate(ReloadContext context) {
        return List.of();
    }
}
