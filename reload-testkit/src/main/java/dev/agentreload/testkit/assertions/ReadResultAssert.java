// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.testkit.assertions;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ReadResult;
import dev.agentreload.testkit.internal.PathNames;
import java.util.List;
import org.assertj.core.api.AbstractAssert;

/** Assertions about the outcome of reading a source. A failure shows the problems, and no content. */
public final class ReadResultAssert extends AbstractAssert<ReadResultAssert, ReadResult> {

    ReadResultAssert(ReadResult actual) {
        super(actual, ReadResultAssert.class);
    }

    /** Verifies that the source was read. */
    public ReadResultAssert isRead() {
        isNotNull();
        return verify(actual instanceof ReadResult.Success, "of a source that was read");
    }

    /** Verifies that the source was read, and holds what this text says. */
    public ReadResultAssert isReadAs(String json) {
        isRead();
        ConfigDocument expected = ConfigDocument.parse("expected", json);
        return verify(actual.orThrow().equals(expected), "that holds " + json);
    }

    /** Verifies that the source was refused. */
    public ReadResultAssert isRefused() {
        isNotNull();
        return verify(actual instanceof ReadResult.Refused, "of a source that was refused");
    }

    /** Verifies that exactly these are the problems, by their lines and in their order. */
    public ReadResultAssert hasProblems(String... lines) {
        isNotNull();
        return verify(lines().equals(List.of(lines)), "with exactly the problems " + List.of(lines));
    }

    /** Verifies that exactly at these paths something is wrong, in any order. */
    public ReadResultAssert hasProblemsAt(String... paths) {
        isNotNull();
        List<ConfigPath> found =
                actual.problems().stream().map(ConfigProblem::path).toList();
        return verify(PathNames.areAll(found, paths), "with problems at exactly " + List.of(paths));
    }

    private List<String> lines() {
        return actual.problems().stream().map(ConfigProblem::toString).toList();
    }

    private ReadResultAssert verify(boolean holds, String expectation) {
        if (!holds) {
            throw failure(
                    "%nExpecting a result %s, but it is:%n%n%s",
                    expectation, actual instanceof ReadResult.Success ? "read" : "refused: " + lines());
        }
        return this;
    }
}
