// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.engine.transaction;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.participant.ActionScope;
import dev.agentreload.core.plan.ReloadAction;
import dev.agentreload.core.plan.ReloadPlan;
import dev.agentreload.core.plan.ReloadPlanner;
import dev.agentreload.core.plan.RuleTable;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The participants of a reloader with their states, and what the reloader can apply with them: its rules, and the actions that
 * need no participant. <em>Safe for use by multiple threads.</em>
 */
public final class ParticipantRegistry {

    private static final List<ConfigPath> AGENTS = ImmutableList.of(
            ConfigPath.of("agents", "list"), ConfigPath.of("agents", "entries"), ConfigPath.of("agents", "defaults"));

    private final RuleTable rules;
    private final ImmutableList<RegisteredParticipant<?>> participants;
    private final ImmutableSet<ReloadAction> ignored;
    private final UnreadSections unread;

    public ParticipantRegistry(
            RuleTable rules,
            List<RegisteredParticipant<?>> participants,
            Set<ReloadAction> ignored,
            Set<ConfigPath> read) {
        this.rules = rules;
        this.participants = ImmutableList.copyOf(participants);
        this.ignored = ImmutableSet.copyOf(ignored);
        this.unread = new UnreadSections(read);
    }

    public RuleTable rules() {
        return rules;
    }

    /** Plans like {@link ReloadPlanner}, except that a path with an action that has no participant needs a restart. */
    public ReloadPlan plan(ConfigDocument base, ConfigDocument target) {
        return ReloadPlanner.plan(base, target, rules).restartingUnless(this::isApplied);
    }

    private boolean isApplied(ReloadAction action) {
        return ignored.contains(action) || participants.stream().anyMatch(participant -> participant.handles(action));
    }

    /** Returns a warning for each section that takes effect when it is read and that nothing here reads. */
    public List<ConfigProblem> unread(ReloadPlan plan) {
        return unread.warnings(plan);
    }

    /** Returns a warning if a first document has agents, and nothing here is about agents. */
    public List<ConfigProblem> unappliedAgents(ConfigDocument document) {
        return AGENTS.stream()
                .filter(this::asksForAgents)
                .flatMap(path -> document.find(path).stream().map(node -> unapplied(path, node)))
                .limit(1)
                .filter(warning -> !isApplied(ReloadAction.RELOAD_AGENTS))
                .collect(ImmutableList.toImmutableList());
    }

    private boolean asksForAgents(ConfigPath path) {
        return rules.find(path).stream()
                .flatMap(rule -> rule.actions().stream())
                .anyMatch(action -> action.text().equals(ReloadAction.RELOAD_AGENTS.id()));
    }

    private static ConfigProblem unapplied(ConfigPath path, ConfigNode node) {
        return ConfigProblem.warning(
                path,
                node.position(),
                "nothing uses the agents",
                "register a participant that handles [" + ReloadAction.RELOAD_AGENTS.id() + "], or ignore that action");
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
