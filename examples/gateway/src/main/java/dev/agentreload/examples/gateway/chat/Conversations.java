// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.chat;

import dev.agentreload.agents.AgentRegistry;
import dev.agentreload.agents.AgentUnavailableException;
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
import dev.agentreload.core.runtime.HostRuntime;
import dev.agentreload.examples.gateway.provider.Prompt;
import dev.agentreload.models.ModelRef;
import dev.agentreload.models.ModelsConfig;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets agents answer messages, one after the other in each conversation and never more than so many at a time, and keeps what is
 * said. <em>Safe for use by multiple threads.</em>
 */
public final class Conversations {

    private static final Logger LOG = System.getLogger(Conversations.class.getName());

    /** How many messages of a session a model is shown. */
    private static final int NEWEST = 200;

    /** How many turns may wait for one conversation: fewer than may be under way, so that others find a place. */
    private static final int MOST_WAITING = 48;

    /** How long a turn waits for earlier turns of its session. */
    private static final Duration WAIT = Duration.ofMinutes(2);

    private final AgentRegistry<ChatAgent> registry;
    private final WorkspaceSessions sessions;
    private final SessionLanes lanes;
    private final ModelOverrides overrides;
    private final HostRuntime runtime;
    private final ScheduledExecutorService scheduler;
    private final TurnLimits limits;
    private final Semaphore places;

    /** The turn that runs in each conversation. */
    private final Map<SessionKey, Turn> running = new ConcurrentHashMap<>();

    /** Creates the conversations with these agents, which are kept in their workspaces. */
    public Conversations(
            AgentRegistry<ChatAgent> registry,
            WorkspaceSessions sessions,
            ModelOverrides overrides,
            HostRuntime runtime,
            TurnLimits limits) {
        this.registry = registry;
        this.sessions = sessions;
        this.lanes = SessionLanes.create(runtime, MOST_WAITING);
        this.overrides = overrides;
        this.runtime = runtime;
        this.scheduler = runtime.requireScheduler("conversations");
        this.limits = limits;
        this.places = new Semaphore(limits.turns());
    }

    /** Returns how many turns run or wait for their place. */
    public int underWay() {
        return limits.turns() - places.availablePermits();
    }

    /** Stops the turn that runs in a conversation. Returns whether there was one. */
    public boolean stop(SessionKey session) {
        Turn turn = running.get(session);
        return turn != null && turn.stop(Reply.Reason.STOPPED);
    }

    /** Answers a message, and reports only the whole answer. */
    public Reply answer(Message message) {
        return answer(message, Turn.unfollowed());
    }

    /** Answers a message. The turn ends on the generation it began with, whatever is reloaded meanwhile. */
    public Reply answer(Message message, Turn turn) {
        if (!places.tryAcquire()) {
            return failed(Reply.Reason.FULL, "as many turns run as may");
        }
        Future<?> deadline = scheduler.schedule(
                () -> turn.stop(Reply.Reason.TIMED_OUT), limits.answer().toNanos(), TimeUnit.NANOSECONDS);
        turn.begin();
        try {
            return answerOrFail(message, turn);
        } finally {
            turn.end();
            deadline.cancel(false);
            places.release();
        }
    }

    private Reply answerOrFail(Message message, Turn turn) {
        try {
            Optional<String> answer = Optional.empty();
            while (answer.isEmpty()) {
                answer = answerIn(session(message), message, turn);
            }
            return new Reply.Answered(answer.get());
        } catch (SessionBusyException e) {
            return failed(Reply.Reason.BUSY, "earlier messages of this conversation come first");
        } catch (InterruptedException e) {
            return stopped(turn);
        } catch (SessionStoreException e) {
            LOG.log(Level.WARNING, "a session could not be kept", e);
            return failed(Reply.Reason.INTERNAL, "the conversation could not be kept");
        } catch (NoAnswerException e) {
            return turn.stopped().isPresent() ? stopped(turn) : failed(Reply.Reason.MODEL, e.failures());
        } catch (AgentUnavailableException e) {
            return failed(Reply.Reason.MODEL, "the agent is not available");
        }
    }

    private Reply stopped(Turn turn) {
        Reply.Reason reason = turn.stopped().orElse(Reply.Reason.ENDING);
        return switch (reason) {
            case TIMED_OUT ->
                failed(reason, "it was not there after " + limits.answer().toSeconds() + " s");
            case STOPPED -> failed(reason, "it was stopped");
            case FORBIDDEN, BUSY, FULL, MODEL, ENDING, INTERNAL -> failed(reason, "the program ends");
        };
    }

    private static Reply failed(Reply.Reason reason, String why) {
        return new Reply.Failed(reason, "no answer: " + why);
    }

    /** Leases after the wait, so that the turn has the newest generation; empty if that has another session for the message. */
    private Optional<String> answerIn(SessionKey session, Message message, Turn turn)
            throws SessionStoreException, NoAnswerException, SessionBusyException, InterruptedException {
        try (Lane lane = lanes.enter(session, WAIT);
                TurnLease<ChatAgent> lease = lease(message)) {
            if (!lease.sessionKey().equals(lane.key())) {
                return Optional.empty();
            }
            running.put(session, turn);
            try {
                return Optional.of(answer(lease, message.text(), turn));
            } finally {
                running.remove(session, turn);
            }
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

    /** A question without an answer is not kept: the next one would be asked behind it, and strict servers refuse that. */
    private String answer(TurnLease<ChatAgent> lease, String text, Turn turn)
            throws SessionStoreException, NoAnswerException, InterruptedException {
        ChatAgent agent = lease.agent();
        SessionKey session = lease.sessionKey();
        SessionStore store = sessions.of(agent.id());
        ModelsConfig models = lease.snapshot().config().models();
        SessionMessage question = message(SessionRole.USER, text);
        List<SessionMessage> history =
                new ArrayList<>(store.history(session, NEWEST).messages());
        history.add(question);
        Prompt prompt = agent.prompt(history, turn.follower());
        Optional<String> note = overrides.ended(session, models).map(Conversations::ended);
        note.ifPresent(said -> turn.follower().ifPresent(pieces -> pieces.accept(said)));
        Optional<String> switched = overrides.answer(session, models, prompt);
        String answer = switched.isPresent() ? switched.get() : agent.answer(prompt);
        if (turn.stopped().isPresent()) {
            throw new InterruptedException();
        }
        store.append(session, List.of(question, message(SessionRole.ASSISTANT, answer)));
        if (note.isPresent()) {
            overrides.forget(session);
        }
        return note.orElse("") + answer;
    }

    /** The user chose this model, so the end of the choice is reported before another one answers. */
    private static String ended(ModelRef chosen) {
        return "(" + chosen + ", chosen in this conversation, is gone: the agent's own model answers)\n";
    }

    private SessionMessage message(SessionRole role, String text) {
        return SessionMessage.of(role, text, runtime.clock().instant());
    }
}
