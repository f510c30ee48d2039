// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.engine.transaction;

import dev.agentreload.core.apply.ReloadPhase;
import dev.agentreload.core.apply.StepFailure;
import dev.agentreload.core.participant.ActionScope;

/**
 * A participant in one transaction.
 *
 * @param registered the participant and its state
 * @param scope which of its actions are due
 */
public record EnlistedParticipant<R extends RegisteredParticipant<?>>(R registered, ActionScope scope) {

    public String name() {
        return registered.name();
    }

    public StepFailure failed(ReloadPhase phase, Throwable cause) {
        return new StepFailure(name(), phase, cause);
    }
}
