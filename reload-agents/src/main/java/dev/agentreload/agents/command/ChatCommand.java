package dev.agentreload.agents.command;

/**
 * A command that people type into a chat. Hosts implement it to add their own.
 *
 * <p>Called on the thread that answers the message, under no lock.
 */
public interface ChatCommand {

    /** Returns the name without prefix: one word, or two such as {@code list channels}. */
    String name();

    /** Returns one line for {@code /help}. */
    String description();

    /** Returns whether everybody who can write to an agent may use it; by default only those whom the host allows. */
    default boolean isHarmless() {
        return false;
    }

    /**
     * Returns what follows the name in a usage line, such as {@code <model>}; nothing by default. A command that returns nothing
     * here takes no words: if it is typed with some, it is not called, and the answer is its usage.
     */
    default String arguments() {
        return "";
    }

    /**
     * Does it and returns the answer for the chat.
     *
     * @throws Exception if it cannot be done. The caller is told the exception's type, the log also where it was thrown; its
     *     message, which may quote a secret, is told nobody
     */
    String answer(CommandCall call) throws Exception;
}
