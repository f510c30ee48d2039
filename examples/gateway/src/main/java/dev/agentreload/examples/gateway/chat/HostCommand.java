package dev.agentreload.examples.gateway.chat;

import dev.agentreload.agents.command.ChatCommand;
import dev.agentreload.agents.command.CommandCall;
import java.util.function.Function;

/**
 * A command of this host that only tells something, so that everybody may use it.
 *
 * @param name what is typed, without the slash
 * @param arguments what follows the name, such as {@code to <name>}; empty if it takes no words
 * @param description one line for {@code /help}
 * @param body gives the answer
 */
public record HostCommand(String name, String arguments, String description, Function<CommandCall, String> body)
        implements ChatCommand {

    @Override
    public boolean isHarmless() {
        return true;
    }

    @Override
    public String answer(CommandCall call) {
        return body.apply(call);
    }
}
