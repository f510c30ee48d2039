// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.command;

import static java.util.Objects.requireNonNull;

/** A command that is made of its parts. */
record GivenCommand(String name, String arguments, String description, Audience audience, Body body)
        implements ChatCommand {

    GivenCommand {
        requireNonNull(name, "name");
        requireNonNull(arguments, "arguments");
        requireNonNull(description, "description");
        requireNonNull(audience, "audience");
        requireNonNull(body, "body");
    }

    @Override
    public String answer(CommandCall call) throws Exception {
        return body.answer(call);
    }
}
