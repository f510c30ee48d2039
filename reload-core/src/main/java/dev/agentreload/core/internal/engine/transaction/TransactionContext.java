// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.engine.transaction;

import dev.agentreload.core.apply.ReloadDeadlines;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigDocument.Unresolved;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.internal.tree.UnresolvedText;
import dev.agentreload.core.participant.ActionScope;
import dev.agentreload.core.participant.Deadline;
import dev.agentreload.core.participant.ReloadContext;
import dev.agentreload.core.plan.ReloadPlan;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
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
     * @param revision the number of the revision that it brings into force
     */
    public TransactionContext(@Nullable ReloadPlan plan, ConfigDocument target, long revision, EngineContext engine) {
        this.plan = plan;
        this.engine = engine;
        Deadline deadline = engine.deadline(engine.deadlines().validate());
        ReloadContext first = plan == null
                ? ReloadContext.start(target, deadline)
                : ReloadContext.of(plan, ActionScope.everything(), deadline);
        this.context = first.withRevision(revision);
        target.warnings().forEach(context::warn);
    }

    ReloadContext context(EnlistedParticipant<?> enlisted, Duration limit) {
        return context.with(enlisted.scope(), engine.deadline(limit));
    }

    /** Returns the context whose warnings are those of all participants. */
    ReloadContext context() {
        return context;
    }

    /** Returns the warnings about placeholders without a value, as far as participants did not report those as errors. */
    List<ConfigProblem> unresolved(Collection<ConfigProblem> reported) {
        List<Unresolved> others = context.target().unresolved().stream()
                .filter(one -> reported.stream()
                        .noneMatch(problem -> problem.message().equals(one.reason())
                                && problem.position().equals(one.position())))
                .toList();
        return UnresolvedText.warnings(others, context.target().section());
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
