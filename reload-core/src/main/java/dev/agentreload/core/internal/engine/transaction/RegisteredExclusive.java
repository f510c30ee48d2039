// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.engine.transaction;

import static java.util.Objects.requireNonNull;

import dev.agentreload.core.apply.ReloadPhase;
import dev.agentreload.core.internal.engine.call.ThrowingAction;
import dev.agentreload.core.internal.engine.call.TimedCall;
import dev.agentreload.core.participant.ExclusiveParticipant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * An exclusive participant and the one value that says which of its forms may be running and which call has not returned. Each
 * call updates it on the thread that makes the call, however late; it is read when it is needed and never copied. <em>Safe for use
 * by multiple threads.</em>
 */
public final class RegisteredExclusive extends RegisteredParticipant<ExclusiveParticipant> {

    private final AtomicReference<RunState> state =
            new AtomicReference<>(new RunState(Running.NONE, null, Service.NOT_STARTED));
    private volatile boolean enlisted;

    RegisteredExclusive(ExclusiveParticipant participant, String name) {
        super(participant, name);
    }

    /** Which form may be running. */
    enum Running {
        NONE,
        /** The form of the document in force. */
        IN_FORCE,
        /** The form of a transaction that has not committed. */
        CANDIDATE,
        /** A call is changing it, or threw halfway: any form or none. */
        UNKNOWN
    }

    /** What should be running. */
    private enum Service {
        NOT_STARTED,
        STARTED,
        CLOSED
    }

    private record RunState(Running running, @Nullable TimedCall<?> call, Service service) {

        RunState with(Running other) {
            return new RunState(other, call, service);
        }

        RunState with(@Nullable TimedCall<?> other) {
            return new RunState(running, other, service);
        }

        RunState with(Service other) {
            return new RunState(running, call, other);
        }

        /** Whether the call may change what runs. */
        boolean isChanging() {
            return call != null && call.step().phase() != ReloadPhase.VALIDATE;
        }
    }

    private RunState state() {
        return requireNonNull(state.get());
    }

    Running running() {
        return state().running;
    }

    @Override
    boolean isDegraded() {
        RunState now = state();
        Running expected = now.service == Service.STARTED ? Running.IN_FORCE : Running.NONE;
        return !enlisted && (now.isChanging() || now.running != expected);
    }

    @Override
    public boolean mayBeInService() {
        RunState now = state();
        return now.call != null || now.running != Running.NONE;
    }

    @Override
    Optional<Throwable> blockedBy() {
        TimedCall<?> call = state().call;
        return call == null
                ? Optional.empty()
                : Optional.of(
                        new IllegalStateException("its " + call.step().phase() + " that timed out has not returned"));
    }

    /** A transaction begins or ends; while it runs, its own steps are no sign of an earlier failure. */
    void enlisted(boolean begins) {
        enlisted = begins;
    }

    void committed() {
        state.updateAndGet(now -> now.with(Running.IN_FORCE).with(Service.STARTED));
    }

    /** Returns the body of a call that stops what runs. */
    public Callable<Boolean> stopping(ThrowingAction stop) {
        return changing(stop, Running.NONE, Running.UNKNOWN);
    }

    /** Returns the body of a call that starts a form. A start that throws must leave nothing running. */
    Callable<Boolean> starting(ThrowingAction start, Running form) {
        return changing(start, form, Running.NONE);
    }

    private Callable<Boolean> changing(ThrowingAction change, Running returned, Running thrown) {
        return () -> {
            running(Running.UNKNOWN);
            Running result = thrown;
            try {
                change.run();
                result = returned;
            } finally {
                running(result);
            }
            return true;
        };
    }

    private void running(Running form) {
        state.updateAndGet(now -> now.with(form));
    }

    /** Records a call that timed out. Until {@link #returned} no other may be made. */
    public void timedOut(TimedCall<?> call) {
        state.updateAndGet(now -> now.with(call));
    }

    /** Records that the call returned soon after its interrupt; the transaction deals with what it brought. */
    public void settled() {
        state.updateAndGet(now -> now.with((TimedCall<?>) null));
    }

    /**
     * Records that the call has returned, unless something runs that must not: then it is to be stopped first, by the thread that
     * returned.
     *
     * @param stopTried whether that was tried
     * @return whether the call is over; false if a form must be stopped
     */
    boolean returned(boolean stopTried) {
        RunState after = state.updateAndGet(now -> mustStop(now) && !stopTried ? now : now.with((TimedCall<?>) null));
        return after.call == null;
    }

    private static boolean mustStop(RunState now) {
        return now.running == Running.CANDIDATE || (now.service == Service.CLOSED && now.running != Running.NONE);
    }

    /**
     * Marks the participant as one of a closed reloader. What a call brings up later is stopped by the thread that brings it.
     *
     * @return why it cannot be stopped now, if it cannot
     */
    public Optional<Throwable> closing() {
        state.updateAndGet(now -> now.with(Service.CLOSED));
        return blockedBy();
    }
}
