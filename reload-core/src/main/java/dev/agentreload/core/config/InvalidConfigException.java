// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.config;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A configuration cannot be used; thrown to callers that asked for a value rather than a result. Its message has one
 * line for each problem; it has no cause, since a parser's own exception quotes what it read.
 */
public final class InvalidConfigException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient ImmutableList<ConfigProblem> problems;

    /** Creates the exception for these problems. */
    public InvalidConfigException(List<ConfigProblem> problems) {
        super(problems.stream().map(ConfigProblem::toString).collect(Collectors.joining("\n")));
        this.problems = ImmutableList.copyOf(problems);
    }

    /** Returns the problems, as the result had them; empty after deserialization. */
    public List<ConfigProblem> problems() {
        return problems == null ? ImmutableList.of() : problems;
    }
}
