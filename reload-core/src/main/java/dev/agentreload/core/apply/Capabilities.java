package dev.agentreload.core.apply;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.plan.PlannedChange;
import dev.agentreload.core.plan.ReloadAction;
import dev.agentreload.core.plan.ReloadPlan;
import dev.agentreload.core.plan.ReloadPlanner;
import dev.agentreload.core.plan.RuleTable;
import dev.agentreload.core.plan.Verdict;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a host can take into effect: its rules, its participants, and the actions for which it wants none. Plans made here need a
 * restart for each path with an action that nobody handles. <em>Immutable.</em>
 */
final class Capabilities {

    private final RuleTable rules;
    private final ImmutableList<Participant> participants;
    private final ImmutableSet<ReloadAction> ignored;

    Capabilities(RuleTable rules, List<Participant> participants, Collection<ReloadAction> ignored) {
        this.rules = rules;
        this.participants = ImmutableList.copyOf(participants);
        this.ignored = ImmutableSet.copyOf(ignored);
    }

    RuleTable rules() {
        return rules;
    }

    List<Participant> participants() {
        return participants;
    }

    ReloadPlan plan(ConfigDocument base, ConfigDocument target) {
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
        String reason = "nobody handles [" + lacking.get().id() + "]";
        return new PlannedChange(
                planned.change(),
                planned.path(),
                planned.rule().map(rule -> rule.withReason(reason)),
                Verdict.RESTART,
                ImmutableList.of());
    }

    /** Returns the participants with an action in the plan, and those that are in trouble. */
    Participation participation(ReloadPlan plan, Unsettled unsettled) {
        List<ReloadAction> actions = plan.actions();
        return new Participation(participants.stream()
                .flatMap(participant -> part(participant, actions, unsettled).stream())
                .collect(ImmutableList.toImmutableList()));
    }

    private static Optional<Part<?>> part(Participant participant, List<ReloadAction> actions, Unsettled unsettled) {
        if (unsettled.contains(participant)) {
            return Optional.of(new Part<>(participant, ImmutableList.of()));
        }
        List<ReloadAction> handled =
                actions.stream().filter(participant::handles).collect(ImmutableList.toImmutableList());
        return handled.isEmpty() ? Optional.empty() : Optional.of(new Part<>(participant, handled));
    }

    /** Returns all participants, each with everything. */
    Participation everybody() {
        Stream<Part<?>> parts = participants.stream().map(participant -> new Part<>(participant, ImmutableList.of()));
        return new Participation(parts.collect(ImmutableList.toImmutableList()));
    }
}
