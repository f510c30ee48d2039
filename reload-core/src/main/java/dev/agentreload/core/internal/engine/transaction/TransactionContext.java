// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.engine.transaction;

import com.google.common.collect.ImmutableSet;
import dev.agentreload.core.apply.ReloadDeadlines;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigDocument.Unresolved;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.SourcePosition;
import dev.agentreload.core.internal.tree.UnresolvedText;
import dev.agentreload.core.participant.Deadline;
import dev.agentreload.core.participant.ReloadContext;
import dev.agentreload.core.plan.ReloadPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the steps of one transaction share: the documents, and the services of the reloader. */
public final class TransactionContext {

    private final @Nullable ReloadPlan plan;
    private final ConfigDocument target;
    private final long revision;
    private final EngineContext engine;
    private final List<ReloadContext> calls = new ArrayList<>();

    /**
     * Creates the context of one transaction.
     *
     * @param plan what is applied, or null for the start
     * @param revision the number of the revision that it brings into force
     */
    public TransactionContext(@Nullable ReloadPlan plan, ConfigDocument target, long revision, EngineContext engine) {
        this.plan = plan;
        this.target = target;
        this.revision = revision;
        this.engine = engine;
    }

    /** Returns the context for one call of a participant. */
    ReloadContext context(EnlistedParticipant<?> enlisted, Duration limit) {
        Deadline deadline = engine.deadline(limit);
        ReloadContext call = plan == null
                ? ReloadContext.start(target, deadline)
                : ReloadContext.of(plan, enlisted.scope(), deadline);
        calls.add(call.withRevision(revision));
        return calls.get(calls.size() - 1);
    }

    /** Returns the warnings of the document and of all participants so far, but those about a value that was reported as an error. */
    List<ConfigProblem> warnings(Collection<ConfigProblem> reported) {
        Set<SourcePosition> wrong = reported.stream()
                .filter(ConfigProblem::isError)
                .map(ConfigProblem::position)
                .filter(SourcePosition::hasLine)
                .collect(ImmutableSet.toImmutableSet());
        return Stream.concat(
                        target.warnings().stream().filter(warning -> !wrong.contains(warning.position())),
                        calls.stream().flatMap(call -> call.warnings().stream()))
                .toList();
    }

    /** Returns the warnings about placeholders without a value, as far as participants did not report those as errors. */
    List<ConfigProblem> unresolved(Collection<ConfigProblem> reported) {
        List<Unresolved> others = target.unresolved().stream()
                .filter(one -> reported.stream()
                        .noneMatch(problem -> problem.message().equals(one.reason())
                                && problem.position().equals(one.position())))
                .toList();
        return UnresolvedText.warnings(others, target.section());
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
