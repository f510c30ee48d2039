package dev.agentreload.agents.command;

import com.google.common.collect.ImmutableList;
import java.util.List;

/** The commands that reload, and tell of it. */
final class ReloadCommands {

    private ReloadCommands() {}

    static List<ChatCommand> of(ReloadControl control) {
        return ImmutableList.of(
                BuiltInCommand.guarded(
                        "reload",
                        "take the configuration into effect",
                        call -> control.reload(call.request().caller())),
                BuiltInCommand.guarded(
                        "reload --dry-run",
                        "say what a reload would do",
                        call -> control.dryRun(call.request().caller())),
                new RollbackCommand(control),
                BuiltInCommand.guarded("status", "which configuration is in force", call -> control.status()));
    }
}
