// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.engine.masking;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.apply.MaskedException;
import dev.agentreload.core.apply.StepFailure;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.TextMask;
import dev.agentreload.core.internal.engine.call.Failures;
import java.util.List;

/**
 * Takes the secrets of documents out of what host code returned and threw. What is masked, {@link TextMask} says.
 *
 * <p>No throwable makes it fail, whatever its methods do. <em>Immutable; safe for use by multiple threads.</em>
 */
public final class SecretMask {

    private final Texts texts;

    private SecretMask(Texts texts) {
        this.texts = texts;
    }

    /** Masks a text and cuts it to a length. */
    @FunctionalInterface
    private interface Texts {
        String mask(String text, int most);
    }

    public static SecretMask of(TextMask texts) {
        return new SecretMask(texts::mask);
    }

    /** Returns the mask that leaves nothing of any text, for when it is not known what is secret. */
    public static SecretMask hidingAll() {
        return new SecretMask((text, most) -> "***");
    }

    String mask(String text) {
        return texts.mask(text, Integer.MAX_VALUE);
    }

    public List<String> maskTexts(List<String> notes) {
        return notes.stream().map(this::mask).collect(ImmutableList.toImmutableList());
    }

    public List<ConfigProblem> maskProblems(List<ConfigProblem> problems) {
        return problems.stream().map(this::mask).collect(ImmutableList.toImmutableList());
    }

    public ConfigProblem mask(ConfigProblem problem) {
        return new ConfigProblem(
                problem.severity(),
                shown(problem.path()),
                problem.position(),
                mask(problem.message()),
                mask(problem.hint()),
                problem.occurrences());
    }

    /** A path that quotes a secret is none of the document: a host made it. */
    private ConfigPath shown(ConfigPath path) {
        ConfigPath shown = path;
        while (!shown.isRoot() && !mask(shown.toString()).equals(shown.toString())) {
            shown = shown.parent();
        }
        return shown;
    }

    /** Returns the failure with its cause masked. */
    public StepFailure mask(StepFailure failure) {
        return new StepFailure(failure.participant(), failure.phase(), mask(failure.cause()));
    }

    /** Returns the throwable itself, or a {@link MaskedException} that stands for it; see there. */
    public Throwable mask(Throwable failure) {
        return FailureCopy.of(failure, text -> texts.mask(text, Failures.LONGEST_MESSAGE));
    }
}
