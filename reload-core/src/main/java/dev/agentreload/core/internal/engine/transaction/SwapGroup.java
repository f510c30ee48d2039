// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.engine.transaction;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.Lists;
import dev.agentreload.core.apply.ReloadPhase;
import dev.agentreload.core.apply.StepFailure;
import dev.agentreload.core.internal.engine.call.ThrowingAction;
import dev.agentreload.core.internal.engine.call.TimedCall;
import dev.agentreload.core.participant.Deadline;
import dev.agentreload.core.participant.Prepared;
import dev.agentreload.core.participant.ReloadContext;
import dev.agentreload.core.participant.ReloadParticipant;
import dev.agentreload.core.participant.RetiredResources;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The swap participants of one transaction, whose new forms are built beside the old. Belongs to the requesting thread. */
final class SwapGroup {

    private final List<EnlistedParticipant<RegisteredSwap>> enlisted;
    private final StepRunner steps;
    private final TransactionContext context;
    private final List<Candidate> candidates = new ArrayList<>();
    private int committed;

    SwapGroup(List<EnlistedParticipant<RegisteredSwap>> enlisted, StepRunner steps, TransactionContext context) {
        this.enlisted = enlisted;
        this.steps = steps;
        this.context = context;
    }

    /**
     * What one participant has prepared.
     *
     * @param replaced what its commit replaced
     */
    private record Candidate(
            EnlistedParticipant<RegisteredSwap> enlisted, Prepared prepared, RetiredResources replaced) {

        RegisteredSwap registered() {
            return enlisted.registered();
        }
    }

    Optional<StepFailure> prepareAll() {
        return firstFailure(enlisted, this::prepare);
    }

    Optional<StepFailure> verifyAll() {
        return firstFailure(candidates, this::verify);
    }

    /** From the first commit on, only a throwing commit stops the rest. */
    Optional<StepFailure> commitAll() {
        Optional<StepFailure> stop =
                candidates.stream().findFirst().flatMap(first -> steps.checkpoint(first.enlisted, ReloadPhase.COMMIT));
        return stop.isPresent() ? stop : firstFailure(candidates, this::commit);
    }

    private static <T> Optional<StepFailure> firstFailure(List<T> items, Function<T, Optional<StepFailure>> step) {
        for (T item : items) {
            Optional<StepFailure> failure = step.apply(item);
            if (failure.isPresent()) {
                return failure;
            }
        }
        return Optional.empty();
    }

    private Optional<StepFailure> prepare(EnlistedParticipant<RegisteredSwap> one) {
        Optional<StepFailure> stop = steps.checkpoint(one, ReloadPhase.PREPARE);
        if (stop.isPresent()) {
            return stop;
        }
        ReloadParticipant participant = one.registered().participant();
        ReloadContext target = context.context(one, context.deadlines().prepare());
        TimedCall.Result<Prepared> result = steps.call(
                one,
                ReloadPhase.PREPARE,
                context.deadlines().prepare(),
                () -> requireNonNull(participant.prepare(target), "prepare returned null"));
        return prepared(one, result);
    }

    private Optional<StepFailure> prepared(EnlistedParticipant<RegisteredSwap> one, TimedCall.Result<Prepared> result) {
        if (result instanceof TimedCall.Result.Returned<Prepared> returned) {
            candidates.add(new Candidate(one, returned.value(), context.engine().resources()));
            return Optional.empty();
        }
        if (result instanceof TimedCall.Result.TimedOut<Prepared> timedOut) {
            timedOut.call().resultOr(late -> discardLate(one, late)).ifPresent(arrived -> prepared(one, arrived));
        }
        return result.failure().map(cause -> one.failed(ReloadPhase.PREPARE, cause));
    }

    /** The transaction has ended without it, so the thread that brings it closes it. */
    private void discardLate(EnlistedParticipant<RegisteredSwap> one, TimedCall.Result<Prepared> late) {
        if (late instanceof TimedCall.Result.Returned<Prepared> returned) {
            ThrowingAction discard = () -> returned.value().discard();
            steps.late(one.registered(), ReloadPhase.DISCARD, discard.asCall());
        }
    }

    private Optional<StepFailure> verify(Candidate candidate) {
        Optional<StepFailure> stop = steps.checkpoint(candidate.enlisted, ReloadPhase.VERIFY);
        if (stop.isPresent()) {
            return stop;
        }
        Deadline deadline = context.engine().deadline(context.deadlines().verify());
        ThrowingAction verify = () -> candidate.prepared.verify(deadline);
        return steps.call(
                        candidate.enlisted,
                        ReloadPhase.VERIFY,
                        context.deadlines().verify(),
                        verify.asCall())
                .failure()
                .map(cause -> candidate.enlisted.failed(ReloadPhase.VERIFY, cause));
    }

    private Optional<StepFailure> commit(Candidate candidate) {
        steps.progress().enter(ReloadPhase.COMMIT);
        steps.progress().removeLimit();
        committed++;
        ThrowingAction commit = () -> candidate.prepared.commit(candidate.replaced);
        return steps.inline(candidate.enlisted, commit.asCall())
                .failure()
                .map(cause -> candidate.enlisted.failed(ReloadPhase.COMMIT, cause));
    }

    /** Returns what all commits replaced, and what was in doubt before them. */
    RetiredResources replaced() {
        RetiredResources all = context.engine().resources();
        for (Candidate candidate : candidates) {
            candidate.registered().committed();
            candidate.registered().moveDoubtfulTo(candidate.replaced);
            all.addAll(candidate.replaced);
        }
        return all;
    }

    /** Rolls back in reverse what was committed, including the one whose commit threw; returns what could not be rolled back. */
    List<StepFailure> rollbackCommitted(RetiredResources withdrawn) {
        List<StepFailure> failures = new ArrayList<>();
        for (Candidate candidate : Lists.reverse(candidates.subList(0, committed))) {
            rollback(candidate, withdrawn).ifPresent(failures::add);
        }
        return failures;
    }

    private Optional<StepFailure> rollback(Candidate candidate, RetiredResources withdrawn) {
        steps.progress().enter(ReloadPhase.ROLLBACK);
        RetiredResources taken = context.engine().resources();
        ThrowingAction rollback = () -> candidate.prepared.rollback(taken);
        Optional<Throwable> failure =
                steps.inline(candidate.enlisted, rollback.asCall()).failure();
        if (failure.isEmpty()) {
            withdrawn.addAll(taken);
            return Optional.empty();
        }
        taken.merge(candidate.replaced);
        candidate.registered().addDoubtful(taken);
        return failure.map(cause -> candidate.enlisted.failed(ReloadPhase.ROLLBACK, cause));
    }

    /** Closes in reverse what was never committed. */
    void discardUncommitted() {
        for (Candidate candidate : Lists.reverse(candidates.subList(committed, candidates.size()))) {
            ThrowingAction discard = () -> candidate.prepared.discard();
            steps.undo(
                            candidate.enlisted,
                            ReloadPhase.DISCARD,
                            context.deadlines().cleanUp(),
                            discard.asCall())
                    .failure()
                    .map(cause -> candidate.enlisted.failed(ReloadPhase.DISCARD, cause))
                    .ifPresent(failed -> steps.progress().note(failed.toString()));
        }
    }
}
