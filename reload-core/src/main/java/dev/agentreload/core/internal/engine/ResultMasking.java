// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.engine;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.internal.engine.masking.SecretMask;
import dev.agentreload.core.internal.engine.state.Decision;
import java.util.List;

/**
 * Masks secrets in all that host code contributed to a decision: exceptions, problems and warnings of participants, and notes,
 * which quote exceptions. The sentences around these, and plans, whose values are masked where they are shown, stay as they are. Problems get the path in the file if the document is a section of it.
 */
final class ResultMasking {

    private final SecretMask mask;
    private final ConfigPath section;

    /**
     * Creates the masking of one decision.
     *
     * @param section the section of its file that the document is: problems get the path in the file
     */
    ResultMasking(SecretMask mask, ConfigPath section) {
        this.mask = mask;
        this.section = section;
    }

    Decision mask(Decision decision, List<String> notes) {
        return decision.with(mask(decision.result()), mask.maskTexts(notes));
    }

    private List<ConfigProblem> problems(List<ConfigProblem> found) {
        return mask.maskProblems(found).stream()
                .map(problem -> problem.within(section))
                .collect(ImmutableList.toImmutableList());
    }

    private ReloadResult mask(ReloadResult result) {
        if (result instanceof ReloadResult.Applied applied) {
            return new ReloadResult.Applied(
                    applied.revision(), applied.plan(), applied.pending(), problems(applied.warnings()));
        }
        if (result instanceof ReloadResult.Invalid invalid) {
            return new ReloadResult.Invalid(problems(invalid.problems()));
        }
        if (result instanceof ReloadResult.RestartRequired restart) {
            return new ReloadResult.RestartRequired(
                    restart.plan(), problems(restart.dependencies()), problems(restart.warnings()));
        }
        if (result instanceof ReloadResult.RolledBack failed) {
            return new ReloadResult.RolledBack(
                    mask.mask(failed.failure()), failed.outages(), problems(failed.warnings()));
        }
        if (result instanceof ReloadResult.RestoreFailed failed) {
            return new ReloadResult.RestoreFailed(
                    mask.mask(failed.failure()),
                    failed.unrestored().stream().map(mask::mask).collect(ImmutableList.toImmutableList()),
                    failed.outages(),
                    problems(failed.warnings()));
        }
        return result;
    }
}
