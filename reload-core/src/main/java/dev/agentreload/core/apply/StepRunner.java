package dev.agentreload.core.apply;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** Runs the steps of one transaction at its participants. Belongs to the requesting thread. */
final class StepRunner {

    private final HostCalls calls;
    private final HostCode hostCode;
    private final TransactionScope scope;

    StepRunner(HostCalls calls, HostCode hostCode, TransactionScope scope) {
        this.calls = calls;
        this.hostCode = hostCode;
        this.scope = scope;
    }

    TransactionScope scope() {
        return scope;
    }

    /** Host code that gives nothing back. */
    @FunctionalInterface
    interface Action {
        void run() throws Exception;
    }

    /** Returns why the transaction must stop before this step, if it must. */
    Optional<StepFailure> checkpoint(Part<?> part, ReloadPhase phase) {
        scope.enter(phase);
        return scope.reasonToStop().map(reason -> part.failed(phase, reason));
    }

    /** Makes a call that may hang, and that is given up when somebody wants the transaction to stop. */
    <T> CallResult<T> call(Part<?> part, ReloadPhase phase, Duration limit, Callable<T> body) {
        scope.enter(phase);
        return calls.call(step(part, phase, limit), body, HostCalls.Patience.UNTIL_TOLD, scope);
    }

    CallResult<Boolean> run(Part<?> part, ReloadPhase phase, Duration limit, Action action) {
        return call(part, phase, limit, returning(action));
    }

    /** Makes a call that may hang and undoes something: it has its full time, and is made here if the executor does not. */
    CallResult<Boolean> undo(Part<?> part, ReloadPhase phase, Duration limit, Action action) {
        scope.enter(phase);
        CallResult<Boolean> result =
                calls.call(step(part, phase, limit), returning(action), HostCalls.Patience.UNTIL_DEADLINE, scope);
        return result instanceof CallResult.NeverRan ? inline(part, returning(action)) : result;
    }

    /** Waits for a call that was given up; returns what it came to, or has the action called with that later. */
    <T> Optional<CallResult<T>> settle(CallResult.Abandoned<T> given, Duration limit, Consumer<CallResult<T>> later) {
        calls.awaitEnd(given.call(), limit, scope);
        return given.call().resultOr(later);
    }

    /** Makes a call on the requesting thread. */
    <T> CallResult<T> inline(Part<?> part, Callable<T> body) {
        try {
            return new CallResult.Returned<>(hostCode.call(part.participant(), body));
        } catch (Throwable failure) {
            scope.failed(failure);
            if (failure instanceof InterruptedException) {
                scope.interrupted();
            }
            return new CallResult.Failed<>(failure);
        }
    }

    static Callable<Boolean> returning(Action action) {
        return () -> {
            action.run();
            return true;
        };
    }

    private static HostCalls.Step step(Part<?> part, ReloadPhase phase, Duration limit) {
        return new HostCalls.Step(part.participant(), part.name(), phase, limit);
    }
}
