// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.participant;

/**
 * A participant of which only one form can run at a time: a port, a long poll, a scheduler whose jobs must not run twice. Implemented
 * by hosts.
 *
 * <p>It is stopped and started between two forms, and started in its old form again if the reload fails afterwards: an outage,
 * whose length the result reports. No call is made while an earlier one of the same participant is still running, not even while
 * one that timed out is: until it returns, transactions that concern the participant are refused as
 * {@code ReloadResult.RolledBack}.
 */
public non-sealed interface ExclusiveParticipant extends Participant {

    /**
     * Returns whether this transaction changes what the participant runs. If it does not, the participant is neither stopped nor
     * started, and goes on as it is: a heartbeat need not restart because an agent has another model.
     *
     * <p>Called on a thread of the host's executor, once for each transaction and each dry run, after all participants have validated
     * the document and before anything is built. Must be pure. It is not called when {@linkplain ActionScope#isEverything
     * everything} is due, such as at the start. It is interrupted when the deadline of validating has passed. A throw or no answer in
     * time ends the reload as {@code ReloadResult.RolledBack}.
     *
     * @param context has the document in force and the target, which can be compared
     */
    default boolean concerns(ReloadContext context) {
        return true;
    }

    /**
     * Stops what is running.
     *
     * <p>Called on a thread of the host's executor. It is interrupted when its deadline has passed. After a throw the participant may
     * be in any state, and {@link #start} is called with the old document.
     *
     * @param scope which of its actions are due; everything when the reloader closes
     * @throws Exception if it could not be stopped
     */
    void stop(ActionScope scope, Deadline deadline) throws Exception;

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
