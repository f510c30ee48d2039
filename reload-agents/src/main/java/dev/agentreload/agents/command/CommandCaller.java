// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.command;

import static java.util.Objects.requireNonNull;

/**
 * The sender of a command, as the channel reports it. <em>Immutable.</em>
 *
 * @param channel the channel's id, such as {@code telegram}
 * @param accountId the account of the host on that channel
 * @param senderId who wrote the message
 */
public record CommandCaller(String channel, String accountId, String senderId) {

    /** Rejects nulls. */
    public CommandCaller {
        requireNonNull(channel, "channel");
        requireNonNull(accountId, "accountId");
        requireNonNull(senderId, "senderId");
    }
}
