// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.command;

/**
 * Decides who may use which command. Hosts implement it: a person who may write to an agent may not thereby reload it.
 *
 * <p>Called on the thread that answers the command, under no lock, once for each command for {@link Audience#OPERATORS}. If it
 * throws, the command is refused.
 */
@FunctionalInterface
public interface Authorizer {

    /**
     * Returns whether the caller may use the command.
     *
     * @param caller the sender of the message
     * @param command the command's name, such as {@code reload} or {@code reload --rollback}
     */
    boolean allows(CommandCaller caller, String command);

    /** Returns the authorizer that allows nothing; commands for {@link Audience#EVERYONE} do not ask it. */
    static Authorizer denyAll() {
        return (caller, command) -> false;
    }
}
