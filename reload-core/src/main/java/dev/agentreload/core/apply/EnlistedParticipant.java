package dev.agentreload.core.apply;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.plan.ReloadAction;
import java.util.List;

/**
 * A participant in one transaction.
 *
 * @param registered the participant and its state
 * @param actions which of its actions are due; empty means everything
 */
record EnlistedParticipant<R extends RegisteredParticipant<?>>(R registered, List<ReloadAction> actions) {

    EnlistedParticipant {
        actions = ImmutableList.copyOf(actions);
    }

    String name() {
        return registered.name();
    }

    StepFailure failed(ReloadPhase phase, Throwable cause) {
        return new StepFailure(name(), phase, cause);
    }
}
