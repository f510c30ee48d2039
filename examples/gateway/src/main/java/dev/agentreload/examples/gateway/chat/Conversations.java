package dev.agentreload.examples.gateway.chat;

import dev.agentreload.agents.AgentRegistry;
import dev.agentreload.agents.TurnLease;
import dev.agentreload.agents.routing.SessionKey;
import dev.agentreload.agents.session.Lane;
import dev.agentreload.agents.session.SessionBusyException;
import dev.agentreload.agents.session.SessionLanes;
import dev.agentreload.agents.session.SessionMessage;
import dev.agentreload.agents.session.SessionRole;
import dev.agentreload.agents.session.SessionStore;
import dev.agentreload.agents.session.SessionStoreException;
import dev.agentreload.agents.session.WorkspaceSessions;
import dev.agentreload.examples.gateway.provider.Prompt;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lets agents answer messages, one after the other in each conversation, and keeps what is said.
 * <em>Safe for use by multiple threads.</em>
 */
public final class Conversations {

    /** How many messages of a session a model is shown. */
    private static final int NEWEST = 200;

    /** How long a turn waits for earlier turns of its session. */
    private static final Duration WAIT = Duration.ofMinutes(2);

    private final AgentRegistry<ChatAgent> registry;
    private final WorkspaceSessions sessions;
    private final SessionLanes lanes;
    private final ModelSwitches switches;
    private final InstantSource clock;

    /** Creates the conversations with these agents, which are kept in their workspaces. */
    public Conversations(
            AgentRegistry<ChatAgent> registry,
            WorkspaceSessions sessions,
            SessionLanes lanes,
            ModelSwitches switches,
            InstantSource clock) {
        this.registry = registry;
        this.sessions = sessions;
        this.lanes = lanes;
        this.switches = switches;
        this.clock = clock;
    }

    /** Returns what an agent answers. The turn ends on the generation it began with, whatever is reloaded meanwhile. */
    public String answer(Message message) {
        try {
            Optional<String> answer = Optional.empty();
            while (answer.isEmpty()) {
                answer = answerIn(session(message), message);
            }
            return answer.get();
        } catch (SessionBusyException e) {
            return "no answer, since earlier messages of this conversation come first: " + e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "no answer, since the program ends";
        } catch (SessionStoreException e) {
            return "no answer, since the session could not be kept: " + e.getMessage();
        } catch (NoAnswerException e) {
            return "no answer: " + e.getMessage();
        }
    }

    /** Leases after the wait, so that the turn has the newest generation; empty if that has another session for the message. */
    private Optional<String> answerIn(SessionKey session, Message message)
            throws SessionStoreException, NoAnswerException, SessionBusyException, InterruptedException {
        try (Lane lane = lanes.enter(session, WAIT);
                TurnLease<ChatAgent> turn = lease(message)) {
            return turn.sessionKey().equals(lane.key()) ? Optional.of(answer(turn, message.text())) : Optional.empty();
        }
    }

    private SessionKey session(Message message) {
        try (TurnLease<ChatAgent> turn = lease(message)) {
            return turn.sessionKey();
        }
    }

    private TurnLease<ChatAgent> lease(Message message) {
        return message.to()
                .map(agent -> registry.lease(message.from(), agent))
                .orElseGet(() -> registry.lease(message.from()));
    }

    private String answer(TurnLease<ChatAgent> turn, String text) throws SessionStoreException, NoAnswerException {
        ChatAgent agent = turn.agent();
        SessionKey session = turn.sessionKey();
        SessionStore store = sessions.of(agent.id());
        SessionMessage question = message(SessionRole.USER, text);
        List<SessionMessage> history =
                new ArrayList<>(store.history(session, NEWEST).messages());
        history.add(question);
        Prompt prompt = agent.prompt(history);
        Optional<String> switched =
                switches.answer(session, turn.snapshot().config().models(), prompt);
        String answer = switched.isPresent() ? switched.get() : agent.answer(prompt);
        store.append(session, List.of(question, message(SessionRole.ASSISTANT, answer)));
        return answer;
    }

    private SessionMessage message(SessionRole role, String text) {
        return SessionMessage.of(role, text, clock.instant());
    }
}
