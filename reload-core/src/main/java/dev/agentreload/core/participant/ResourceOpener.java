// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.participant;

/**
 * Makes the resource of a {@link Reloadable} from what its section says. Implemented by hosts.
 *
 * <p>Called on a thread of the host's executor, once for each transaction that concerns the component. It is interrupted when the
 * deadline of {@link ReloadParticipant#prepare} has passed. A throw must leave nothing open, and ends the reload.
 *
 * @param <S> the type of what the section says
 * @param <T> the type of the resource
 */
@FunctionalInterface
public interface ResourceOpener<S, T> {

    /**
     * Returns a new resource.
     *
     * @throws Exception if it cannot be made
     */
    T open(S settings) throws Exception;
}
