package dev.agentreload.core.config;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Gathers the problems of one reading, so that all are told at once. The first thousand errors
 * and the first thousand warnings are kept; beyond that a last one says how many more there are. <em>Not safe for use by multiple threads.</em>
 */
public final class ProblemCollector {

    /** More than anybody reads. A large file with something wrong in each line must not cost many times its size. */
    static final int MOST_OF_A_SEVERITY = 1_000;

    private static final Comparator<ConfigProblem> SOURCE_ORDER = Comparator.<ConfigProblem>comparingInt(
                    problem -> problem.position().line())
            .thenComparingInt(problem -> problem.position().column());

    private final List<ConfigProblem> problems = new ArrayList<>();
    private final Map<ConfigProblem.Severity, Integer> counts = new EnumMap<>(ConfigProblem.Severity.class);

    /** Creates a collector without problems. */
    public ProblemCollector() {}

    /** Adds a problem. */
    public void add(ConfigProblem problem) {
        if (counts.merge(problem.severity(), 1, Integer::sum) <= MOST_OF_A_SEVERITY) {
            problems.add(problem);
        }
    }

    /** Adds problems that somebody else gathered. */
    public void addAll(Collection<ConfigProblem> others) {
        others.forEach(this::add);
    }

    /** Returns whether there is a problem for which the configuration is refused. */
    public boolean hasErrors() {
        return count(ConfigProblem.Severity.ERROR) > 0;
    }

    /** Returns all problems and warnings, in the order of lines and columns. */
    public List<ConfigProblem> inSourceOrder() {
        return withRest(problems.stream().sorted(SOURCE_ORDER).toList());
    }

    /** Returns all problems and warnings, in the order in which they were added. */
    public List<ConfigProblem> problems() {
        return withRest(problems);
    }

    private List<ConfigProblem> withRest(List<ConfigProblem> kept) {
        ImmutableList.Builder<ConfigProblem> all =
                ImmutableList.<ConfigProblem>builder().addAll(kept);
        counts.forEach((severity, count) -> {
            if (count > MOST_OF_A_SEVERITY) {
                all.add(rest(severity, count - MOST_OF_A_SEVERITY));
            }
        });
        return all.build();
    }

    private ConfigProblem rest(ConfigProblem.Severity severity, int count) {
        String source = problems.get(0).position().source();
        String kind = severity.name().toLowerCase(Locale.ROOT);
        return new ConfigProblem(
                severity,
                ConfigPath.root(),
                SourcePosition.of(source),
                count == 1 ? "1 more " + kind : count + " more " + kind + "s",
                "");
    }

    private int count(ConfigProblem.Severity severity) {
        return counts.getOrDefault(severity, 0);
    }
}
