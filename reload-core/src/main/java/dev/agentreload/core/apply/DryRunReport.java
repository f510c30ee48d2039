// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.apply;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.plan.ReloadPlan;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a reload would do. It has changed nothing. <em>Immutable.</em>
 *
 * @param blockedBy how a reload would end, as far as that was tried; empty if it would apply the plan
 * @param plan what would be applied; empty if the dry run ended before
 * @param pending the paths whose changes would wait for a restart
 * @param warnings what participants warned of
 * @param notVerified the exclusive participants that would be stopped and started, which was not tried
 */
public record DryRunReport(
        Optional<ReloadResult> blockedBy,
        Optional<ReloadPlan> plan,
        List<ConfigPath> pending,
        List<ConfigProblem> warnings,
        List<String> notVerified) {

    /** Copies the lists. */
    public DryRunReport {
        requireNonNull(blockedBy, "blockedBy");
        requireNonNull(plan, "plan");
        pending = ImmutableList.copyOf(pending);
        warnings = ImmutableList.copyOf(warnings);
        notVerified = ImmutableList.copyOf(notVerified);
    }

    /** Returns the report of a dry run that ended before there was a plan. */
    public static DryRunReport of(ReloadResult result) {
        return new DryRunReport(
                Optional.of(result), Optional.empty(), ImmutableList.of(), ImmutableList.of(), ImmutableList.of());
    }

    /** Returns the documented form for programs; the package comment lists the fields. */
    public Map<String, Object> toMap() {
        return ReportMaps.of(this);
    }
}
