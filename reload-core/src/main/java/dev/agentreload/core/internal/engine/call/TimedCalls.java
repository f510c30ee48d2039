// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.engine.call;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.apply.ReloadStatus;
import dev.agentreload.core.internal.time.Durations;
import dev.agentreload.core.participant.Deadline;
import dev.agentreload.core.runtime.HostRuntime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * Calls host code that may hang: on the host's executor, with a deadline, one hop only. <em>Safe for use by multiple
 * threads.</em>
 */
public final class TimedCalls {

    /**
     * How long a waiting thread sleeps before it reads the ticker again. The host's ticker need not run at the pace of the JVM's
     * waits: a test drives it by hand, and after a pause of the machine it may have jumped.
     */
    public static final long POLL_INTERVAL_NANOS = 10_000_000;

    private final CallbackGuard guard;
    private final Executor executor;
    private final LongSupplier ticker;
    private final Set<Overdue> overdue = ConcurrentHashMap.newKeySet();

    public TimedCalls(CallbackGuard guard, HostRuntime runtime) {
        this.guard = guard;
        this.executor = runtime.executor();
        this.ticker = runtime.ticker();
    }

    /** Whether the requesting thread stops waiting when it is interrupted or the reloader closes. */
    public enum Cancellation {
        /** It does: nothing is visible yet. */
        ALLOWED,
        /** It does not: what was begun must be brought to an end. */
        IGNORED
    }

    /** Creates a call, which {@link #run} makes. */
    public <T> TimedCall<T> create(TimedCall.Step step, Callable<T> body, TransactionProgress progress) {
        return new TimedCall<>(step, guarded(step, body, progress));
    }

    /** With an executor that runs what it gets at once, an interrupt that host code swallows is the requesting thread's. */
    private <T> Callable<T> guarded(TimedCall.Step step, Callable<T> body, TransactionProgress progress) {
        Thread requesting = Thread.currentThread();
        return () -> {
            try {
                return guard.call(step.host(), body);
            } catch (InterruptedException interrupt) {
                if (Thread.currentThread().equals(requesting)) {
                    progress.interrupted();
                }
                throw interrupt;
            }
        };
    }

    /** Makes a call and waits for it, until its limit at the latest. */
    public <T> TimedCall.Result<T> run(
            TimedCall<T> call, Duration limit, Cancellation cancellation, TransactionProgress progress) {
        Deadline deadline = Deadline.after(limit, ticker);
        long begun = ticker.getAsLong();
        Optional<Throwable> refusal = submit(call);
        refusal.ifPresent(progress::failed);
        // An executor may throw and yet run what it was given.
        if (refusal.isPresent() && call.cancelUnstarted()) {
            return new TimedCall.Result.NotStarted<>(refusal.get());
        }
        TimedCall.Result<T> result = await(call, deadline, cancellation, progress);
        recordResult(result, call.step(), limit, begun, progress);
        return result;
    }

    /** Hands a call to the executor; returns why it refused, if it did. */
    public Optional<Throwable> submit(TimedCall<?> call) {
        try {
            executor.execute(call);
            return Optional.empty();
        } catch (Throwable refusal) {
            return Optional.of(refusal);
        }
    }

    private <T> void recordResult(
            TimedCall.Result<T> result, TimedCall.Step step, Duration limit, long begun, TransactionProgress progress) {
        Duration took = Duration.ofNanos(ticker.getAsLong() - begun);
        if (result instanceof TimedCall.Result.Failed<T> failed) {
            progress.failed(failed.cause());
        }
        if (result instanceof TimedCall.Result.TimedOut<T> timedOut) {
            addOverdue(timedOut.call(), begun);
        } else if (!(result instanceof TimedCall.Result.NotStarted) && took.compareTo(limit) > 0) {
            progress.note(step + " took " + Durations.text(took) + ", longer than " + Durations.text(limit));
        }
    }

    /** Adds a call that timed out; it is removed when it has ended. */
    public void addOverdue(TimedCall<?> call, long begun) {
        Overdue entry = new Overdue(call, begun);
        overdue.add(entry);
        call.whenOver(() -> overdue.remove(entry));
    }

    private <T> TimedCall.Result<T> await(
            TimedCall<T> call, Deadline deadline, Cancellation cancellation, TransactionProgress progress) {
        while (!call.hasEnded()) {
            if (deadline.isExpired()) {
                return call.cancel(new TimeoutException("no answer within " + deadline.given()));
            }
            if (cancellation == Cancellation.ALLOWED && progress.cancellation().isPresent()) {
                return call.cancel(progress.cancellation().get());
            }
            try {
                call.await(Math.min(deadline.remaining().toNanos(), POLL_INTERVAL_NANOS));
            } catch (InterruptedException interrupt) {
                progress.interrupted();
                if (cancellation == Cancellation.ALLOWED) {
                    return call.cancel(interrupt);
                }
            }
        }
        return call.result().orElseGet(() -> call.cancel(new CancellationException("the call was cancelled")));
    }

    /** Waits for a call that timed out to end after all. */
    public void awaitEnd(TimedCall<?> call, Deadline deadline, TransactionProgress progress) {
        while (!call.hasEnded() && !deadline.isExpired()) {
            try {
                call.await(Math.min(deadline.remaining().toNanos(), POLL_INTERVAL_NANOS));
            } catch (InterruptedException interrupt) {
                progress.interrupted();
            }
        }
    }

    /** Returns the calls that timed out and have not ended. */
    public List<ReloadStatus.TimedOutCall> overdue() {
        long now = ticker.getAsLong();
        return overdue.stream()
                // The thread that ended a call may not have removed it yet.
                .filter(entry -> !entry.call.hasEnded())
                .sorted((one, other) -> Long.compare(one.begun - now, other.begun - now))
                .map(entry -> new ReloadStatus.TimedOutCall(
                        entry.call.step().participant(),
                        entry.call.step().phase(),
                        entry.call.threadName().orElse("?"),
                        Duration.ofNanos(now - entry.begun)))
                .collect(ImmutableList.toImmutableList());
    }

    /** Compared by identity, since a call is. */
    private record Overdue(TimedCall<?> call, long begun) {}
}
