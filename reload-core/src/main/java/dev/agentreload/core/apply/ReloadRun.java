package dev.agentreload.core.apply;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.plan.ReloadPlan;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Decides about one request whose turn has come. Belongs to the requesting thread, and is used once. */
final class ReloadRun {

    private final Ticket ticket;
    private final @Nullable ConfigDocument effective;
    private final long revision;
    private final Capabilities capabilities;
    private final Workshop workshop;
    private final RetiredGenerations retired;
    private final Optional<ReloadMode> fixedMode;

    ReloadRun(Ticket ticket, JournalState state, Equipment equipment) {
        this.ticket = ticket;
        this.effective = state.effective();
        this.revision = state.revision();
        this.capabilities = equipment.capabilities();
        this.workshop = equipment.workshop();
        this.retired = equipment.retired();
        this.fixedMode = equipment.fixedMode();
    }

    /**
     * What all runs of a reloader share.
     *
     * @param capabilities what the host can take into effect
     * @param workshop what transactions need
     * @param retired what was retired before
     * @param fixedMode the mode of automatic requests, or empty for the document's
     */
    record Equipment(
            Capabilities capabilities, Workshop workshop, RetiredGenerations retired, Optional<ReloadMode> fixedMode) {}

    /** Carries the request out. */
    Decision decide() {
        ticket.scope().enter(ReloadPhase.READ);
        Wanted wanted = ticket.wanted();
        if (wanted instanceof Wanted.Refused refused) {
            return Decision.refused(refused.result(), Optional.empty());
        }
        Wanted.Found found = (Wanted.Found) wanted;
        ticket.scope().enter(ReloadPhase.PLAN);
        return effective == null ? start(found) : reload(found, effective);
    }

    private Decision start(Wanted.Found found) {
        TransactionFrame frame = new TransactionFrame(null, found.document(), workshop);
        Transaction transaction = new Transaction(capabilities.everybody(), frame, steps());
        List<ConfigProblem> problems = ModeSetting.problems(found.document());
        if (!problems.isEmpty()) {
            return invalid(problems, transaction.check(), found);
        }
        Transaction.Outcome outcome = transaction.run();
        return decision(outcome, found, new Publication(null, found.document(), ImmutableList.of()));
    }

    private Decision reload(Wanted.Found found, ConfigDocument base) {
        Optional<ConfigDocument> requested = Optional.of(found.document());
        List<ConfigProblem> problems = ModeSetting.problems(found.document());
        if (!problems.isEmpty()) {
            return invalid(
                    problems,
                    transaction(capabilities.plan(base, found.document())).check(),
                    found);
        }
        Course course = course(found.document(), base);
        if (course instanceof Course.Disabled) {
            return Decision.refused(new ReloadResult.Disabled(), requested);
        }
        if (course instanceof Course.Nothing nothing) {
            return Decision.refused(new ReloadResult.Unchanged(revision, nothing.pending()), requested);
        }
        return course instanceof Course.Restart restart
                ? restartRequired(restart.plan(), ImmutableList.of(), found)
                : carryOut((Course.Go) course, found);
    }

    /** Tells what participants say about a document together with what is wrong with it for the reloader itself. */
    private Decision invalid(List<ConfigProblem> problems, Transaction.Outcome outcome, Wanted.Found found) {
        if (outcome instanceof Transaction.Outcome.Failed) {
            return notCommitted(outcome, found);
        }
        List<ConfigProblem> others = outcome instanceof Transaction.Outcome.Refused refused
                ? refused.problems()
                : ((Transaction.Outcome.Committed) outcome).warnings();
        List<ConfigProblem> all = ImmutableList.<ConfigProblem>builder()
                .addAll(problems)
                .addAll(others)
                .build();
        return masked(Decision.refused(new ReloadResult.Invalid(all), Optional.of(found.document())), found);
    }

    private Course course(ConfigDocument wanted, ConfigDocument base) {
        ReloadMode mode = ticket.mode().or(() -> fixedMode).orElseGet(() -> ModeSetting.of(wanted));
        return Course.find(base, wanted, mode, new Course.CourseContext(capabilities, workshop.unsettled()));
    }

    /** Nobody should restart a program into a document that does not hold, so it is validated all the same. */
    private Decision restartRequired(ReloadPlan plan, List<ConfigProblem> dependencies, Wanted.Found found) {
        Transaction.Outcome outcome = transaction(plan).check();
        return outcome instanceof Transaction.Outcome.Committed
                ? masked(
                        Decision.refused(
                                new ReloadResult.RestartRequired(plan, dependencies), Optional.of(found.document())),
                        found)
                : notCommitted(outcome, found);
    }

    private Decision carryOut(Course.Go go, Wanted.Found found) {
        Participation participation = capabilities.participation(go.plan(), workshop.unsettled());
        if (!participation.isEmpty() && !retired.admit()) {
            return Decision.refused(
                    new ReloadResult.Busy(ReloadResult.Busy.Reason.TOO_MANY_RETIRED), Optional.of(found.document()));
        }
        Transaction.Outcome outcome = transaction(go.plan()).run();
        if (go.isDeferring() && outcome instanceof Transaction.Outcome.Refused refused) {
            // What is deferred may be what the rest depends on: then nothing can be done without a restart.
            return restartRequired(go.wanted(), refused.problems(), found);
        }
        return decision(outcome, found, publication(go));
    }

