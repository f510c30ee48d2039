package dev.agentreload.core.apply;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What goes with one transaction from its begin to its end: how far it is, how long its phases took, what else went wrong, and
 * whether somebody wants it to stop.
 *
 * <p>Belongs to the requesting thread; only {@link #cancel}, {@link #isCancelled} and {@link #running} may be called by others.
 */
final class TransactionScope {

    private final String actor;
    private final LongSupplier ticker;
    private final Map<ReloadPhase, Duration> durations = new EnumMap<>(ReloadPhase.class);
    private final List<String> notes = new ArrayList<>();

    private volatile long begun;
    private volatile ReloadPhase phase = ReloadPhase.READ;
    private volatile boolean cancelled;
    private long phaseBegun;
    private boolean interrupted;
    private @Nullable VirtualMachineError fatal;

    TransactionScope(String actor, LongSupplier ticker) {
        this.actor = actor;
        this.ticker = ticker;
        this.begun = ticker.getAsLong();
        this.phaseBegun = begun;
    }

    /** Begins to count, when the turn has come. */
    void begin() {
        begun = ticker.getAsLong();
        phaseBegun = begun;
    }

    String actor() {
        return actor;
    }

    ReloadPhase phase() {
        return phase;
    }

    /** Ends the phase before, and begins this one. A phase may be entered several times. */
    void enter(ReloadPhase next) {
        long now = ticker.getAsLong();
        durations.merge(phase, Duration.ofNanos(now - phaseBegun), Duration::plus);
        phaseBegun = now;
        phase = next;
    }

    Map<ReloadPhase, Duration> durations() {
        enter(phase);
        return ImmutableMap.copyOf(durations);
    }

    ReloadStatus.Running running() {
        return new ReloadStatus.Running(actor, phase, Duration.ofNanos(ticker.getAsLong() - begun));
    }

    /** Adds something that went wrong and does not change the outcome. */
    void note(String text) {
        notes.add(text);
    }

    List<String> notes() {
        return ImmutableList.copyOf(notes);
    }

    /** Asks the transaction to stop, which it does unless it is committing. */
    void cancel() {
        cancelled = true;
    }

    boolean isCancelled() {
        return cancelled;
    }

    CancellationException cancellation() {
        return new CancellationException("the reloader is closing");
    }

    /** Remembers an interrupt that was taken from the thread, to give it back at the end. */
    void interrupted() {
        interrupted = true;
    }

    /** Returns why the transaction must not go on, if somebody wants it to stop. */
    Optional<Throwable> reasonToStop() {
        if (cancelled) {
            return Optional.of(cancellation());
        }
        // The thread may have been interrupted in a wait that ended well all the same.
        if (Thread.interrupted() || interrupted) {
            interrupted = true;
            return Optional.of(new InterruptedException("the requesting thread was interrupted"));
        }
        return Optional.empty();
    }

    /** Remembers the first error of the JVM itself; whoever asked learns of it after everything was cleaned up. */
    void failed(Throwable cause) {
        if (fatal == null && cause instanceof VirtualMachineError error && Failures.isFatal(cause)) {
            fatal = error;
        }
    }

    /** Does something after the decision, which nothing that it throws can change. */
    void guarded(Runnable action) {
        try {
            action.run();
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    /** Gives back the interrupt. */
    void restoreInterrupt() {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    void rethrowFatal() {
        if (fatal != null) {
            throw fatal;
        }
    }
}
