// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.engine;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.apply.DryRunReport;
import dev.agentreload.core.apply.ReloadMode;
import dev.agentreload.core.apply.ReloadPhase;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.internal.engine.masking.SecretMask;
import dev.agentreload.core.internal.engine.state.Decision;
import dev.agentreload.core.internal.engine.state.PendingRequest;
import dev.agentreload.core.internal.engine.state.RequestTarget;
import dev.agentreload.core.internal.engine.state.StoredState;
import dev.agentreload.core.internal.engine.transaction.EngineContext;
import dev.agentreload.core.internal.engine.transaction.Enlistment;
import dev.agentreload.core.internal.engine.transaction.StepRunner;
import dev.agentreload.core.internal.engine.transaction.Transaction;
import dev.agentreload.core.internal.engine.transaction.TransactionContext;
import dev.agentreload.core.plan.ReloadPlan;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Decides about one request that has left the queue. Belongs to the requesting thread, and is used once. */
final class RequestRun {

    private final PendingRequest request;
    private final @Nullable ConfigDocument effective;
    private final long revision;
    private final EngineContext engine;
    private final Extent extent;
    private @Nullable ApplyDecision applyDecision;
    private List<String> restarting = ImmutableList.of();

    /** The section of its file that the requested document is. */
    private ConfigPath section = ConfigPath.root();

    private RequestRun(PendingRequest request, StoredState state, EngineContext engine, Extent extent) {
        this.request = request;
        this.effective = state.effective();
        this.revision = state.revision();
        this.engine = engine;
        this.extent = extent;
    }

    private enum Extent {
        APPLY,
        /** Runs the steps that leave no trace, and undoes them. */
        DRY_RUN
    }

    /** Applies the request. */
    static Decision apply(PendingRequest request, StoredState state, EngineContext engine) {
        return new RequestRun(request, state, engine, Extent.APPLY).decide();
    }

    /** Finds out how the request would be decided. Leaves no trace. */
    static DryRunReport dryRun(PendingRequest request, StoredState state, EngineContext engine) {
        RequestRun run = new RequestRun(request, state, engine, Extent.DRY_RUN);
        Decision decision = run.decide();
        engine.log().notes(decision.notes());
        return run.report(decision.result());
    }

    private DryRunReport report(ReloadResult result) {
        boolean applies = result instanceof ReloadResult.Applied;
        Optional<ReloadPlan> plan = Optional.empty();
        List<ConfigPath> pending = ImmutableList.of();
        if (applyDecision instanceof ApplyDecision.Apply apply) {
            plan = Optional.of(apply.plan());
            pending = apply.pending();
        } else if (applyDecision instanceof ApplyDecision.RestartRequired restart) {
            plan = Optional.of(restart.plan());
        } else if (applyDecision instanceof ApplyDecision.Unchanged unchanged) {
            pending = unchanged.pending();
        }
        return new DryRunReport(
                applies ? Optional.empty() : Optional.of(result), plan, pending, result.warnings(), restarting);
    }

    private Decision decide() {
        request.progress().enter(ReloadPhase.READ);
        RequestTarget target = request.target();
        if (target instanceof RequestTarget.Refused refused) {
            return masked(Decision.refused(refused.result(), Optional.empty()));
        }
        ConfigDocument document = ((RequestTarget.Found) target).document();
        section = document.section();
        engine.secrets().add(Stream.concat(Stream.ofNullable(effective), Stream.of(document)));
        request.progress().enter(ReloadPhase.PLAN);
        return masked(effective == null ? start(document) : reload(document, effective));
    }

    private Decision start(ConfigDocument document) {
        Publication publication = new Publication(
                null, document, ImmutableList.of(), engine.participants().unappliedAgents(document));
        Transaction transaction = new Transaction(
                engine.participants().enlistAll(),
                new TransactionContext(null, document, revision + 1, engine),
                steps());
        List<ConfigProblem> problems = ModeSetting.problems(document);
        return problems.isEmpty()
                ? decision(transaction.run(), document, publication)
                : invalid(problems, transaction.check(), document);
    }

    private Decision reload(ConfigDocument document, ConfigDocument base) {
        List<ConfigProblem> problems = ModeSetting.problems(document);
        if (!problems.isEmpty()) {
            ReloadPlan plan = engine.participants().plan(base, document);
            return invalid(problems, transaction(plan).check(), document);
        }
        ReloadMode mode = request.mode().or(engine::fixedMode).orElseGet(() -> ModeSetting.of(document));
        ApplyDecision decided = ApplyDecision.of(base, document, mode, engine.participants());
        applyDecision = decided;
        if (decided instanceof ApplyDecision.Disabled) {
            return Decision.refused(new ReloadResult.Disabled(), Optional.of(document));
        }
        if (decided instanceof ApplyDecision.Unchanged unchanged) {
            return Decision.refused(new ReloadResult.Unchanged(revision, unchanged.pending()), Optional.of(document));
        }
        return decided instanceof ApplyDecision.RestartRequired restart
                ? restartRequired(restart.plan(), ImmutableList.of(), document)
                : apply((ApplyDecision.Apply) decided, document);
    }

