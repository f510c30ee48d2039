// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.engine.transaction;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.apply.Outage;
import dev.agentreload.core.apply.ReloadPhase;
import dev.agentreload.core.apply.StepFailure;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.internal.engine.call.TimedCall;
import dev.agentreload.core.participant.Participant;
import dev.agentreload.core.participant.ReloadContext;
import dev.agentreload.core.participant.RetiredResources;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Applies one document to the participants it concerns, or leaves everything as it was. The order of its steps is the table in the
 * package comment. Belongs to the requesting thread, and is used once.
 */
public final class Transaction {

    private final Enlistment enlistment;
    private final TransactionContext context;
    private final StepRunner steps;
    private final SwapGroup swaps;
    private final ExclusiveSwitch exclusives;
    private final Set<ConfigProblem> problems = new LinkedHashSet<>();

    public Transaction(Enlistment enlistment, TransactionContext context, StepRunner steps) {
        this.enlistment = enlistment;
        this.context = context;
        this.steps = steps;
        this.swaps = new SwapGroup(enlistment.swaps(), steps, context);
        this.exclusives = new ExclusiveSwitch(enlistment.exclusives(), steps, context);
    }

    /** How it ended. */
    public sealed interface Outcome {

        /** Returns what participants warned of. */
        List<ConfigProblem> warnings();

        /** Everything is visible; what it replaced is to be retired. */
        record Committed(List<ConfigProblem> warnings, RetiredResources replaced) implements Outcome {}

        /** The document is not valid. */
        record Refused(List<ConfigProblem> problems) implements Outcome {

            @Override
            public List<ConfigProblem> warnings() {
                return problems;
            }
        }

        /** A step failed, and everything that could be restored was; what was visible meanwhile is to be retired. */
        record Failed(
                StepFailure failure,
                List<StepFailure> unrestored,
                List<Outage> outages,
                RetiredResources withdrawn,
                List<ConfigProblem> warnings)
                implements Outcome {}
    }

    /** Runs all steps. */
    public Outcome run() {
        exclusives.enlisted(true);
        try {
            Outcome outcome = validated(ImmutableList.of(
                    exclusives::askConcerned,
                    swaps::prepareAll,
                    swaps::verifyAll,
                    exclusives::stopAll,
                    exclusives::startAll,
                    swaps::commitAll));
            if (outcome instanceof Outcome.Committed committed) {
                exclusives.committed();
                return new Outcome.Committed(committed.warnings(), swaps.replaced());
            }
            return outcome;
        } finally {
            exclusives.enlisted(false);
        }
    }

    /** Runs the steps that leave no trace, and undoes them. */
    public Outcome dryRun() {
        Outcome outcome = validated(ImmutableList.of(exclusives::askConcerned, swaps::prepareAll, swaps::verifyAll));
        if (outcome instanceof Outcome.Committed) {
            swaps.discardUncommitted();
        }
        return outcome;
    }

    /** Returns the names of the exclusive participants that are stopped and started. */
    public List<String> restarting() {
        return exclusives.concernedNames();
    }

    /** Asks all participants whether the document is valid, without any effect. */
    public Outcome check() {
        return validated(ImmutableList.of());
    }

    private Outcome validated(List<Supplier<Optional<StepFailure>>> next) {
        Optional<StepFailure> failure = validate();
        if (failure.isPresent()) {
            return undo(failure.get());
        }
        if (problems.stream().anyMatch(ConfigProblem::isError)) {
            return new Outcome.Refused(warnings());
        }
        for (Supplier<Optional<StepFailure>> step : next) {
            failure = step.get();
            if (failure.isPresent()) {
                return undo(failure.get());
            }
        }
        return new Outcome.Committed(warnings(), context.engine().resources());
    }

    /** Asks all participants, in the order of registration. Those that read the same section may find the same problems. */
    private Optional<StepFailure> validate() {
        for (EnlistedParticipant<?> enlisted : enlistment.inOrder()) {
            Optional<StepFailure> failure = validate(enlisted);
            if (failure.isPresent()) {
                return failure;
            }
        }
        return Optional.empty();
    }

    private Optional<StepFailure> validate(EnlistedParticipant<?> enlisted) {
        Optional<StepFailure> stop = steps.checkpoint(enlisted, ReloadPhase.VALIDATE)
                .or(() -> enlisted.registered().blockedBy().map(cause -> enlisted.failed(ReloadPhase.VALIDATE, cause)));
        if (stop.isPresent()) {
            return stop;
        }
        ReloadContext asked = context.context(enlisted, context.deadlines().validate());
        Participant participant = enlisted.registered().participant();
        TimedCall.Result<List<ConfigProblem>> result = steps.call(
                enlisted,
                ReloadPhase.VALIDATE,
                context.deadlines().validate(),
                () -> ImmutableList.copyOf(requireNonNull(participant.validate(asked), "validate returned null")));
        if (result instanceof TimedCall.Result.Returned<List<ConfigProblem>> returned) {
            problems.addAll(returned.value());
        }
        return result.failure().map(cause -> enlisted.failed(ReloadPhase.VALIDATE, cause));
    }

    private List<ConfigProblem> warnings() {
        problems.addAll(context.warnings(problems));
        problems.addAll(context.unresolved(problems));
        return ImmutableList.copyOf(problems);
    }

    private Outcome undo(StepFailure failure) {
        RetiredResources withdrawn = context.engine().resources();
        List<StepFailure> unrestored = Stream.of(swaps.rollbackCommitted(withdrawn), exclusives.restore())
                .flatMap(List::stream)
                .collect(ImmutableList.toImmutableList());
        swaps.discardUncommitted();
        return new Outcome.Failed(failure, unrestored, exclusives.outages(), withdrawn, warnings());
    }
}
