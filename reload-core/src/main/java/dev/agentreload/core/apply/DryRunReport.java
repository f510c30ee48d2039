package dev.agentreload.core.apply;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.plan.ReloadPlan;
import java.util.List;
import java.util.Optional;

/**
 * What a reload would do. It has changed nothing. <em>Immutable.</em>
 *
 * @param obstacle how a reload would end, as far as that was tried; empty if it would apply the plan
 * @param plan what would be applied; empty if the dry run ended before
 * @param pending the paths whose changes would wait for a restart
 * @param warnings what participants warned of
 * @param notTried the exclusive participants that would be stopped and started, which was not tried
 */
public record DryRunReport(
        Optional<ReloadResult> obstacle,
        Optional<ReloadPlan> plan,
        List<ConfigPath> pending,
        List<ConfigProblem> warnings,
        List<String> notTried) {

    /** Copies the lists. */
    public DryRunReport {
        requireNonNull(obstacle, "obstacle");
        requireNonNull(plan, "plan");
        pending = ImmutableList.copyOf(pending);
        warnings = ImmutableList.copyOf(warnings);
        notTried = ImmutableList.copyOf(notTried);
    }

    public static DryRunReport refused(ReloadResult obstacle) {
        return new DryRunReport(
                Optional.of(obstacle), Optional.empty(), ImmutableList.of(), ImmutableList.of(), ImmutableList.of());
    }
}
