package dev.agentreload.examples.gateway.chat;

import dev.agentreload.agents.command.CommandCaller;
import dev.agentreload.agents.command.ReloadControl;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The reload commands, with a {@code /status} that also tells what this host has to say.
 *
 * @param reloads carries out the commands
 * @param remarks gives further lines of the status; empty if there is nothing to say
 */
public record HostControl(ReloadControl reloads, Supplier<Optional<String>> remarks) implements ReloadControl {

    @Override
    public String reload(CommandCaller caller) {
        return reloads.reload(caller);
    }

    @Override
    public String dryRun(CommandCaller caller) {
        return reloads.dryRun(caller);
    }

    @Override
    public Optional<String> rollback(CommandCaller caller) {
        return reloads.rollback(caller);
    }

    @Override
    public Optional<String> rollbackTo(long revision, CommandCaller caller) {
        return reloads.rollbackTo(revision, caller);
    }

    @Override
    public String status() {
        return reloads.status() + remarks.get().map(text -> "\n" + text).orElse("");
    }
}
