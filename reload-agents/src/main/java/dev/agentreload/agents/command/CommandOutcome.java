package dev.agentreload.agents.command;

import static java.util.Objects.requireNonNull;

/** What became of a message that was offered as a command. */
public sealed interface CommandOutcome {

    /**
     * It was a command; this is the answer for the chat.
     *
     * @param text the answer, of one line or more
     */
    record Answered(String text) implements CommandOutcome {

        /** Rejects null. */
        public Answered {
            requireNonNull(text, "text");
        }
    }

    /**
     * It was no command, and is for the agent.
     *
     * @param text the message as it was written
     */
    record PassedThrough(String text) implements CommandOutcome {

        /** Rejects null. */
        public PassedThrough {
            requireNonNull(text, "text");
        }
    }
}
