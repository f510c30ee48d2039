// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.participant;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.plan.ReloadAction;
import dev.agentreload.core.plan.ReloadPlan;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * The transaction that a participant takes part in. <em>Safe for use by multiple threads; all but the warnings
 * is immutable.</em>
 */
public final class ReloadContext {

    private final @Nullable ReloadPlan plan;
    private final @Nullable ConfigDocument before;
    private final ConfigDocument target;
    private final long revision;
    private final ActionScope scope;
    private final Deadline deadline;
    private final Queue<ConfigProblem> warnings;

    private ReloadContext(
            @Nullable ReloadPlan plan,
            @Nullable ConfigDocument before,
            ConfigDocument target,
            long revision,
            ActionScope scope,
            Deadline deadline,
            Queue<ConfigProblem> warnings) {
        this.plan = plan;
        this.before = before;
        this.target = requireNonNull(target, "target");
        this.revision = revision;
        this.scope = requireNonNull(scope, "scope");
        this.deadline = requireNonNull(deadline, "deadline");
        this.warnings = warnings;
    }

    /** Returns the context of a start, revision 1: there is no plan and no document in force, and everything is to be built. */
    public static ReloadContext start(ConfigDocument target, Deadline deadline) {
        return new ReloadContext(
                null, null, target, 1, ActionScope.everything(), deadline, new ConcurrentLinkedQueue<>());
    }

    /**
     * Returns the context of a plan that is applied, as revision 2.
     *
     * @param scope those of the plan's actions that the participant handles
     */
    public static ReloadContext of(ReloadPlan plan, ActionScope scope, Deadline deadline) {
        return new ReloadContext(plan, plan.base(), plan.target(), 2, scope, deadline, new ConcurrentLinkedQueue<>());
    }

    /** Returns this context with another number of the revision to come. */
    public ReloadContext withRevision(long other) {
        return new ReloadContext(plan, before, target, other, scope, deadline, warnings);
    }

    /** Returns the plan; empty when the program starts. */
    public Optional<ReloadPlan> plan() {
        return Optional.ofNullable(plan);
    }

    /** Returns the document that is in force; empty when the program starts. */
    public Optional<ConfigDocument> before() {
        return Optional.ofNullable(before);
    }

    /** Returns the document that is to be in force. With changes deferred, it is not the one that was requested. */
    public ConfigDocument target() {
        return target;
    }

    /**
     * Returns the number of the revision that is in force if the transaction succeeds. An attempt that fails leaves it to the next
     * one.
     */
    public long revision() {
        return revision;
    }

    /**
     * Returns whether this action is due: it is one of the plan's that the participant handles, or {@linkplain
     * ActionScope#isEverything everything} is due.
     */
    public boolean concerns(ReloadAction action) {
        return scope.concerns(action);
    }

    /** Returns which actions are due. */
    public ActionScope scope() {
        return scope;
    }

    /** Returns the time until which the call must be done. */
    public Deadline deadline() {
        return deadline;
    }

    /** Adds a warning, which stops nothing; {@code ReloadResult} has it. */
    public void warn(ConfigProblem warning) {
        warnings.add(warning.withSeverity(ConfigProblem.Severity.WARNING));
    }

    /** Returns the warnings so far. */
    public List<ConfigProblem> warnings() {
        return ImmutableList.copyOf(warnings);
    }

    /**
     * Returns this context as an exclusive participant gets it when its old form is started again after a failure: the target is the
     * document that was in force before.
     */
    public ReloadContext restoring(ConfigDocument document) {
        return new ReloadContext(plan, before, document, revision, scope, deadline, warnings);
    }

    /** Returns source and content id of the target, never content. */
    @Override
    public String toString() {
        return "ReloadContext[" + target + ", scope=" + scope + "]";
    }
}
