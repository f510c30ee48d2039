package dev.agentreload.core.apply;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.plan.ReloadPlan;
import java.util.List;

/** What is to be done about a document that is wanted. Found without any effect. */
sealed interface Course {

    /** Nothing is done, whatever it is that differs. */
    record Disabled() implements Course {}

    /**
     * There is nothing to do but what waits for a restart.
     *
     * @param pending the paths that wait
     */
    record Nothing(List<ConfigPath> pending) implements Course {

        public Nothing {
            pending = ImmutableList.copyOf(pending);
        }
    }

    /**
     * Nothing can be done without a restart.
     *
     * @param plan from the document in force to the one that is wanted
     */
    record Restart(ReloadPlan plan) implements Course {}

    /**
     * A plan can be carried out.
     *
     * @param plan to be carried out; its target is what will be in force
     * @param wanted the plan from the document in force to the one that is wanted; the same unless something waits
     * @param pending the paths that wait for a restart
     */
    record Go(ReloadPlan plan, ReloadPlan wanted, List<ConfigPath> pending) implements Course {

        public Go {
            pending = ImmutableList.copyOf(pending);
        }

        boolean isDeferring() {
            return !pending.isEmpty();
        }
    }

    /**
     * Finds the course from the document in force to the one that is wanted.
     */
    static Course find(ConfigDocument effective, ConfigDocument wanted, ReloadMode mode, CourseContext context) {
        if (mode == ReloadMode.OFF) {
            return new Disabled();
        }
        ReloadPlan plan = context.capabilities().plan(effective, wanted);
        if (plan.changes().isEmpty() && context.unsettled().isEmpty()) {
            return new Nothing(ImmutableList.of());
        }
        return switch (mode) {
            case OFF -> new Disabled();
            case RESTART -> plan.isNoop() ? whole(plan) : new Restart(plan);
            case HYBRID -> plan.requiresRestart() ? new Restart(plan) : whole(plan);
            case HOT -> plan.requiresRestart() ? deferring(plan, context) : whole(plan);
        };
    }

    private static Course whole(ReloadPlan plan) {
        return new Go(plan, plan, ImmutableList.of());
    }

    private static Course deferring(ReloadPlan wanted, CourseContext context) {
        ConfigDocument target;
        try {
            target = Deferral.effective(wanted);
        } catch (IllegalArgumentException e) {
            return new Restart(wanted);
        }
        ReloadPlan plan = context.capabilities().plan(wanted.base(), target);
        if (plan.requiresRestart()) {
            return new Restart(wanted);
        }
        List<ConfigPath> pending = wanted.restartReasons();
        return plan.changes().isEmpty() && context.unsettled().isEmpty()
                ? new Nothing(pending)
                : new Go(plan, wanted, pending);
    }

    /**
     * What a course depends on besides the documents.
     *
     * @param capabilities what the host can take into effect
     * @param unsettled the participants that must be called even if nothing differs
     */
    record CourseContext(Capabilities capabilities, Unsettled unsettled) {}
}
