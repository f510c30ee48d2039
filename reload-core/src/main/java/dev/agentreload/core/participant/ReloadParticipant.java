// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.participant;

/**
 * A participant whose new form is built beside the old and made visible by one reference write. Implemented by hosts.
 *
 * <p>The reloader calls the participants of one transaction one after the other, and never runs two transactions at once. Only a
 * call that timed out may still be running when the next one comes: otherwise one provider that hangs would end all reloads.
 */
public non-sealed interface ReloadParticipant extends Participant {

    /**
     * Builds the new form and makes nothing visible. Everything that can fail belongs here.
     *
     * <p>Called on a thread of the host's executor, once for each transaction, in the order of registration. It is interrupted
     * when its deadline has passed; what it returns afterwards is discarded at once. A throw must leave nothing behind that
     * needs closing, and ends the reload as {@code ReloadResult.RolledBack}.
     *
     * @throws Exception if it cannot be built
     */
    Prepared prepare(ReloadContext context) throws Exception;

    /**
     * Takes out of service all that is visible and hands it over, because the reloader is closing. A participant whose form holds
     * nothing to close does nothing.
     *
     * <p>A reference write that must not wait. Called on a thread of the host's executor, or on the closing thread if the executor
     * refuses it or does not start it in time; at most once and never during a transaction. A throw or no answer in time is
     * reported, and what is handed over afterwards is retired all the same.
     *
     * @param retired takes what was in force
     */
    void retireAll(RetiredResources retired);
}
