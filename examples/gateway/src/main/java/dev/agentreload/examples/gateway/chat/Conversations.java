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
import dev.agentreload.agents.session.WorkspaceSessions;
import dev.agentreload.examples.gateway.provider.Prompt;
import dev.agentreload.models.ModelsConfig;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Lets agents answer messages, one after the other in each conversation, and keeps what is said.
 * <em>Safe for use by multiple threads.</em>
 */
public final class Conversations {

    /** How long a message waits for those before it in its conversation. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final AgentRegistry<ChatAgent> registry;
    private final WorkspaceSessions sessions;
    private final ModelSwitches switches;
    private final InstantSource clock;
    private final Lanes lanes = new Lanes(PATIENCE);

    /** Creates the conversations with these agents, which are kept in their workspaces. */
    public Conversations(
            AgentRegistry<ChatAgent> registry,
            WorkspaceSessions sessions,
            ModelSwitches switches,
            InstantSource clock) {
        this.registry = registry;
        this.sessions = sessions;
        this.switches = switches;
        this.clock = clock;
    }

    /** Returns what an agent answers. The turn ends on the generation it began with, whatever is reloaded meanwhile. */
    public String answer(Message message) {
        try {
            Optional<String> answer = Optional.empty();
            while (answer.isEmpty()) {
                answer = answerIn(session(registry.snapshot(), message), message);
            }
            return answer.get();
        } catch (SessionStoreException e) {
            return "no answer, since the session could not be kept: " + e.getMessage();
        } catch (NoAnswerException e) {
            return "no answer: " + e.getMessage();
        }
    }

    /** Leases after the wait, so that the turn has the newest generation; empty if that has another session for the message. */
    private Optional<String> answerIn(SessionKey session, Message message)
            throws SessionStoreException, NoAnswerException {
        lanes.enter(session);
        try (TurnLease<ChatAgent> turn = registry.lease(message.from())) {
            AgentSnapshot<ChatAgent> snapshot = turn.snapshot();
            return session(snapshot, message).equals(session)
                    ? Optional.of(answer(
                            agent(snapshot, message),
                            session,
                            message.text(),
                            snapshot.config().models()))
                    : Optional.empty();
        } finally {
            lanes.leave(session);
        }
    }

    private static SessionKey session(AgentSnapshot<ChatAgent> snapshot, Message message) {
        return snapshot.router().sessionKeys().of(agent(snapshot, message).id(), message.from());
    }

    private static ChatAgent agent(AgentSnapshot<ChatAgent> snapshot, Message message) {
        AgentId routed = snapshot.route(message.from()).agentId();
        return snapshot.find(message.to().orElse(routed))
                .or(() -> snapshot.find(routed))
                .orElseThrow();
    }

    private String answer(ChatAgent agent, SessionKey session, String text, ModelsConfig models)
            throws SessionStoreException, NoAnswerException {
        SessionStore store = sessions.of(agent.id());
        store.append(session, message(SessionRole.USER, text));
        Prompt prompt = agent.prompt(store.history(session).messages());
        Optional<String> switched = switches.answer(session, models, prompt);
        String answer = switched.isPresent() ? switched.get() : agent.answer(prompt);
        store.append(session, message(SessionRole.ASSISTANT, answer));
        return answer;
    }

    private SessionMessage message(SessionRole role, String text) {
        return new SessionMessage(role, text, clock.instant());
    }
}
