package dev.agentreload.core.internal.engine.transaction;

import dev.agentreload.core.apply.ReloadDeadlines;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.internal.tree.DocumentedSections;
import dev.agentreload.core.internal.tree.UnresolvedText;
import dev.agentreload.core.participant.Deadline;
import dev.agentreload.core.participant.ReloadContext;
import dev.agentreload.core.plan.ReloadPlan;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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
        this.context =
                plan == null ? ReloadContext.start(target, deadline) : ReloadContext.of(plan, List.of(), deadline);
        target.warnings().forEach(context::warn);
        misspeltSections(target).forEach(context::warn);
    }

    /** At the root, hosts may have sections of their own, so only what resembles a known one is reported. */
    private List<ConfigProblem> misspeltSections(ConfigDocument target) {
        Set<String> known = engine.participants().rules().rules().stream()
                .flatMap(rule -> rule.pattern().literal(0).stream())
                .collect(Collectors.toSet());
        Map<String, ConfigNode> members = new LinkedHashMap<>();
        target.root().forEach(members::put);
        return DocumentedSections.resembling(members, ConfigPath.root(), known);
    }

    ReloadContext context(EnlistedParticipant<?> enlisted, Duration limit) {
        return context.with(enlisted.actions(), engine.deadline(limit));
    }

    /** Returns the context whose warnings are those of all participants. */
    ReloadContext context() {
        return context;
    }

    /** Returns the warnings about placeholders without a value, as far as participants did not report those as errors. */
    List<ConfigProblem> unresolved(Collection<ConfigProblem> reported) {
        return UnresolvedText.warnings(context.target().unresolved().stream()
                .filter(one -> reported.stream()
                        .noneMatch(problem -> problem.message().equals(one.reason())
                                && problem.position().equals(one.position())))
                .toList());
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
