// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.participant;

/**
 * The new form that a {@link ReloadParticipant} has built, which is not visible yet. Implemented by hosts.
 *
 * <p>It ends in one of three ways: discarded, never having been visible; committed; or committed and rolled back.
 */
public interface Prepared {

    /**
     * Tries whether what was built works, such as by one request to a provider.
     *
     * <p>Called on a thread of the host's executor, at most once, after all participants have prepared. It is interrupted when its
     * deadline has passed, and may then still be running when {@link #discard} is called. A throw ends the reload as
     * {@code ReloadResult.RolledBack}.
     *
     * @throws Exception if it does not work
     */
    default void verify(Deadline deadline) throws Exception {}

    /**
     * Makes the new form visible with one reference write and hands over what it replaced.
     *
     * <p>Called on the requesting thread, at most once. Must not wait, and must not fail: a throw is a defect, for which all
     * participants of the transaction are rolled back, this one too.
     *
     * @param retired takes what was replaced; it is retired when the whole transaction has succeeded, else never
     */
    void commit(RetiredResources retired);

    /**
     * Writes the old reference back and hands over the new form, which others may use by now and which drains like everything
     * that was visible. Must cope with a commit that threw halfway.
     *
     * <p>Called on the requesting thread, at most once, and only after {@link #commit}. Must not wait. A throw ends the reload as
     * {@code ReloadResult.RestoreFailed}.
     *
     * @param retired takes what was visible for a moment
     */
    void rollback(RetiredResources retired);

    /**
     * Closes what was built and was never visible.
     *
     * <p>Called on a thread of the host's executor, or on the requesting thread if the executor does not begin in time; at most
     * once, never after {@link #commit}, in the reverse order of registration. A throw is reported and changes nothing else.
     *
     * @throws Exception if it could not be closed; there is no second try
     */
    void discard() throws Exception;

    /** Returns the form of a participant that had nothing to build: all its ends have no effect. */
    static Prepared unchanged() {
        return new Unchanged();
    }
}
