package dev.agentreload.core.apply;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * Calls host code that may hang: on the host's executor, with a deadline, one hop only. <em>Safe for use by multiple
 * threads.</em>
 */
final class HostCalls {

    /**
     * How long the requesting thread waits before it looks at the ticker again. The host's ticker need not run at the pace of the
     * JVM's waits: a test drives it by hand, and after a pause of the machine it may have jumped.
     */
    private static final long LOOK_NANOS = 10_000_000;

    private final HostCode hostCode;
    private final Executor executor;
    private final LongSupplier ticker;
    private final Queue<Stuck> stuck = new ConcurrentLinkedQueue<>();

    HostCalls(HostCode hostCode, Executor executor, LongSupplier ticker) {
        this.hostCode = hostCode;
        this.executor = executor;
        this.ticker = ticker;
    }

    /** Whether the requesting thread gives up when it is interrupted or the reloader closes. */
    enum Patience {
        /** It does: nothing is visible yet. */
        UNTIL_TOLD,
        /** It does not: what was begun must be brought to an end. */
        UNTIL_DEADLINE
    }

    /**
     * One call.
     *
     * @param host the object that is called
     * @param participant its name
     * @param phase the step
     * @param limit how long it may take
     */
    record Step(Object host, String participant, ReloadPhase phase, Duration limit) {

        @Override
        public String toString() {
            return phase + " of [" + participant + "]";
        }
    }

    <T> CallResult<T> call(Step step, Callable<T> body, Patience patience, TransactionScope scope) {
        Deadline deadline = Deadline.after(step.limit, ticker);
        long begun = ticker.getAsLong();
        HostCall<T> call = new HostCall<>(inside(step, body, scope));
        try {
            executor.execute(call);
        } catch (Throwable refusal) {
            scope.failed(refusal);
            // An executor may throw and yet run what it was given.
            if (call.cancel()) {
                return new CallResult.NeverRan<>(refusal);
            }
        }
        CallResult<T> result = await(call, deadline, patience, scope);
        return looked(result, step, Duration.ofNanos(ticker.getAsLong() - begun), scope);
    }

    /** With an executor that runs what it gets at once, an interrupt that host code swallows is the requesting thread's. */
    private <T> Callable<T> inside(Step step, Callable<T> body, TransactionScope scope) {
        Thread requesting = Thread.currentThread();
        return () -> {
            try {
                return hostCode.call(step.host, body);
            } catch (InterruptedException interrupt) {
                if (Thread.currentThread().equals(requesting)) {
                    scope.interrupted();
                }
                throw interrupt;
            }
        };
    }

    private <T> CallResult<T> looked(CallResult<T> result, Step step, Duration took, TransactionScope scope) {
        if (result instanceof CallResult.Failed<T> failed) {
            scope.failed(failed.cause());
        }
        if (result instanceof CallResult.Abandoned<T> abandoned) {
            stuck.add(new Stuck(step, abandoned.call(), ticker.getAsLong() - took.toNanos()));
        } else if (!(result instanceof CallResult.NeverRan) && took.compareTo(step.limit) > 0) {
            scope.note(step + " took " + Durations.text(took) + ", longer than " + Durations.text(step.limit));
        }
        return result;
    }

    private <T> CallResult<T> await(HostCall<T> call, Deadline deadline, Patience patience, TransactionScope scope) {
        while (!call.hasEnded()) {
            if (deadline.isExpired()) {
                return call.giveUp(new TimeoutException("no answer within " + deadline.given()));
            }
            if (patience == Patience.UNTIL_TOLD && scope.isCancelled()) {
                return call.giveUp(scope.cancellation());
            }
            try {
                look(call, deadline);
            } catch (InterruptedException interrupt) {
                scope.interrupted();
                if (patience == Patience.UNTIL_TOLD) {
                    return call.giveUp(interrupt);
                }
            }
        }
        return call.giveUp(new IllegalStateException("the call has ended"));
    }

    /** Waits for a call that was given up to end after all. */
    void awaitEnd(HostCall<?> call, Duration limit, TransactionScope scope) {
        Deadline deadline = Deadline.after(limit, ticker);
        while (!call.hasEnded() && !deadline.isExpired()) {
            try {
                look(call, deadline);
            } catch (InterruptedException interrupt) {
                scope.interrupted();
            }
        }
    }

    private static void look(HostCall<?> call, Deadline deadline) throws InterruptedException {
        call.await(Math.min(deadline.remainingNanos(), LOOK_NANOS));
    }

    /** Calls are told from the moment they were given up until they end. */
    List<ReloadStatus.StuckCall> stuckCalls() {
        stuck.removeIf(entry -> entry.call.hasEnded());
        long now = ticker.getAsLong();
        return stuck.stream()
                .map(entry -> new ReloadStatus.StuckCall(
                        entry.step.participant,
                        entry.step.phase,
                        entry.call.threadName().orElse("?"),
                        Duration.ofNanos(now - entry.begun)))
                .collect(ImmutableList.toImmutableList());
    }

    private record Stuck(Step step, HostCall<?> call, long begun) {}
}
