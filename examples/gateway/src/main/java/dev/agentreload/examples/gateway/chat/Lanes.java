package dev.agentreload.examples.gateway.chat;

import dev.agentreload.agents.routing.SessionKey;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Lets the turns of one session run one after the other, in the order in which they asked. Sessions do not wait for each other.
 * <em>Safe for use by multiple threads.</em>
 */
final class Lanes {

    private final Duration patience;
    private final Map<SessionKey, Lane> lanes = new ConcurrentHashMap<>();

    /**
     * Creates lanes without a turn.
     *
     * @param patience how long a turn waits for those before it
     */
    Lanes(Duration patience) {
        this.patience = patience;
    }

    /**
     * Waits until the calling thread has the session's lane, which it then has to {@link #leave}.
     *
     * @throws NoAnswerException if others had it for too long, or the thread was interrupted; there is nothing to leave then
     */
    void enter(SessionKey session) throws NoAnswerException {
        Lane lane = lanes.compute(session, (key, found) -> (found == null ? new Lane() : found).joined());
        if (!isEntered(lane)) {
            lanes.computeIfPresent(session, (key, found) -> found.left());
            throw new NoAnswerException("the conversation is busy with an earlier message");
        }
    }

    private boolean isEntered(Lane lane) {
        try {
            return lane.lock.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Gives the session's lane to the turn that has waited longest. */
    void leave(SessionKey session) {
        lanes.computeIfPresent(session, (key, lane) -> {
            lane.lock.unlock();
            return lane.left();
        });
    }

    /** Returns how many sessions have a turn, or one that waits. */
    int size() {
        return lanes.size();
    }

    /** One session's lock, and how many turns have it or wait for it; it is forgotten with the last one. */
    private static final class Lane {

        private final ReentrantLock lock = new ReentrantLock(true);
        private int turns;

        Lane joined() {
            turns++;
            return this;
        }

        @Nullable
        Lane left() {
            turns--;
            return turns == 0 ? null : this;
        }
    }
}
