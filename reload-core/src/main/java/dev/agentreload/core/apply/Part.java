package dev.agentreload.core.apply;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.plan.ReloadAction;
import java.util.List;

/**
 * A participant in one transaction.
 *
 * @param participant the host's object
 * @param actions which of its actions are due; empty means everything
 */
record Part<P extends Participant>(P participant, List<ReloadAction> actions) {

    Part {
        actions = ImmutableList.copyOf(actions);
    }

    String name() {
        return participant.name();
    }

    StepFailure failed(ReloadPhase phase, Throwable cause) {
        return new StepFailure(name(), phase, cause);
    }
}
