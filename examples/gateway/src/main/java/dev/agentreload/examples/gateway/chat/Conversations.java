package dev.agentreload.examples.gateway.chat;

import dev.agentreload.agents.AgentRegistry;
import dev.agentreload.agents.AgentSnapshot;
import dev.agentreload.agents.TurnLease;
import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.agents.routing.SessionKey;
import dev.agentreload.agents.session.SessionMessage;
import dev.agentreload.agents.session.SessionRole;
import dev.agentreload.agents.session.SessionStore;
import dev.agentreload.agents.session.SessionStoreException;
import java.time.InstantSource;

/** Lets agents answer messages, and keeps what is said. <em>Safe for use by multiple threads.</em> */
public final class Conversations {

    private final AgentRegistry<EchoAgent> registry;
    private final SessionStore sessions;
    private final ModelSwitches switches;
    private final InstantSource clock;

    /** Creates the conversations with these agents, which are kept in this store. */
    public Conversations(
            AgentRegistry<EchoAgent> registry, SessionStore sessions, ModelSwitches switches, InstantSource clock) {
        this.registry = registry;
        this.sessions = sessions;
        this.switches = switches;
        this.clock = clock;
    }

    /** Returns what an agent answers. The turn ends on the generation it began with, whatever is reloaded meanwhile. */
    public String answer(Message message) {
        try (TurnLease<EchoAgent> turn = registry.lease(message.from())) {
            AgentId wanted = message.to().orElse(turn.route().agentId());
            EchoAgent agent = turn.agent(wanted).orElseGet(turn::agent);
            AgentSnapshot<EchoAgent> snapshot = turn.snapshot();
            SessionKey session = snapshot.router().sessionKeys().of(agent.id(), message.from());
            EchoAgent switched = switches.find(session, snapshot.config().models())
                    .map(model -> agent.withModel(model.ref()))
                    .orElse(agent);
            return answer(switched, session, message.text());
        } catch (SessionStoreException e) {
            return "no answer, since the session could not be kept: " + e.getMessage();
        }
    }

    private String answer(EchoAgent agent, SessionKey session, String text) throws SessionStoreException {
        sessions.append(session, new SessionMessage(SessionRole.USER, text, clock.instant()));
        long number = sessions.history(session).messages().stream()
                .filter(message -> message.role() == SessionRole.USER)
                .count();
        String answer = agent.answer(text, number);
        sessions.append(session, new SessionMessage(SessionRole.ASSISTANT, answer, clock.instant()));
        return answer;
    }
}
