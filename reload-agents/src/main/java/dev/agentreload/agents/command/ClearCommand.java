package dev.agentreload.agents.command;

import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.agents.session.SessionStore;
import dev.agentreload.agents.session.SessionStoreException;
import java.util.function.Function;

/** Forgets the session in which it is typed, where the agent that answers there keeps it. */
final class ClearCommand implements ChatCommand {

    private final Function<AgentId, SessionStore> sessionsOf;

    ClearCommand(Function<AgentId, SessionStore> sessionsOf) {
        this.sessionsOf = sessionsOf;
    }

    @Override
    public String name() {
        return "clear";
    }

    @Override
    public String description() {
        return "forget this conversation";
    }

    @Override
    public String answer(CommandCall call) throws SessionStoreException {
        sessionsOf.apply(call.request().agent()).clear(call.request().session());
        return "this conversation is forgotten";
    }
}
