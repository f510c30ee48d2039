// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.config;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import dev.agentreload.core.internal.tree.StringNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Gathers the problems of one reading, so that all are reported at once. The first thousand errors
 * and the first thousand warnings are kept; beyond that a last one says how many more there are. <em>Not safe for use by multiple threads.</em>
 */
public final class ProblemCollector {

    /** More are of no use to a reader. A large file with something wrong in each line must not cost many times its size. */
    static final int MOST_OF_A_SEVERITY = 1_000;

    private static final Comparator<ConfigProblem> SOURCE_ORDER = Comparator.<ConfigProblem>comparingInt(
                    problem -> problem.position().line())
            .thenComparingInt(problem -> problem.position().column());

    private final List<ConfigProblem> problems = new ArrayList<>();
    private final Set<ConfigPath> valuesUnknown = new HashSet<>();
    private final Map<ConfigProblem.Severity, Integer> counts = new EnumMap<>(ConfigProblem.Severity.class);

    /** Creates a collector without problems. */
    public ProblemCollector() {}

    /** Adds a problem. */
    public void add(ConfigProblem problem) {
        if (!valuesUnknown.contains(problem.path())) {
            add(problem.severity(), () -> problem);
        }
    }

    /** Adds a problem that is made only if it is kept. */
    public void add(ConfigProblem.Severity severity, Supplier<ConfigProblem> problem) {
        if (counts.merge(severity, 1, Integer::sum) <= MOST_OF_A_SEVERITY) {
            problems.add(problem.get());
        }
    }

    /**
     * Reports that a component reads a string whose placeholders have no value: an error for each of them, or nothing if the
     * document was read with {@link ConfigReader.UnresolvedValues#TOLERATED}. From then on, problems at this path are left out,
     * since nothing is known of the value. A string that is resolved is no problem. {@code ConfigSection} calls this.
     *
     * @return whether the string has no value
     */
    public boolean reportUnresolved(ConfigString string, ConfigPath path) {
        requireNonNull(path, "path");
        StringNode.Gaps gaps = ((StringNode) string).gaps();
        if (gaps == null) {
            return false;
        }
        if (valuesUnknown.add(path) && gaps.policy() == ConfigReader.UnresolvedValues.REFUSED) {
            gaps.all().stream().map(StringNode.Gap::reason).distinct().forEach(reason -> {
                counts.merge(ConfigProblem.Severity.ERROR, 1, Integer::sum);
                problems.add(ConfigProblem.error(path, string.position(), reason, ""));
            });
        }
        return true;
    }

    /** Adds problems that were collected elsewhere. */
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

    /**
     * Returns the same problems in fewer entries: equal warnings of several places are one warning at the first of them, with the number
     * of the others, and equal problems of one place are one. Errors of several places stay, since each of them must be mended.
     */
    public List<ConfigProblem> folded() {
        Map<List<String>, List<ConfigProblem>> alike = new LinkedHashMap<>();
        Set<List<Object>> reported = new HashSet<>();
        for (ConfigProblem problem : inSourceOrder()) {
            if (!reported.add(List.of(problem.severity(), problem.path(), problem.message()))) {
                continue; // two readers of one place say the same of it
            }
            List<String> key = problem.isError()
                    ? List.of("", Integer.toString(alike.size()))
                    : List.of(
                            problem.message(),
                            problem.hint(),
                            problem.position().source());
            alike.computeIfAbsent(key, unused -> new ArrayList<>()).add(problem);
        }
        return alike.values().stream().map(ProblemCollector::fold).toList();
    }

    private static ConfigProblem fold(List<ConfigProblem> alike) {
        ConfigProblem first = alike.get(0);
        if (alike.size() == 1) {
            return first;
        }
        String others = alike.size() == 2
                ? "the same at [" + alike.get(1).path() + "]"
                : "the same at " + (alike.size() - 1) + " other places, the next is ["
                        + alike.get(1).path() + "]";
        String hint = first.hint().isEmpty() ? others : first.hint() + "; " + others;
        return new ConfigProblem(first.severity(), first.path(), first.position(), first.message(), hint);
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
