package dev.agentreload.agents.command;

import dev.agentreload.agents.session.SessionStore;
import dev.agentreload.agents.session.SessionStoreException;

/** Forgets the session in which it is typed. */
final class ClearCommand implements ChatCommand {

    private final SessionStore sessions;

    ClearCommand(SessionStore sessions) {
        this.sessions = sessions;
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
        sessions.clear(call.request().session());
        return "this conversation is forgotten";
    }
}