    /** What comes into force if a transaction succeeds. */
    private record Publication(@Nullable ReloadPlan plan, ConfigDocument document, List<ConfigPath> pending) {}

    private static Publication publication(Course.Go go) {
        return new Publication(go.plan(), go.plan().target(), go.pending());
    }

    private Decision decision(Transaction.Outcome outcome, Wanted.Found found, Publication publication) {
        if (!(outcome instanceof Transaction.Outcome.Committed committed)) {
            return notCommitted(outcome, found);
        }
        ReloadResult applied = new ReloadResult.Applied(
                revision + 1, Optional.ofNullable(publication.plan()), publication.pending(), committed.warnings());
        Decision decision = new Decision(
                applied,
                Optional.of(found.document()),
                publication.document(),
                Optional.of(committed.replaced()),
                ImmutableList.of());
        return masked(decision, found);
    }

    private Decision notCommitted(Transaction.Outcome outcome, Wanted.Found found) {
        Optional<ConfigDocument> requested = Optional.of(found.document());
        if (outcome instanceof Transaction.Outcome.Failed failed) {
            return masked(Decision.refused(failedResult(failed), requested).retiring(failed.withdrawn()), found);
        }
        List<ConfigProblem> problems =
                outcome instanceof Transaction.Outcome.Refused refused ? refused.problems() : ImmutableList.of();
        return masked(Decision.refused(new ReloadResult.Invalid(problems), requested), found);
    }

    private static ReloadResult failedResult(Transaction.Outcome.Failed failed) {
        return failed.unrestored().isEmpty()
                ? new ReloadResult.RolledBack(failed.failure(), failed.outages())
                : new ReloadResult.RestoreFailed(failed.failure(), failed.unrestored(), failed.outages());
    }

    /** Does what leaves no trace, and undoes it. */
    DryRunReport tryOut() {
        ticket.scope().enter(ReloadPhase.READ);
        Wanted wanted = ticket.wanted();
        if (wanted instanceof Wanted.Refused refused) {
            return DryRunReport.refused(refused.result());
        }
        ticket.scope().enter(ReloadPhase.PLAN);
        return tryOut((Wanted.Found) wanted, requireNonNull(effective, "effective"));
    }

    private DryRunReport tryOut(Wanted.Found found, ConfigDocument base) {
        if (!ModeSetting.problems(found.document()).isEmpty()) {
            return DryRunReport.refused(reload(found, base).result());
        }
        Course course = course(found.document(), base);
        if (course instanceof Course.Go go) {
            return tryOut(go, found);
        }
        // Has no effect, since there is nothing to carry out.
        Decision decision = reload(found, base);
        return new DryRunReport(
                Optional.of(decision.result()),
                course instanceof Course.Restart restart ? Optional.of(restart.plan()) : Optional.empty(),
                course instanceof Course.Nothing nothing ? nothing.pending() : ImmutableList.of(),
                ImmutableList.of(),
                ImmutableList.of());
    }

    private DryRunReport tryOut(Course.Go go, Wanted.Found found) {
        Participation participation = capabilities.participation(go.plan(), workshop.unsettled());
        List<String> notTried =
                participation.exclusives().stream().map(Part::name).collect(ImmutableList.toImmutableList());
        Decision decision = participation.isEmpty() || retired.hasRoom()
                ? triedOut(go, found)
                : Decision.refused(
                        new ReloadResult.Busy(ReloadResult.Busy.Reason.TOO_MANY_RETIRED),
                        Optional.of(found.document()));
        workshop.log().notes(decision.notes());
        boolean applies = decision.result() instanceof ReloadResult.Applied;
        List<ConfigProblem> warnings =
                decision.result() instanceof ReloadResult.Applied applied ? applied.warnings() : ImmutableList.of();
        return new DryRunReport(
                applies ? Optional.empty() : Optional.of(decision.result()),
                Optional.of(go.plan()),
                go.pending(),
                warnings,
                notTried);
    }

    private Decision triedOut(Course.Go go, Wanted.Found found) {
        Transaction.Outcome outcome = transaction(go.plan()).tryOut();
        return go.isDeferring() && outcome instanceof Transaction.Outcome.Refused refused
                ? restartRequired(go.wanted(), refused.problems(), found)
                : decision(outcome, found, publication(go));
    }

    private Transaction transaction(ReloadPlan plan) {
        return new Transaction(
                capabilities.participation(plan, workshop.unsettled()),
                new TransactionFrame(plan, plan.target(), workshop),
                steps());
    }

    private StepRunner steps() {
        return new StepRunner(workshop.calls(), workshop.hostCode(), ticket.scope());
    }

    /** Host code may quote secrets of the document in force as well as of the one that is wanted. */
    private Decision masked(Decision decision, Wanted.Found found) {
        List<ConfigDocument> documents = Stream.concat(Stream.ofNullable(effective), Stream.of(found.document()))
                .collect(ImmutableList.toImmutableList());
        return ResultMasking.mask(decision, ticket.scope().notes(), documents);
    }
}
