// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.session;

import java.util.Locale;

/** Who says a message of a conversation. */
public enum SessionRole {
    /** The person, or whatever else talks to the agent. */
    USER,
    /** The agent. */
    ASSISTANT,
    /** The host, with instructions for the agent. */
    SYSTEM,
    /** A tool that the agent called. */
    TOOL;

    /** Returns the name in small letters, as it is stored. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
