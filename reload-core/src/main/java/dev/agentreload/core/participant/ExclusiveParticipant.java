package dev.agentreload.core.participant;

import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.plan.ReloadAction;
import java.util.List;

/**
 * A participant of which only one form can run at a time: a port, a long poll, a scheduler whose jobs must not run twice. Implemented
 * by hosts.
 *
 * <p>It is stopped and started between two forms, and started in its old form again if the reload fails afterwards: an outage,
 * whose length the result reports. No call is made while an earlier one of the same participant is still running, not even while
 * one that timed out is: until it returns, transactions that concern the participant are refused as
 * {@link ReloadResult.RolledBack}.
 */
public non-sealed interface ExclusiveParticipant extends Participant {

    /**
     * Stops what is running.
     *
     * <p>Called on a thread of the host's executor. It is interrupted when its deadline has passed. After a throw the participant may
     * be in any state, and {@link #start} is called with the old document.
     *
     * @param actions which of its actions are due; empty means everything
     * @throws Exception if it could not be stopped
     */
    void stop(List<ReloadAction> actions, Deadline deadline) throws Exception;

    /**
     * Starts the form that {@link ReloadContext#target} describes. Must cope with what a failed stop left behind.
     *
     * <p>Called on a thread of the host's executor. It is interrupted when its deadline has passed; if it succeeds afterwards,
     * it is stopped again by the same thread. A throw must leave nothing running.
     *
     * @throws Exception if it could not be started
     */
    void start(ReloadContext context) throws Exception;
}
