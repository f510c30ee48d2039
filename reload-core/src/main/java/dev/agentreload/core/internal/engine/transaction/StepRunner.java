// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.engine.transaction;

import dev.agentreload.core.apply.ReloadPhase;
import dev.agentreload.core.apply.StepFailure;
import dev.agentreload.core.internal.engine.call.TimedCall;
import dev.agentreload.core.internal.engine.call.TimedCalls;
import dev.agentreload.core.internal.engine.call.TransactionProgress;
import dev.agentreload.core.participant.ActionScope;
import dev.agentreload.core.participant.Deadline;
import dev.agentreload.core.runtime.CallbackFailures;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Runs the steps of one transaction at its participants. Belongs to the requesting thread. */
public final class StepRunner {

    private final EngineContext engine;
    private final TransactionProgress progress;

    public StepRunner(EngineContext engine, TransactionProgress progress) {
        this.engine = engine;
        this.progress = progress;
    }

    TransactionProgress progress() {
        return progress;
    }

    /** Returns why the transaction must stop before this step, if it must. */
    Optional<StepFailure> checkpoint(EnlistedParticipant<?> enlisted, ReloadPhase phase) {
        progress.enter(phase);
        return progress.reasonToStop().map(reason -> enlisted.failed(phase, reason));
    }

    /** Makes a call that may hang, and that is cancelled when the transaction has to stop. */
    <T> TimedCall.Result<T> call(EnlistedParticipant<?> enlisted, ReloadPhase phase, Duration limit, Callable<T> body) {
        progress.enter(phase);
        return run(create(enlisted, phase, body), enlisted, limit, TimedCalls.Cancellation.ALLOWED);
    }

    /** Makes a call that may hang and undoes something: it has its full time, and is made here if the executor does not. */
    TimedCall.Result<Boolean> undo(
            EnlistedParticipant<?> enlisted, ReloadPhase phase, Duration limit, Callable<Boolean> body) {
        progress.enter(phase);
        TimedCall.Result<Boolean> result =
                run(create(enlisted, phase, body), enlisted, limit, TimedCalls.Cancellation.IGNORED);
        return result instanceof TimedCall.Result.NotStarted ? inline(enlisted, body) : result;
    }

    private <T> TimedCall<T> create(EnlistedParticipant<?> enlisted, ReloadPhase phase, Callable<T> body) {
        return engine.calls()
                .create(
                        new TimedCall.Step(enlisted.registered().participant(), enlisted.name(), phase),
                        body,
                        progress);
    }

    /** A call to an exclusive participant that times out gets time to return after its interrupt, since no other may be made. */
    private <T> TimedCall.Result<T> run(
            TimedCall<T> call, EnlistedParticipant<?> enlisted, Duration limit, TimedCalls.Cancellation cancellation) {
        TimedCall.Result<T> result = engine.calls().run(call, limit, cancellation, progress);
        if (result instanceof TimedCall.Result.TimedOut<T>
                && enlisted.registered() instanceof RegisteredExclusive exclusive) {
            exclusive.timedOut(call);
            engine.calls().awaitEnd(call, engine.deadline(engine.deadlines().cleanUp()), progress);
            call.resultOr(late -> returnedLate(exclusive, enlisted.scope())).ifPresent(ended -> exclusive.settled());
        }
        return result;
    }

    /** Stops what must not run, on the thread that brought it. */
    private void returnedLate(RegisteredExclusive exclusive, ActionScope scope) {
        if (!exclusive.returned(false)) {
            Deadline deadline = engine.deadline(engine.deadlines().stop());
            try {
                late(
                        exclusive,
                        ReloadPhase.STOP,
                        exclusive.stopping(() -> exclusive.participant().stop(scope, deadline)));
            } finally {
                exclusive.returned(true);
            }
        }
    }

    /** Runs host code for a result that no caller waits for, on the thread that brings it. */
    void late(RegisteredParticipant<?> registered, ReloadPhase phase, Callable<Boolean> body) {
        try {
            engine.guard().call(registered.participant(), body);
            engine.log().late(registered.name(), phase);
        } catch (Throwable failure) {
            engine.log().lateFailure(registered.name(), phase, failure);
            CallbackFailures.rethrowIfFatal(failure);
        }
    }

    /** Makes a call on the requesting thread. */
    <T> TimedCall.Result<T> inline(EnlistedParticipant<?> enlisted, Callable<T> body) {
        try {
            return new TimedCall.Result.Returned<>(
                    engine.guard().call(enlisted.registered().participant(), body));
        } catch (Throwable failure) {
            progress.failed(failure);
            if (failure instanceof InterruptedException) {
                progress.interrupted();
            }
            return new TimedCall.Result.Failed<>(failure);
        }
    }
}
