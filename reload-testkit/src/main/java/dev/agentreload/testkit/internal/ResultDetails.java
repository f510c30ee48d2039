// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.internal;

import dev.agentreload.core.apply.Outage;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.apply.StepFailure;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.plan.ReloadPlan;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What results of several kinds have in common, and what one of another kind does not have. */
public final class ResultDetails {

    private ResultDetails() {}

    public static OptionalLong revision(ReloadResult result) {
        if (result instanceof ReloadResult.Applied applied) {
            return OptionalLong.of(applied.revision());
        }
        return result instanceof ReloadResult.Unchanged unchanged
                ? OptionalLong.of(unchanged.revision())
                : OptionalLong.empty();
    }

    public static Optional<ReloadPlan> plan(ReloadResult result) {
        if (result instanceof ReloadResult.Applied applied) {
            return applied.plan();
        }
        return result instanceof ReloadResult.RestartRequired required
                ? Optional.of(required.plan())
                : Optional.empty();
    }

    public static Optional<StepFailure> failure(ReloadResult result) {
        if (result instanceof ReloadResult.RolledBack rolledBack) {
            return Optional.of(rolledBack.failure());
        }
        return result instanceof ReloadResult.RestoreFailed failed ? Optional.of(failed.failure()) : Optional.empty();
    }

    public static List<String> outages(ReloadResult result) {
        List<Outage> outages = List.of();
        if (result instanceof ReloadResult.RolledBack rolledBack) {
            outages = rolledBack.outages();
        } else if (result instanceof ReloadResult.RestoreFailed failed) {
            outages = failed.outages();
        }
        return outages.stream().map(Outage::participant).toList();
    }

    public static Optional<List<ConfigPath>> pending(ReloadResult result) {
        if (result instanceof ReloadResult.Applied applied) {
            return Optional.of(applied.pending());
        }
        return result instanceof ReloadResult.Unchanged unchanged ? Optional.of(unchanged.pending()) : Optional.empty();
    }

    public static List<ConfigProblem> problems(ReloadResult result) {
        return result instanceof ReloadResult.Invalid invalid ? invalid.problems() : List.of();
    }

    public static List<ConfigProblem> warnings(ReloadResult result) {
        return result instanceof ReloadResult.Applied applied ? applied.warnings() : List.of();
    }

    /** The summary counts what a test may be about. */
    public static String described(ReloadResult result) {
        StringBuilder text = new StringBuilder(result.summary());
        pending(result)
                .filter(paths -> !paths.isEmpty())
                .ifPresent(paths -> text.append("%n  pending: %s".formatted(paths)));
        warnings(result).forEach(warning -> text.append("%n  warning: %s".formatted(warning)));
        failure(result).ifPresent(failure -> text.append("%n  outages: %s".formatted(outages(result))));
        return text.toString();
    }
}
