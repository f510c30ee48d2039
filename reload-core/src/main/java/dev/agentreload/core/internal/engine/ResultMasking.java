package dev.agentreload.core.internal.engine;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.internal.engine.masking.SecretMask;
import dev.agentreload.core.internal.engine.state.Decision;
import java.util.List;

/**
 * Masks secrets in all that host code contributed to a decision: exceptions, problems and warnings of participants, and notes,
 * which quote exceptions. The sentences around these, and plans, whose values are masked where they are shown, stay as they are.
 */
final class ResultMasking {

    private ResultMasking() {}

    static Decision mask(Decision decision, List<String> notes, SecretMask mask) {
        return decision.with(mask(decision.result(), mask), mask.maskTexts(notes));
    }

    private static ReloadResult mask(ReloadResult result, SecretMask mask) {
        if (result instanceof ReloadResult.Applied applied) {
            return new ReloadResult.Applied(
                    applied.revision(), applied.plan(), applied.pending(), mask.maskProblems(applied.warnings()));
        }
        if (result instanceof ReloadResult.Invalid invalid) {
            return new ReloadResult.Invalid(mask.maskProblems(invalid.problems()));
        }
        if (result instanceof ReloadResult.RestartRequired restart) {
            return new ReloadResult.RestartRequired(
                    restart.plan(), mask.maskProblems(restart.dependencies()), mask.maskProblems(restart.warnings()));
        }
        if (result instanceof ReloadResult.RolledBack failed) {
            return new ReloadResult.RolledBack(
                    mask.mask(failed.failure()), failed.outages(), mask.maskProblems(failed.warnings()));
        }
        if (result instanceof ReloadResult.RestoreFailed failed) {
            return new ReloadResult.RestoreFailed(
                    mask.mask(failed.failure()),
                    failed.unrestored().stream().map(mask::mask).collect(ImmutableList.toImmutableList()),
                    failed.outages(),
                    mask.maskProblems(failed.warnings()));
        }
        return result;
    }
}
