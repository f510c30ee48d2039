package dev.agentreload.core.internal.engine.transaction;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.apply.ReloadPhase;
import dev.agentreload.core.apply.StepFailure;
import dev.agentreload.core.plan.ReloadAction;
import java.util.List;

/**
 * A participant in one transaction.
 *
 * @param registered the participant and its state
 * @param actions which of its actions are due; empty means everything
 */
public record EnlistedParticipant<R extends RegisteredParticipant<?>>(R registered, List<ReloadAction> actions) {

    public EnlistedParticipant {
        actions = ImmutableList.copyOf(actions);
    }

    public String name() {
        return registered.name();
    }

    public StepFailure failed(ReloadPhase phase, Throwable cause) {
        return new StepFailure(name(), phase, cause);
    }
}
