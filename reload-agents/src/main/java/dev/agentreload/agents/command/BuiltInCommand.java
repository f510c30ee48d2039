package dev.agentreload.agents.command;

import java.util.function.Function;

/** A built-in command that takes no words. */
record BuiltInCommand(String name, String description, boolean isHarmless, Function<CommandCall, String> body)
        implements ChatCommand {

    static BuiltInCommand harmless(String name, String description, Function<CommandCall, String> body) {
        return new BuiltInCommand(name, description, true, body);
    }

    static BuiltInCommand guarded(String name, String description, Function<CommandCall, String> body) {
        return new BuiltInCommand(name, description, false, body);
    }

    @Override
    public String answer(CommandCall call) {
        return body.apply(call);
    }
}
