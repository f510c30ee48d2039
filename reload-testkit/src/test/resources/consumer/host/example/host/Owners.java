package example.host;

import dev.agentreload.agents.command.Authorizer;
import dev.agentreload.agents.command.CommandCaller;

/** Allows everything to the owner. */
public final class Owners implements Authorizer {

    public static final CommandCaller OWNER = new CommandCaller("telegram", "default", "ada");

    @Override
    public boolean allows(CommandCaller caller, String command) {
        return caller.equals(OWNER);
    }
}
