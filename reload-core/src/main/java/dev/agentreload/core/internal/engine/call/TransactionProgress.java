// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.engine.call;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.agentreload.core.apply.ReloadPhase;
import dev.agentreload.core.apply.ReloadStatus;
import dev.agentreload.core.participant.Deadline;
import dev.agentreload.core.runtime.CallbackFailures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The progress of one request: its phase, how long each phase took, what went wrong beside the result, and whether it has to
 * stop.
 *
 * <p>Belongs to the requesting thread; only {@link #cancel} and {@link #running} may be called by others.
 */
public final class TransactionProgress {

    private final String actor;
    private final LongSupplier ticker;
    private final Map<ReloadPhase, Duration> durations = new EnumMap<>(ReloadPhase.class);
    private final List<String> notes = new ArrayList<>();

    private volatile long begun;
    private volatile ReloadPhase phase = ReloadPhase.READ;
    private volatile boolean cancelled;
    private long phaseBegun;
    private boolean interrupted;
    private @Nullable Deadline limit;
    private @Nullable VirtualMachineError fatal;

    public TransactionProgress(String actor, LongSupplier ticker) {
        this.actor = requireNonNull(actor, "actor");
        this.ticker = ticker;
        this.begun = ticker.getAsLong();
        this.phaseBegun = begun;
    }

    /** Starts to measure time, when the request leaves the queue. */
    public void begin() {
        begun = ticker.getAsLong();
        phaseBegun = begun;
    }

    /** Returns the time since {@link #begin}, or since its creation. */
    public Duration age() {
        return Duration.ofNanos(ticker.getAsLong() - begun);
    }

    public String actor() {
        return actor;
    }

    public ReloadPhase phase() {
        return phase;
    }

    /** Ends the phase before, and begins this one. A phase may be entered several times. */
    public void enter(ReloadPhase next) {
        long now = ticker.getAsLong();
        durations.merge(phase, Duration.ofNanos(now - phaseBegun), Duration::plus);
        phaseBegun = now;
        phase = next;
    }

    public Map<ReloadPhase, Duration> durations() {
        enter(phase);
        return ImmutableMap.copyOf(durations);
    }

    public ReloadStatus.Running running() {
        return new ReloadStatus.Running(actor, phase, age());
    }

    /** Adds something that went wrong and does not change the outcome. */
    public void note(String text) {
        notes.add(text);
    }

    public List<String> notes() {
        return ImmutableList.copyOf(notes);
    }

    /** Asks the transaction to stop, which it does unless it is committing. */
    public void cancel() {
        cancelled = true;
    }

    /** Limits the time until the first step that others can notice. */
    public void limit(Deadline deadline) {
        limit = deadline;
    }

    /** Ends the limit: what comes now must be brought to an end. */
    public void removeLimit() {
        limit = null;
    }

    /** Returns why the request must not go on, unless that is an interrupt. */
    Optional<Throwable> cancellation() {
        if (cancelled) {
            return Optional.of(new CancellationException("the reloader is closing"));
        }
        return limit != null && limit.isExpired()
                ? Optional.of(new TimeoutException("the caller waits no longer than " + limit.given()))
                : Optional.empty();
    }

    /** Records an interrupt whose flag was cleared; {@link #restoreInterrupt} sets it again. */
    public void interrupted() {
        interrupted = true;
    }

    /** Returns why the transaction must not go on, if it must not. */
    public Optional<Throwable> reasonToStop() {
        Optional<Throwable> cancellation = cancellation();
        if (cancellation.isPresent()) {
            return cancellation;
        }
        // The thread may have been interrupted in a wait that still ended well.
        if (Thread.interrupted() || interrupted) {
            interrupted = true;
            return Optional.of(new InterruptedException("the requesting thread was interrupted"));
        }
        return Optional.empty();
    }

    /** Keeps the first error of the JVM itself, which is rethrown to the caller after everything was cleaned up. */
    public void failed(Throwable cause) {
        if (fatal == null && cause instanceof VirtualMachineError error && CallbackFailures.isFatal(cause)) {
            fatal = error;
        }
    }

    /** Runs an action that must not change the decision, whatever it throws. */
    public void guarded(Runnable action) {
        try {
            action.run();
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    /** Sets the interrupt flag again if it was cleared. */
    public void restoreInterrupt() {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    public void rethrowFatal() {
        if (fatal != null) {
            throw fatal;
        }
    }
}
