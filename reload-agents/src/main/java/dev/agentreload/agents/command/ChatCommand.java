// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.command;

/**
 * A command that people type into a chat. Hosts add their own with {@link #of}, or implement it.
 *
 * <p>Called on the thread that answers the message, under no lock.
 */
public interface ChatCommand {

    /** Returns the name without prefix: one word, or two such as {@code list channels}. */
    String name();

    /** Returns one line for {@code /help}. */
    String description();

    /** Returns who may use it; by default only those whom the host allows. */
    default Audience audience() {
        return Audience.OPERATORS;
    }

    /**
     * Returns what follows the name in a usage line, such as {@code <model>}; nothing by default. A command that returns nothing
     * here takes no words: if it is typed with some, it is not called, and the answer is its usage.
     */
    default String arguments() {
        return "";
    }

    /**
     * Executes the command and returns the answer for the chat.
     *
     * @throws Exception if the command fails. The answer names the exception's type, the log also where it was thrown. Neither has
     *     its message, which may quote a secret
     */
    String answer(CommandCall call) throws Exception;

    /** What a command does, as in {@link ChatCommand#answer}. */
    @FunctionalInterface
    interface Body {

        /**
         * Executes the command and returns the answer for the chat.
         *
         * @throws Exception if the command fails
         */
        String answer(CommandCall call) throws Exception;
    }

    /**
     * Returns a command that takes no words.
     *
     * @param name one or two words in lower case, without prefix
     * @param description one line for {@code /help}
     */
    static ChatCommand of(String name, String description, Audience audience, Body body) {
        return new GivenCommand(name, "", description, audience, body);
    }

    /**
     * Returns this command, which then takes words.
     *
     * @param usage what follows the name in a usage line, such as {@code <model>}
     */
    default ChatCommand taking(String usage) {
        return new GivenCommand(name(), usage, description(), audience(), this::answer);
    }
}
