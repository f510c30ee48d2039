// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.engine;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.apply.ReloadMode;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.internal.engine.transaction.ParticipantRegistry;
import dev.agentreload.core.plan.ReloadPlan;
import java.util.List;

/** The decision about a requested document, computed without side effects. */
sealed interface ApplyDecision {

    /** Reloading is switched off. */
    record Disabled() implements ApplyDecision {}

    /**
     * There is nothing to apply.
     *
     * @param pending the paths that wait for a restart
     */
    record Unchanged(List<ConfigPath> pending) implements ApplyDecision {

        public Unchanged {
            pending = ImmutableList.copyOf(pending);
        }
    }

    /**
     * Nothing can be applied without a restart.
     *
     * @param plan from the document in force to the requested one
     */
    record RestartRequired(ReloadPlan plan) implements ApplyDecision {}

    /**
     * A plan can be applied.
     *
     * @param plan what is applied; its target will be in force
     * @param requested from the document in force to the requested one; the same plan unless a change waits
     * @param pending the paths that wait for a restart
     */
    record Apply(ReloadPlan plan, ReloadPlan requested, List<ConfigPath> pending) implements ApplyDecision {

        public Apply {
            pending = ImmutableList.copyOf(pending);
        }

        boolean isDeferring() {
            return !pending.isEmpty();
        }
    }

    /** Decides how to get from the document in force to the requested one. */
    static ApplyDecision of(
            ConfigDocument effective, ConfigDocument requested, ReloadMode mode, ParticipantRegistry participants) {
        if (mode == ReloadMode.OFF) {
            return new Disabled();
        }
        ReloadPlan plan = participants.plan(effective, requested);
        if (plan.changes().isEmpty() && !participants.hasDegraded()) {
            return new Unchanged(ImmutableList.of());
        }
        return switch (mode) {
            case OFF -> new Disabled();
            case RESTART -> plan.isNoop() ? whole(plan) : new RestartRequired(plan);
            case HYBRID -> plan.requiresRestart() ? new RestartRequired(plan) : whole(plan);
            case HOT -> plan.requiresRestart() ? deferring(plan, participants) : whole(plan);
        };
    }

    private static ApplyDecision whole(ReloadPlan plan) {
        return new Apply(plan, plan, ImmutableList.of());
    }

    private static ApplyDecision deferring(ReloadPlan requested, ParticipantRegistry participants) {
        ReloadPlan plan;
        try {
            plan = Deferral.withoutRestarts(requested);
        } catch (IllegalArgumentException e) {
            return new RestartRequired(requested);
        }
        List<ConfigPath> pending = requested.restartReasons();
        return plan.changes().isEmpty() && !participants.hasDegraded()
                ? new Unchanged(pending)
                : new Apply(plan, requested, pending);
    }
}
