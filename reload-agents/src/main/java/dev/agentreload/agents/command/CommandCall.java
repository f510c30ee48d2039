// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.command;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * A command as it is called. <em>Immutable.</em>
 *
 * @param request the message
 * @param arguments the words after the command's name
 */
public record CommandCall(CommandRequest request, List<String> arguments) {

    /** Copies the list. */
    public CommandCall {
        requireNonNull(request, "request");
        arguments = ImmutableList.copyOf(arguments);
    }
}
