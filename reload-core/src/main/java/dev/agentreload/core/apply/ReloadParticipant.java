package dev.agentreload.core.apply;

/**
 * A part whose new form is built beside the old and made visible by one reference write. Implemented by hosts.
 *
 * <p>The reloader calls the parts of one transaction one after the other, and never two transactions at once. Only a call that
 * did not answer in time may still be running when the next one comes.
 */
public non-sealed interface ReloadParticipant extends Participant {

    /**
     * Builds the new form and makes nothing visible. Everything that can fail belongs here.
     *
     * <p>Called on a thread of the host's executor, once for each transaction, in the order of registration. It is interrupted
     * when its deadline has passed; what it returns afterwards is discarded at once. A throw must leave nothing behind that
     * needs closing, and ends the reload as {@link ReloadResult.RolledBack}.
     *
     * @throws Exception if it cannot be built
     */
    Prepared prepare(ReloadContext context) throws Exception;

    /**
     * Takes out of service all that is visible and hands it over, for the reloader is closing.
     *
     * <p>Called on the thread that closes the reloader, at most once and never during a transaction. A throw is reported.
     *
     * @param retired takes what was in force
     */
    default void retireAll(RetiredResources retired) {}
}
