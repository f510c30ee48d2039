package dev.agentreload.core.apply;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.Lists;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The participants of one transaction whose new form is built beside the old. Belongs to the requesting thread. */
final class SwapGroup {

    private final List<Part<ReloadParticipant>> parts;
    private final StepRunner steps;
    private final TransactionFrame frame;
    private final List<Candidate> candidates = new ArrayList<>();
    private int committed;

    SwapGroup(List<Part<ReloadParticipant>> parts, StepRunner steps, TransactionFrame frame) {
        this.parts = parts;
        this.steps = steps;
        this.frame = frame;
    }

    /**
     * What one participant has prepared.
     *
     * @param replaced what its commit replaced
     */
    private record Candidate(Part<ReloadParticipant> part, Prepared prepared, RetiredResources replaced) {}

    Optional<StepFailure> prepareAll() {
        return firstFailure(parts, this::prepare);
    }

    Optional<StepFailure> verifyAll() {
        return firstFailure(candidates, this::verify);
    }

    /** From the first commit on nothing but a throwing commit stops the rest. */
    Optional<StepFailure> commitAll() {
        Optional<StepFailure> stop =
                candidates.stream().findFirst().flatMap(first -> steps.checkpoint(first.part, ReloadPhase.COMMIT));
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

    private Optional<StepFailure> prepare(Part<ReloadParticipant> part) {
        Optional<StepFailure> stop = steps.checkpoint(part, ReloadPhase.PREPARE);
        if (stop.isPresent()) {
            return stop;
        }
        ReloadContext context = frame.context(part, frame.deadlines().prepare());
        CallResult<Prepared> result = steps.call(
                part,
                ReloadPhase.PREPARE,
                frame.deadlines().prepare(),
                () -> requireNonNull(part.participant().prepare(context), "prepare returned null"));
        return prepared(part, result);
    }

    private Optional<StepFailure> prepared(Part<ReloadParticipant> part, CallResult<Prepared> result) {
        if (result instanceof CallResult.Returned<Prepared> returned) {
            candidates.add(new Candidate(part, returned.value(), frame.resources()));
            return Optional.empty();
        }
        if (result instanceof CallResult.Abandoned<Prepared> abandoned) {
            abandoned.call().resultOr(late -> discardLate(part, late)).ifPresent(arrived -> prepared(part, arrived));
        }
        return result.failure().map(cause -> part.failed(ReloadPhase.PREPARE, cause));
    }

    /** Nobody waits for it any more, so it is closed by the thread that brings it. */
    private void discardLate(Part<ReloadParticipant> part, CallResult<Prepared> late) {
        if (late instanceof CallResult.Returned<Prepared> returned) {
            frame.late(part, ReloadPhase.DISCARD, () -> returned.value().discard());
        }
    }

    private Optional<StepFailure> verify(Candidate candidate) {
        Optional<StepFailure> stop = steps.checkpoint(candidate.part, ReloadPhase.VERIFY);
        if (stop.isPresent()) {
            return stop;
        }
        Deadline deadline = frame.deadline(frame.deadlines().verify());
        CallResult<Boolean> result = steps.run(
                candidate.part,
                ReloadPhase.VERIFY,
                frame.deadlines().verify(),
                () -> candidate.prepared.verify(deadline));
        return result.failure().map(cause -> candidate.part.failed(ReloadPhase.VERIFY, cause));
    }

    private Optional<StepFailure> commit(Candidate candidate) {
        steps.scope().enter(ReloadPhase.COMMIT);
        committed++;
        CallResult<Boolean> result =
                steps.inline(candidate.part, StepRunner.returning(() -> candidate.prepared.commit(candidate.replaced)));
        return result.failure().map(cause -> candidate.part.failed(ReloadPhase.COMMIT, cause));
    }

    /** Returns what all commits replaced, and what was in doubt before them. */
    RetiredResources replaced() {
        RetiredResources all = frame.resources();
        for (Candidate candidate : candidates) {
            all.addAll(candidate.replaced);
            frame.unsettled().takeDoubts(candidate.part.participant()).forEach(all::addAll);
        }
        return all;
    }

    /** Brings back in reverse what was committed, that whose commit threw included; returns what could not be brought back. */
    List<StepFailure> rollbackCommitted(RetiredResources withdrawn) {
        List<StepFailure> failures = new ArrayList<>();
        for (Candidate candidate : Lists.reverse(candidates.subList(0, committed))) {
            steps.scope().enter(ReloadPhase.ROLLBACK);
            RetiredResources taken = frame.resources();
            CallResult<Boolean> result =
                    steps.inline(candidate.part, StepRunner.returning(() -> candidate.prepared.rollback(taken)));
            if (result.failure().isEmpty()) {
                withdrawn.addAll(taken);
            } else {
                failures.add(candidate.part.failed(
                        ReloadPhase.ROLLBACK, result.failure().get()));
                taken.addAll(candidate.replaced);
                frame.unsettled().addDoubt(candidate.part.participant(), taken);
            }
        }
        return failures;
    }

    /** Closes in reverse what was never committed. */
    void discardUncommitted() {
        for (Candidate candidate : Lists.reverse(candidates.subList(committed, candidates.size()))) {
            CallResult<Boolean> result = steps.undo(
                    candidate.part,
                    ReloadPhase.DISCARD,
                    frame.deadlines().cleanUp(),
                    () -> candidate.prepared.discard());
            result.failure()
                    .ifPresent(cause -> steps.scope()
                            .note(candidate
                                    .part
                                    .failed(ReloadPhase.DISCARD, cause)
                                    .toString()));
        }
    }
}
