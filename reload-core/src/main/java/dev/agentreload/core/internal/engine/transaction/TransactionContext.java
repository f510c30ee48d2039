package dev.agentreload.core.internal.engine.transaction;

import dev.agentreload.core.apply.ReloadDeadlines;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.participant.ActionScope;
import dev.agentreload.core.participant.Deadline;
import dev.agentreload.core.participant.ReloadContext;
import dev.agentreload.core.plan.ReloadPlan;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the steps of one transaction share: the documents, and the services of the reloader. */
public final class TransactionContext {

    private final @Nullable ReloadPlan plan;
    private final ReloadContext context;
    private final EngineContext engine;

    /**
     * Creates the context of one transaction.
     *
     * @param plan what is applied, or null for the start
     */
    public TransactionContext(@Nullable ReloadPlan plan, ConfigDocument target, EngineContext engine) {
        this.plan = plan;
        this.engine = engine;
        Deadline deadline = engine.deadline(engine.deadlines().validate());
        this.context = plan == null
                ? ReloadContext.start(target, deadline)
                : ReloadContext.of(plan, ActionScope.everything(), deadline);
    }

    ReloadContext context(EnlistedParticipant<?> enlisted, Duration limit) {
        return context.with(enlisted.scope(), engine.deadline(limit));
    }

    /** Returns the context whose warnings are those of all participants. */
    ReloadContext context() {
        return context;
    }

    Optional<ConfigDocument> before() {
        return plan == null ? Optional.empty() : Optional.of(plan.base());
    }

    EngineContext engine() {
        return engine;
    }

    ReloadDeadlines deadlines() {
        return engine.deadlines();
    }

    long now() {
        return engine.ticker().getAsLong();
    }
}
