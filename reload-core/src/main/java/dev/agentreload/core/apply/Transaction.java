package dev.agentreload.core.apply;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.config.ConfigProblem;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Takes one document into effect at the participants it concerns, or leaves everything as it was. The order of its steps is the
 * table in the package comment. Belongs to the requesting thread, and is used once.
 */
final class Transaction {

    private final Participation participation;
    private final TransactionFrame frame;
    private final StepRunner steps;
    private final SwapGroup swaps;
    private final ExclusiveSwitch exclusives;

    Transaction(Participation participation, TransactionFrame frame, StepRunner steps) {
        this.participation = participation;
        this.frame = frame;
        this.steps = steps;
        this.swaps = new SwapGroup(participation.swaps(), steps, frame);
        this.exclusives = new ExclusiveSwitch(participation.exclusives(), steps, frame);
    }

    /** What became of it. */
    sealed interface Outcome {

        /** Everything is visible; what it replaced is to be retired. */
        record Committed(List<ConfigProblem> warnings, RetiredResources replaced) implements Outcome {}

        /** The document is not valid. */
        record Refused(List<ConfigProblem> problems) implements Outcome {}

        /** A step failed, and everything that could be brought back was; what was visible meanwhile is to be retired. */
        record Failed(
                StepFailure failure, List<StepFailure> unrestored, List<Outage> outages, RetiredResources withdrawn)
                implements Outcome {}
    }

    /** Runs all steps. */
    Outcome run() {
        Outcome outcome = validated(ImmutableList.of(
                swaps::prepareAll, swaps::verifyAll, exclusives::stopAll, exclusives::startAll, swaps::commitAll));
        if (outcome instanceof Outcome.Committed committed) {
            RetiredResources replaced = swaps.replaced();
            participation.all().map(Part::participant).forEach(frame.unsettled()::remove);
            return new Outcome.Committed(committed.warnings(), replaced);
        }
        return outcome;
    }

    /** Runs the steps that leave no trace, and undoes them. */
    Outcome tryOut() {
        Outcome outcome = validated(ImmutableList.of(swaps::prepareAll, swaps::verifyAll));
        if (outcome instanceof Outcome.Committed) {
            swaps.discardUncommitted();
        }
        return outcome;
    }

    /** Asks all participants what they think of the document, and does nothing. */
    Outcome check() {
        return validated(ImmutableList.of());
    }

    private Outcome validated(List<Supplier<Optional<StepFailure>>> doing) {
        Set<ConfigProblem> problems = new LinkedHashSet<>();
        Optional<StepFailure> failure = validate(problems);
        if (failure.isPresent()) {
            return undone(failure.get());
        }
        if (problems.stream().anyMatch(ConfigProblem::isError)) {
            return new Outcome.Refused(ImmutableList.copyOf(problems));
        }
        for (Supplier<Optional<StepFailure>> step : doing) {
            failure = step.get();
            if (failure.isPresent()) {
                return undone(failure.get());
            }
        }
        problems.addAll(frame.context().warnings());
        return new Outcome.Committed(ImmutableList.copyOf(problems), frame.resources());
    }

    /** Asks all participants, in the order of registration. Parts that read the same section may find the same problems. */
    private Optional<StepFailure> validate(Set<ConfigProblem> problems) {
        List<Part<?>> parts = participation.all().collect(ImmutableList.toImmutableList());
        for (Part<?> part : parts) {
            Optional<StepFailure> stop = steps.checkpoint(part, ReloadPhase.VALIDATE);
            if (stop.isPresent()) {
                return stop;
            }
            ReloadContext context = frame.context(part, frame.deadlines().prepare());
            CallResult<List<ConfigProblem>> result = steps.inline(
                    part,
                    () -> ImmutableList.copyOf(
                            requireNonNull(part.participant().validate(context), "validate returned null")));
            if (result instanceof CallResult.Returned<List<ConfigProblem>> returned) {
                problems.addAll(returned.value());
            } else {
                return result.failure().map(cause -> part.failed(ReloadPhase.VALIDATE, cause));
            }
        }
        return Optional.empty();
    }

    private Outcome undone(StepFailure failure) {
        RetiredResources withdrawn = frame.resources();
        List<StepFailure> unrestored = Stream.of(swaps.rollbackCommitted(withdrawn), exclusives.restore())
                .flatMap(List::stream)
                .collect(ImmutableList.toImmutableList());
        swaps.discardUncommitted();
        return new Outcome.Failed(failure, unrestored, exclusives.outages(), withdrawn);
    }
}