    /** Reports what participants say about a document together with what is wrong with it for the reloader itself. */
    private Decision invalid(List<ConfigProblem> problems, Transaction.Outcome outcome, ConfigDocument document) {
        if (outcome instanceof Transaction.Outcome.Failed) {
            return notCommitted(outcome, document);
        }
        List<ConfigProblem> all = ImmutableList.<ConfigProblem>builder()
                .addAll(problems)
                .addAll(outcome.warnings())
                .build();
        return Decision.refused(new ReloadResult.Invalid(all), Optional.of(document));
    }

    /** A restart into an invalid document would fail, so the document is validated too. */
    private Decision restartRequired(ReloadPlan plan, List<ConfigProblem> dependencies, ConfigDocument document) {
        Transaction.Outcome outcome = transaction(plan).check();
        return outcome instanceof Transaction.Outcome.Committed
                ? Decision.refused(
                        new ReloadResult.RestartRequired(plan, dependencies, outcome.warnings()), Optional.of(document))
                : notCommitted(outcome, document);
    }

    private Decision apply(ApplyDecision.Apply apply, ConfigDocument document) {
        Enlistment enlistment = engine.participants().enlist(apply.plan());
        if (!enlistment.isEmpty() && !engine.retired().hasRoom()) {
            return Decision.refused(
                    new ReloadResult.Busy(ReloadResult.Busy.Reason.TOO_MANY_RETIRED), Optional.of(document));
        }
        Publication publication = new Publication(
                apply.plan(),
                apply.plan().target(),
                apply.pending(),
                engine.participants().unread(apply.plan()));
        Transaction transaction = transaction(apply.plan(), enlistment);
        Transaction.Outcome outcome = extent == Extent.DRY_RUN ? transaction.dryRun() : transaction.run();
        restarting = transaction.restarting();
        if (apply.isDeferring() && outcome instanceof Transaction.Outcome.Refused refused) {
            // What is deferred may be what the rest depends on: then nothing can be applied without a restart.
            return restartRequired(apply.requested(), refused.problems(), document);
        }
        return decision(outcome, document, publication);
    }

    /**
     * What comes into force if a transaction succeeds. It is made before the transaction runs: after the commit nothing may fail.
     *
     * @param warnings what comes into force and has no effect
     */
    private record Publication(
            @Nullable ReloadPlan plan,
            ConfigDocument document,
            List<ConfigPath> pending,
            List<ConfigProblem> warnings) {}

    private Decision decision(Transaction.Outcome outcome, ConfigDocument document, Publication publication) {
        if (!(outcome instanceof Transaction.Outcome.Committed committed)) {
            return notCommitted(outcome, document);
        }
        List<ConfigProblem> warnings = ImmutableList.<ConfigProblem>builder()
                .addAll(committed.warnings())
                .addAll(publication.warnings())
                .build();
        ReloadResult applied = new ReloadResult.Applied(
                revision + 1, Optional.ofNullable(publication.plan()), publication.pending(), warnings);
        return new Decision(
                applied,
                Optional.of(document),
                publication.document(),
                Optional.of(committed.replaced()),
                ImmutableList.of());
    }

    private static Decision notCommitted(Transaction.Outcome outcome, ConfigDocument document) {
        Optional<ConfigDocument> requested = Optional.of(document);
        return outcome instanceof Transaction.Outcome.Failed failed
                ? Decision.refused(failedResult(failed), requested).retiring(failed.withdrawn())
                : Decision.refused(new ReloadResult.Invalid(outcome.warnings()), requested);
    }

    private static ReloadResult failedResult(Transaction.Outcome.Failed failed) {
        return failed.unrestored().isEmpty()
                ? new ReloadResult.RolledBack(failed.failure(), failed.outages(), failed.warnings())
                : new ReloadResult.RestoreFailed(
                        failed.failure(), failed.unrestored(), failed.outages(), failed.warnings());
    }

    private Transaction transaction(ReloadPlan plan) {
        return transaction(plan, engine.participants().enlist(plan));
    }

    private Transaction transaction(ReloadPlan plan, Enlistment enlistment) {
        return new Transaction(enlistment, new TransactionContext(plan, plan.target(), revision + 1, engine), steps());
    }

    private StepRunner steps() {
        return new StepRunner(engine, request.progress());
    }

    /** Host code may quote secrets. What was built must be retired even if there is no memory left to mask them. */
    private Decision masked(Decision decision) {
        try {
            return new ResultMasking(engine.secrets().mask(), section)
                    .mask(decision, request.progress().notes());
        } catch (Throwable failure) {
            request.progress().failed(failure);
            return new ResultMasking(SecretMask.hidingAll(), section).mask(decision, ImmutableList.of());
        }
    }
}
