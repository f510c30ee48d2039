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
 * and the first thousand warnings are kept; beyond that a last one says how many more there are, and {@linkplain
 * ConfigProblem#occurrences() stands for} them. <em>Not safe for use by multiple threads.</em>
 */
public final class ProblemCollector {

    /** More are of no use to a reader. A large file with something wrong in each line must not cost many times its size. */
    static final int MOST_OF_A_SEVERITY = 1_000;

    private static final Comparator<ConfigProblem> SOURCE_ORDER = Comparator.<ConfigProblem>comparingInt(
                    problem -> problem.position().line())
            .thenComparingInt(problem -> problem.position().column());

    private final List<ConfigProblem> problems = new ArrayList<>();
    private final Set<ConfigPath> valuesUnknown = new HashSet<>();
    private String restSource = "";

    /** How many there were, also beyond those that are kept. */
    private final Map<ConfigProblem.Severity, Integer> added = new EnumMap<>(ConfigProblem.Severity.class);

    /** How many problems those stand for that are not kept. */
    private final Map<ConfigProblem.Severity, Integer> left = new EnumMap<>(ConfigProblem.Severity.class);

    /** Creates a collector without problems. */
    public ProblemCollector() {}

    /** Adds a problem. */
    public void add(ConfigProblem problem) {
        if (isRest(problem)) {
            left.merge(problem.severity(), problem.occurrences(), Integer::sum); // of another collector
            restSource = problem.position().source();
        } else if (!valuesUnknown.contains(problem.path())) {
            add(problem.severity(), () -> problem, problem.occurrences());
        }
    }

    /** Adds a problem that is made only if it is kept. */
    public void add(ConfigProblem.Severity severity, Supplier<ConfigProblem> problem) {
        add(severity, problem, 1);
    }

    private void add(ConfigProblem.Severity severity, Supplier<ConfigProblem> problem, int occurrences) {
        if (added.merge(severity, 1, Integer::sum) <= MOST_OF_A_SEVERITY) {
            problems.add(problem.get());
        } else {
            left.merge(severity, occurrences, Integer::sum);
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
                added.merge(ConfigProblem.Severity.ERROR, 1, Integer::sum);
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
        return added.containsKey(ConfigProblem.Severity.ERROR) || left.containsKey(ConfigProblem.Severity.ERROR);
    }

    /** Returns all problems and warnings, in the order of lines and columns. */
    public List<ConfigProblem> inSourceOrder() {
        return withRest(ImmutableList.sortedCopyOf(SOURCE_ORDER, problems));
    }

    /**
     * Returns the same problems in fewer entries: equal warnings of several places are one warning at the first of them, with the number
     * of the others, and equal problems of one place are one. Errors of several places stay, since each of them must be mended.
     */
    public List<ConfigProblem> folded() {
        if (problems.size() < 2) {
            return inSourceOrder();
        }
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
        return new ConfigProblem(
                first.severity(),
                first.path(),
                first.position(),
                first.message(),
                hint,
                ConfigProblem.count(alike, first.severity()));
    }

    /** Returns all problems and warnings, in the order in which they were added. */
    public List<ConfigProblem> problems() {
        return withRest(problems);
    }

    private List<ConfigProblem> withRest(List<ConfigProblem> kept) {
        if (left.isEmpty()) {
            return ImmutableList.copyOf(kept);
        }
        ImmutableList.Builder<ConfigProblem> all =
                ImmutableList.<ConfigProblem>builder().addAll(kept);
        left.forEach((severity, count) -> all.add(rest(severity, count)));
        return all.build();
    }

    private ConfigProblem rest(ConfigProblem.Severity severity, int count) {
        String source =
                problems.isEmpty() ? restSource : problems.get(0).position().source();
        return new ConfigProblem(
                severity, ConfigPath.root(), SourcePosition.of(source), restMessage(severity, count), "", count);
    }

    private static boolean isRest(ConfigProblem problem) {
        return problem.path().isRoot()
                && !problem.position().hasLine()
                && problem.message().equals(restMessage(problem.severity(), problem.occurrences()));
    }

    private static String restMessage(ConfigProblem.Severity severity, int count) {
        return count + " more " + severity.name().toLowerCase(Locale.ROOT) + (count == 1 ? "" : "s");
    }
}
