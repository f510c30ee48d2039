package dev.agentreload.core.config;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Gathers the problems of one reading, so that all are told at once. <em>Not safe for use by multiple threads.</em>
 */
public final class ProblemCollector {

    private static final Comparator<ConfigProblem> SOURCE_ORDER = Comparator.<ConfigProblem>comparingInt(
                    problem -> problem.position().line())
            .thenComparingInt(problem -> problem.position().column());

    private final List<ConfigProblem> problems = new ArrayList<>();

    /** Creates a collector without problems. */
    public ProblemCollector() {}

    /** Adds a problem. */
    public void add(ConfigProblem problem) {
        problems.add(problem);
    }

    /** Adds problems that somebody else gathered. */
    public void addAll(Collection<ConfigProblem> others) {
        problems.addAll(others);
    }

    /** Returns whether there is a problem for which the configuration is refused. */
    public boolean hasErrors() {
        return problems.stream().anyMatch(ConfigProblem::isError);
    }

    /** Returns all problems and warnings, in the order of lines and columns. */
    public List<ConfigProblem> inSourceOrder() {
        return problems.stream().sorted(SOURCE_ORDER).collect(ImmutableList.toImmutableList());
    }

    /** Returns all problems and warnings, in the order in which they were added. */
    public List<ConfigProblem> problems() {
        return ImmutableList.copyOf(problems);
    }
}
