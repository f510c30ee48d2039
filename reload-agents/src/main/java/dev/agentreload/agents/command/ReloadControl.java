package dev.agentreload.agents.command;

import java.util.Optional;

/**
 * Carries out what the reload commands ask for, and tells in words for a chat what became of it. Hosts implement it with
 * whatever they reload by.
 *
 * <p>Called on the thread that answers the message, under no lock. The answers come after the fact, and hold no secret.
 */
public interface ReloadControl {

    /** Reads the configuration, takes it into effect if that can be done, and says what was applied or why nothing was. */
    String reload(CommandCaller caller);

    /** Says what {@link #reload} would do, and does nothing. */
    String dryRun(CommandCaller caller);

    /** Goes back to the configuration before the current one and says so, or returns empty if the host has no rollback. */
    default Optional<String> rollback(CommandCaller caller) {
        return Optional.empty();
    }

    /**
     * Goes back to the configuration that was in force as this revision and says so, or returns empty if the host has no
     * rollback to a revision, which is the default.
     */
    default Optional<String> rollbackTo(long revision, CommandCaller caller) {
        return Optional.empty();
    }

    /** Says which configuration is in force and how the last reload ended. */
    String status();
}
