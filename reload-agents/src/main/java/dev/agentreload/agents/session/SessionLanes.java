// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.session;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import dev.agentreload.agents.routing.SessionKey;
import dev.agentreload.agents.session.SessionBusyException.Reason;
import dev.agentreload.core.runtime.HostRuntime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Runs the turns of one session one after the other, whatever starts them: a chat, an HTTP request, a hook, a job or a heartbeat.
 * Turns of different sessions run at the same time.
 *
 * <p>A thread that runs its turn itself enters the lane of the session:
 *
 * <pre>{@code
 * try (Lane lane = lanes.enter(key, Duration.ofSeconds(30))) {
 *     SessionHistory history = store.history(key, 50);
 *     SessionMessage answer = model.answer(history, question);
 *     store.append(key, List.of(question, answer));
 * }
 * }</pre>
 *
 * Otherwise {@link #submit} runs it on the host's executor.
 *
 * <ul>
 *   <li>Turns begin in the order in which they came.
 *   <li>A turn that does not begin in its time never begins. One that has begun is never interrupted.
 *   <li>No more than a fixed number of turns wait for one session; further ones are refused at once.
 *   <li>A turn must not enter the lane of its own session again: it would wait for itself until its time is over.
 *   <li>A free lane costs one map operation. Nothing is kept of a session without a turn.
 * </ul>
 *
 * <p><em>Safe for use by multiple threads. Starts none.</em>
 */
public final class SessionLanes {

    private static final int MOST_WAITING = 64;

    private final Executor executor;
    private final ScheduledExecutorService scheduler;
    private final int mostWaiting;

    /** The waiting turns of each session that has a turn. A queue is only touched inside an operation of the map on its key. */
    private final Map<SessionKey, ArrayDeque<Waiting>> queues = new ConcurrentHashMap<>();

    private SessionLanes(HostRuntime runtime, int mostWaiting) {
        this.executor = runtime.executor();
        this.scheduler = runtime.requireScheduler("SessionLanes");
        this.mostWaiting = mostWaiting;
    }

    /** Creates lanes for each of which 64 turns may wait. */
    public static SessionLanes create(HostRuntime runtime) {
        return create(runtime, MOST_WAITING);
    }

    /**
     * Creates lanes.
     *
     * @param runtime its executor runs submitted turns. It should not run them on the calling thread: a turn would then run on the
     *     thread that ends the one before it. Its scheduler ends the waiting of submitted turns
     * @param mostWaiting how many turns may wait for one session
     * @throws IllegalArgumentException if {@code mostWaiting} is negative, or the runtime has no scheduler
     */
    public static SessionLanes create(HostRuntime runtime, int mostWaiting) {
        checkArgument(mostWaiting >= 0, "the number of waiting turns [%s] must not be negative", mostWaiting);
        return new SessionLanes(runtime, mostWaiting);
    }

    /** A turn that waits for its lane. Completed with the lane, or never if it was removed from its queue. */
    private static final class Waiting {

        final CompletableFuture<Lane> lane = new CompletableFuture<>();

        /** Written by the thread that brings the turn, before others know of it. */
        Place place = Place.REFUSED;
    }

    private enum Place {
        FIRST,
        QUEUED,
        REFUSED
    }

    /**
     * Waits until no other turn of the session runs and returns its lane, which the caller closes at the end of the turn.
     *
     * @param wait how long to wait; zero to wait not at all
     * @throws IllegalArgumentException if {@code wait} is negative
     * @throws SessionBusyException if the lane did not become free in this time, or too many turns wait for it already
     * @throws InterruptedException if this thread is interrupted while it waits
     */
    public Lane enter(SessionKey key, Duration wait) throws SessionBusyException, InterruptedException {
        long nanos = nanos(wait);
        Waiting waiting = new Waiting();
        if (begin(key, waiting)) {
            return new Lane(this, key);
        }
        try {
            return waiting.lane.get(nanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            if (remove(key, waiting)) {
                throw timedOut(key, wait);
            }
            return waiting.lane.join(); // it became free at the last moment
        } catch (InterruptedException e) {
            if (!remove(key, waiting)) {
                waiting.lane.join().close();
            }
            throw e;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // nothing completes it so
        }
    }

    /**
     * Runs a turn on the executor when no other turn of the session runs.
     *
     * <p>The returned future completes with the turn's result or with what it throws. It completes with a {@link
     * SessionBusyException} if the turn has not begun in its time or too many turns wait already, and with the executor's exception
     * if that refuses the turn. To cancel the future before the turn has begun takes the turn out of the queue; afterwards it
     * neither interrupts the turn nor lets another one begin before this one has ended.
     *
     * @param wait how long the turn may wait until it begins, for its lane and for a thread
     * @throws IllegalArgumentException if {@code wait} is negative
     */
    @SuppressWarnings("FutureReturnValueIgnored") // what follows reports to the result
    public <T> CompletableFuture<T> submit(SessionKey key, Duration wait, Callable<T> turn) {
        requireNonNull(turn, "turn");
        long nanos = nanos(wait);
        Waiting waiting = new Waiting();
        SubmittedTurn<T> submitted = new SubmittedTurn<>(turn, executor, () -> {
            if (!remove(key, waiting)) {
                waiting.lane.whenComplete((lane, never) -> lane.close());
            }
        });
        try {
            if (begin(key, waiting)) {
                waiting.lane.complete(new Lane(this, key));
            }
            submitted.timer(scheduler.schedule(() -> submitted.fail(timedOut(key, wait)), nanos, TimeUnit.NANOSECONDS));
        } catch (SessionBusyException | RejectedExecutionException e) {
            submitted.fail(e);
        }
        waiting.lane.whenComplete((lane, never) -> submitted.run(lane));
        return submitted.result();
    }

    /** Returns how many sessions have a turn now. */
    public int active() {
        return queues.size();
    }

    /** Begins a turn and returns true, or puts it into the queue. */
    private boolean begin(SessionKey key, Waiting waiting) throws SessionBusyException {
        queues.compute(requireNonNull(key, "key"), (same, queue) -> {
            if (queue == null) {
                waiting.place = Place.FIRST;
                return new ArrayDeque<>(1);
            }
            waiting.place = queue.size() < mostWaiting && queue.add(waiting) ? Place.QUEUED : Place.REFUSED;
            return queue;
        });
        if (waiting.place == Place.REFUSED) {
            throw new SessionBusyException(
                    Reason.QUEUE_FULL,
                    "session [" + key + "] has [" + mostWaiting + "] waiting turns, as many as may wait");
        }
        return waiting.place == Place.FIRST;
    }

    /** Gives the lane to the turn that waits longest. */
    void leave(SessionKey key) {
        AtomicReference<Waiting> next = new AtomicReference<>();
        queues.computeIfPresent(key, (same, queue) -> {
            next.set(queue.poll());
            return next.get() == null ? null : queue;
        });
        Waiting longest = next.get();
        if (longest != null) {
            longest.lane.complete(new Lane(this, key));
        }
    }

    /** Returns whether the turn still waited; if not, it has the lane or is about to get it. */
    private boolean remove(SessionKey key, Waiting waiting) {
        AtomicBoolean removed = new AtomicBoolean(waiting.place == Place.REFUSED);
        queues.computeIfPresent(key, (same, queue) -> {
            removed.compareAndSet(false, queue.remove(waiting));
            return queue;
        });
        return removed.get();
    }

    private static SessionBusyException timedOut(SessionKey key, Duration wait) {
        return new SessionBusyException(
                Reason.TIMED_OUT, "a turn of session [" + key + "] did not begin within " + wait.toMillis() + " ms");
    }

    private static long nanos(Duration wait) {
        checkArgument(!wait.isNegative(), "the time to wait [%s] must not be negative", wait);
        return TimeUnit.NANOSECONDS.convert(wait);
    }
}
