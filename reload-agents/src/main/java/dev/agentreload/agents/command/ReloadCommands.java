// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.command;

import dev.agentreload.agents.AgentRegistry;
import dev.agentreload.core.apply.Reloader;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.source.ConfigSource;
import java.util.Optional;

/**
 * Executes the reload commands, and reports the results in words for a chat. A host with a {@link Reloader} uses {@link #of}; hosts
 * that reload by other means implement it.
 *
 * <p>Called on the thread that answers the message, under no lock. An answer comes after the fact and holds no secret.
 */
public interface ReloadCommands {

    /**
     * Returns the commands of a reloader.
     *
     * @param reloader executes the requests
     * @param source what {@code /reload} reads
     * @param registry a participant of the reloader; replies say which of its agents were rebuilt and which were kept
     */
    static ReloaderCommands of(Reloader reloader, ConfigSource source, AgentRegistry<?> registry) {
        return new ReloaderCommands(reloader, source, registry);
    }

    /** Reads the configuration, applies it if possible, and says what was applied or why nothing was. */
    String reload(CommandCaller caller);

    /** Says what {@link #reload} would do, and changes nothing. */
    String dryRun(CommandCaller caller);

    /**
     * Applies what needs no restart and lets the rest wait. Returns empty, the default, if the host cannot apply a part of a
     * configuration.
     */
    default Optional<String> reloadHot(CommandCaller caller) {
        return Optional.empty();
    }

    /** Goes back to the configuration before the current one and says so. Returns empty, the default, if the host has no rollback. */
    default Optional<String> rollback(CommandCaller caller) {
        return Optional.empty();
    }

    /**
     * Goes back to the configuration that was in force as this revision and says so. Returns empty, the default, if the host has no
     * rollback to a revision.
     */
    default Optional<String> rollbackTo(long revision, CommandCaller caller) {
        return Optional.empty();
    }

    /** Says what {@link #rollback} would do, and changes nothing. Returns empty, the default, if the host does not support it. */
    default Optional<String> dryRunRollback(CommandCaller caller) {
        return Optional.empty();
    }

    /** Says what {@link #rollbackTo} would do, and changes nothing. Returns empty, the default, if the host does not support it. */
    default Optional<String> dryRunRollbackTo(long revision, CommandCaller caller) {
        return Optional.empty();
    }

    /** Says which configuration is in force and how the last reload ended. */
    String status();

    /** Lists the newest decisions. Returns empty, the default, if the host keeps none. */
    default Optional<String> history() {
        return Optional.empty();
    }

    /**
     * Lists the decisions that changed the value at a path, with the value before and after. Returns empty, the default, if the host
     * keeps none.
     */
    default Optional<String> changesOf(ConfigPath path) {
        return Optional.empty();
    }
}
