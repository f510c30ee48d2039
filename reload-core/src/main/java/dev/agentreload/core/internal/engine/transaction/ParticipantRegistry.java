package dev.agentreload.core.internal.engine.transaction;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.participant.ActionScope;
import dev.agentreload.core.plan.PlannedChange;
import dev.agentreload.core.plan.ReloadAction;
import dev.agentreload.core.plan.ReloadPlan;
import dev.agentreload.core.plan.ReloadPlanner;
import dev.agentreload.core.plan.RuleTable;
import dev.agentreload.core.plan.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The participants of a reloader with their states, and what the reloader can apply with them: its rules, and the actions that
 * need no participant. <em>Safe for use by multiple threads.</em>
 */
public final class ParticipantRegistry {

    private final RuleTable rules;
    private final ImmutableList<RegisteredParticipant<?>> participants;
    private final ImmutableSet<ReloadAction> ignored;

    public ParticipantRegistry(
            RuleTable rules, List<RegisteredParticipant<?>> participants, Set<ReloadAction> ignored) {
        this.rules = rules;
        this.participants = ImmutableList.copyOf(participants);
        this.ignored = ImmutableSet.copyOf(ignored);
    }

    public RuleTable rules() {
        return rules;
    }

    /** Plans like {@link ReloadPlanner}, except that a path with an action that has no participant needs a restart. */
    public ReloadPlan plan(ConfigDocument base, ConfigDocument target) {
        ReloadPlan plan = ReloadPlanner.plan(base, target, rules);
        Set<ReloadAction> unhandled = plan.actions().stream()
                .filter(action -> !ignored.contains(action) && !isHandled(action))
                .collect(ImmutableSet.toImmutableSet());
        return unhandled.isEmpty() ? plan : withRestarts(plan, unhandled);
    }

    private boolean isHandled(ReloadAction action) {
        return participants.stream().anyMatch(participant -> participant.handles(action));
    }

    private static ReloadPlan withRestarts(ReloadPlan plan, Set<ReloadAction> unhandled) {
        List<PlannedChange> changes = plan.changes().stream()
                .map(change -> withRestart(change, unhandled))
                .collect(ImmutableList.toImmutableList());
        return new ReloadPlan(plan.base(), plan.target(), plan.ruleTableId(), changes);
    }

    private static PlannedChange withRestart(PlannedChange planned, Set<ReloadAction> unhandled) {
        Optional<ReloadAction> lacking =
                planned.actions().stream().filter(unhandled::contains).findFirst();
        if (lacking.isEmpty()) {
            return planned;
        }
        String reason = "no participant handles [" + lacking.get().id() + "]";
        return new PlannedChange(
                planned.change(),
                planned.path(),
                planned.rule().map(rule -> rule.withReason(reason)),
                Verdict.RESTART,
                ImmutableList.of());
    }

    /** Returns the participants with an action in the plan, and the degraded ones. */
    public Enlistment enlist(ReloadPlan plan) {
        List<ReloadAction> actions = plan.actions();
        return new Enlistment(participants.stream()
                .flatMap(participant -> enlist(participant, actions).stream())
                .collect(ImmutableList.toImmutableList()));
    }

    private static Optional<EnlistedParticipant<?>> enlist(
            RegisteredParticipant<?> participant, List<ReloadAction> actions) {
        if (participant.isDegraded()) {
            return Optional.of(new EnlistedParticipant<>(participant, ActionScope.everything()));
        }
        List<ReloadAction> handled =
                actions.stream().filter(participant::handles).collect(ImmutableList.toImmutableList());
        return handled.isEmpty()
                ? Optional.empty()
                : Optional.of(new EnlistedParticipant<>(participant, ActionScope.of(handled)));
    }

    /** Returns all participants, each with everything. */
    public Enlistment enlistAll() {
        return new Enlistment(participants.stream()
                .map(participant -> new EnlistedParticipant<>(participant, ActionScope.everything()))
                .collect(ImmutableList.toImmutableList()));
    }

    public boolean hasDegraded() {
        return participants.stream().anyMatch(RegisteredParticipant::isDegraded);
    }

    /** Returns the names of the degraded participants, in the order of registration. */
    public List<String> degraded() {
        return participants.stream()
                .filter(RegisteredParticipant::isDegraded)
                .map(RegisteredParticipant::name)
                .collect(ImmutableList.toImmutableList());
    }
}
