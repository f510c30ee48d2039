package dev.agentreload.core.apply;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigProblem;
import java.util.List;

/** Masks secrets in all that host code contributed to a decision. */
final class ResultMasking {

    private ResultMasking() {}

    static Decision mask(Decision decision, List<String> notes, List<ConfigDocument> documents) {
        SecretMask mask = SecretMask.of(documents);
        return decision.with(
                mask(decision.result(), mask),
                notes.stream().map(note -> mask.mask(note)).collect(ImmutableList.toImmutableList()));
    }

    private static ReloadResult mask(ReloadResult result, SecretMask mask) {
        if (result instanceof ReloadResult.Applied applied) {
            return new ReloadResult.Applied(
                    applied.revision(), applied.plan(), applied.pending(), problems(applied.warnings(), mask));
        }
        if (result instanceof ReloadResult.Invalid invalid) {
            return new ReloadResult.Invalid(problems(invalid.problems(), mask));
        }
        if (result instanceof ReloadResult.RestartRequired restart) {
            return new ReloadResult.RestartRequired(
                    restart.plan(), problems(restart.dependencies(), mask), problems(restart.warnings(), mask));
        }
        if (result instanceof ReloadResult.RolledBack failed) {
            return new ReloadResult.RolledBack(
                    failure(failed.failure(), mask), failed.outages(), problems(failed.warnings(), mask));
        }
        if (result instanceof ReloadResult.RestoreFailed failed) {
            return new ReloadResult.RestoreFailed(
                    failure(failed.failure(), mask),
                    failed.unrestored().stream()
                            .map(step -> failure(step, mask))
                            .collect(ImmutableList.toImmutableList()),
                    failed.outages(),
                    problems(failed.warnings(), mask));
        }
        return result;
    }

    private static List<ConfigProblem> problems(List<ConfigProblem> problems, SecretMask mask) {
        return problems.stream().map(problem -> mask.mask(problem)).collect(ImmutableList.toImmutableList());
    }

    private static StepFailure failure(StepFailure failure, SecretMask mask) {
        return new StepFailure(failure.participant(), failure.phase(), mask.mask(failure.cause()));
    }
}
