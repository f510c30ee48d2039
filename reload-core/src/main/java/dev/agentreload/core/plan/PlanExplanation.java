// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.plan;

import com.google.common.base.Strings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A plan as text for people: first what needs a restart, by reason, then what is hot, by actions, then what takes effect when it is
 * read. <em>Not safe for use by multiple threads.</em>
 */
final class PlanExplanation {

    private static final String INDENT = "  ";
    private static final String BELOW = "      ";
    private static final String RED = "\u001B[31m";
    private static final String GREEN = "\u001B[32m";
    private static final String DEFAULT = "\u001B[0m";

    private final ReloadPlan plan;
    private final PlanLayout layout;
    private final StringBuilder text = new StringBuilder();

    /** Many changes have the same actions. */
    private final Map<List<ReloadAction>, String> actionIds = new HashMap<>();

    private int shown;

    PlanExplanation(ReloadPlan plan, PlanLayout layout) {
        this.plan = plan;
        this.layout = layout;
    }

    static String headline(ReloadPlan plan) {
        int count = plan.changes().size();
        return verdict(plan) + ": " + (count == 1 ? "1 change" : count + " changes") + ", base "
                + plan.base().contentId() + ", target " + plan.target().contentId()
                + (plan.secretsChanged() ? ", secrets changed" : "");
    }

    private static String verdict(ReloadPlan plan) {
        if (plan.requiresRestart()) {
            return "restart needed";
        }
        if (plan.changes().isEmpty()) {
            return "nothing to do";
        }
        return plan.isNoop() ? "takes effect when read" : "hot";
    }

    String render() {
        text.append(headline(plan)).append('\n');
        groups(Verdict.RESTART).forEach((reason, changes) -> group("restart" + because(reason), RED, changes));
        groups(Verdict.HOT).forEach((actions, changes) -> group("hot" + by(actions), GREEN, changes));
        if (isListed()) {
            groups(Verdict.NONE).forEach((same, changes) -> group("when read", "", changes));
        } else {
            fold(plan.noopPaths());
        }
        int left = plan.changes().size() - shown - folded();
        if (left > 0) {
            text.append("and ").append(left).append(" more\n");
        }
        return text.toString();
    }

    /** Where nothing else changes there is room. */
    private boolean isListed() {
        return layout.readWhenUsed() == PlanLayout.ReadWhenUsed.LISTED || plan.isNoop();
    }

    private int folded() {
        return isListed()
                ? 0
                : (int) plan.changes().stream()
                        .filter(change -> change.verdict() == Verdict.NONE)
                        .count();
    }

    private Map<String, List<PlannedChange>> groups(Verdict verdict) {
        Map<String, List<PlannedChange>> groups = new LinkedHashMap<>();
        for (PlannedChange change : plan.changes()) {
            if (change.verdict() == verdict) {
                groups.computeIfAbsent(key(change), key -> new ArrayList<>()).add(change);
            }
        }
        return groups;
    }

    private String key(PlannedChange change) {
        return switch (change.verdict()) {
            case RESTART -> change.reason();
            case HOT ->
                actionIds.computeIfAbsent(
                        change.actions(),
                        actions -> actions.stream().map(ReloadAction::id).collect(Collectors.joining(", ")));
            case NONE -> "";
        };
    }

    private static String because(String reason) {
        return reason.isEmpty() ? "" : ": " + reason;
    }

    private static String by(String actions) {
        return actions.isEmpty() ? ", without an action" : ": " + actions;
    }

    private void group(String title, String colour, List<PlannedChange> changes) {
        List<PlannedChange> rows =
                changes.stream().limit(Math.max(0, layout.maxChanges() - shown)).toList();
        if (rows.isEmpty()) {
            return;
        }
        boolean coloured = layout.colour() == PlanLayout.Colour.ANSI && !colour.isEmpty();
        String line = TextWidth.cut(title, layout.width());
        text.append(coloured ? colour + line + DEFAULT : line).append('\n');
        List<String> paths = rows.stream().map(row -> row.path().toString()).toList();
        int column = paths.stream()
                .mapToInt(String::length)
                .filter(length -> length <= widest())
                .max()
                .orElse(0);
        for (int i = 0; i < rows.size(); i++) {
            row(rows.get(i), paths.get(i), column);
        }
        shown += rows.size();
    }

    private int widest() {
        return layout.width() / 2 - INDENT.length();
    }

    /** A change stands beside its path, or below it where there is more room for it. */
    private void row(PlannedChange change, String path, int column) {
        Optional<String> beside = path.length() <= column ? beside(change, column) : Optional.empty();
        if (beside.isPresent()) {
            text.append(INDENT)
                    .append(Strings.padEnd(path, column, ' '))
                    .append(INDENT)
                    .append(beside.get());
        } else {
            text.append(INDENT)
                    .append(TextWidth.cutMiddle(path, layout.width() - INDENT.length()))
                    .append('\n');
            text.append(BELOW).append(below(change));
        }
        text.append('\n');
    }

    /** Returns what stands beside a path; empty if there is more to say and more room below it. */
    private Optional<String> beside(PlannedChange change, int column) {
        String beside = ChangeText.of(change, layout.width() - 2 * INDENT.length() - column);
        return Optional.of(beside).filter(said -> column < BELOW.length() || said.equals(below(change)));
    }

    private String below(PlannedChange change) {
        return ChangeText.of(change, layout.width() - BELOW.length());
    }

    private void fold(List<?> paths) {
        if (!paths.isEmpty()) {
            text.append(TextWidth.list("when read: ", paths, layout.width())).append('\n');
        }
    }
}
