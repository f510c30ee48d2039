package dev.agentreload.core.apply;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.plan.ReloadPlan;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the steps of one transaction share: the documents, and what the reloader lends them.
 *
 * <p>Belongs to the requesting thread; {@link #late} is called by others.
 */
final class TransactionFrame {

    private final @Nullable ReloadPlan plan;
    private final ReloadContext context;
    private final Workshop workshop;

    /**
     * Creates the frame of one transaction.
     *
     * @param plan what is carried out, or null for the start
     */
    TransactionFrame(@Nullable ReloadPlan plan, ConfigDocument target, Workshop workshop) {
        this.plan = plan;
        this.workshop = workshop;
        Deadline deadline = deadline(workshop.deadlines().prepare());
        this.context =
                plan == null ? ReloadContext.start(target, deadline) : ReloadContext.of(plan, List.of(), deadline);
    }

    ReloadContext context(Part<?> part, Duration limit) {
        return context.with(part.actions(), deadline(limit));
    }

    /** Returns the context whose warnings are those of all participants. */
    ReloadContext context() {
        return context;
    }

    Optional<ConfigDocument> before() {
        return plan == null ? Optional.empty() : Optional.of(plan.base());
    }

    ReloadDeadlines deadlines() {
        return workshop.deadlines();
    }

    Deadline deadline(Duration time) {
        return Deadline.after(time, workshop.ticker());
    }

    long now() {
        LongSupplier ticker = workshop.ticker();
        return ticker.getAsLong();
    }

    /** Returns an empty collection of what is to be retired. */
    RetiredResources resources() {
        return RetiredResources.create(workshop.leases());
    }

    Unsettled unsettled() {
        return workshop.unsettled();
    }

    /** Returns whether a participant does not run: nothing does before the start. */
    boolean isDown(Participant participant) {
        return plan == null || unsettled().contains(participant);
    }

    /** Remembers that a participant does not run although it should; before the start none should. */
    void markDown(Participant participant, Access access) {
        if (access == Access.BLOCKED) {
            return;
        }
        if (plan == null) {
            unsettled().remove(participant);
        } else {
            unsettled().add(participant);
        }
    }

    /** Whether a participant can be called. */
    enum Access {
        CALLABLE,
        /** A call that was given up still runs in it, which {@link Unsettled} knows. */
        BLOCKED
    }

    /** Runs host code for a result that nobody waits for any more, on the thread that brings it. */
    void late(Part<?> part, ReloadPhase phase, StepRunner.Action action) {
        try {
            workshop.hostCode().call(part.participant(), StepRunner.returning(action));
            workshop.log().late(part.name(), phase);
        } catch (Throwable failure) {
            workshop.log().lateFailure(part.name(), phase, failure);
            if (failure instanceof VirtualMachineError error && Failures.isFatal(failure)) {
                throw error;
            }
        }
    }
}
