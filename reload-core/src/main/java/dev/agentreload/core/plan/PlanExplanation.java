package dev.agentreload.core.plan;

import com.google.common.base.Strings;
import dev.agentreload.core.config.ConfigNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A plan as a table for people. */
final class PlanExplanation {

    private static final List<String> HEADER = List.of("VERDICT", "PATH", "CHANGE", "RULE", "ACTIONS");
    private static final int LONGEST_VALUE = 40;
    private static final String GAP = "  ";

    private final ReloadPlan plan;
    private final int most;

    /**
     * Creates a table.
     *
     * @param most how many changes are shown, and how many reasons for a restart
     */
    PlanExplanation(ReloadPlan plan, int most) {
        this.plan = plan;
        this.most = most;
    }

    String headline() {
        return verdict() + ": " + count() + ", base " + plan.base().contentId() + ", target "
                + plan.target().contentId() + (plan.secretsChanged() ? ", secrets changed" : "");
    }

    private String count() {
        int count = plan.changes().size();
        return count == 1 ? "1 change" : count + " changes";
    }

    private String verdict() {
        if (plan.requiresRestart()) {
            return "restart needed";
        }
        return plan.isNoop() ? "nothing to do" : "hot";
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(headline()).append('\n');
        if (!plan.changes().isEmpty()) {
            table(text);
        }
        if (!plan.actions().isEmpty()) {
            text.append("actions: ").append(ids(plan.actions())).append('\n');
        }
        restarts(text);
        return text.toString();
    }

    private void restarts(StringBuilder text) {
        List<PlannedChange> restarts = plan.changes().stream()
                .filter(change -> change.verdict() == Verdict.RESTART)
                .toList();
        restarts.stream()
                .limit(most)
                .forEach(change -> text.append("restart because of ")
                        .append(change.path())
                        .append(reason(change))
                        .append('\n'));
        more(text, restarts.size());
    }

    private void more(StringBuilder text, int count) {
        if (count > most) {
            text.append("and ").append(count - most).append(" more\n");
        }
    }

    private static String reason(PlannedChange change) {
        return change.rule().isEmpty()
                ? ": no rule knows it"
                : change.rule()
                        .map(ReloadRule::reason)
                        .filter(text -> !text.isEmpty())
                        .map(text -> ": " + text)
                        .orElse("");
    }

    private void table(StringBuilder text) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEADER);
        plan.changes().stream().limit(most).forEach(change -> rows.add(row(change)));
        int[] widths = new int[HEADER.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        rows.forEach(row -> text.append(line(row, widths)).append('\n'));
        more(text, plan.changes().size());
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            line.append(Strings.padEnd(row.get(i), widths[i], ' ')).append(GAP);
        }
        return line.toString().stripTrailing();
    }

    private static List<String> row(PlannedChange change) {
        return List.of(
                change.verdict().name(),
                change.path().toString(),
                describe(change),
                change.rule().map(ReloadRule::id).orElse("(no rule)"),
                change.actions().isEmpty() ? "-" : ids(change.actions()));
    }

    private static String describe(PlannedChange planned) {
        ConfigNode before = planned.change().before();
        ConfigNode after = planned.change().after();
        return switch (planned.change().kind()) {
            case ADDED -> "added" + (isWhole(planned) ? " " + value(after) : "");
            case REMOVED -> "removed" + (isWhole(planned) ? " " + value(before) : "");
            case REPLACED -> isWhole(planned) ? replaced(before, after) : "replaced";
            case REORDERED -> "another order";
        };
    }

    /** A part of a change is described by its path; the change's value would repeat what stands in other rows. */
    private static boolean isWhole(PlannedChange planned) {
        return planned.path().equals(planned.change().path());
    }

    private static String replaced(@Nullable ConfigNode before, @Nullable ConfigNode after) {
        // Values that differ and look the same differ in what is masked.
        return String.valueOf(before).equals(String.valueOf(after))
                ? "another secret"
                : value(before) + " -> " + value(after);
    }

    private static String value(@Nullable ConfigNode node) {
        String text = String.valueOf(node);
        if (text.length() <= LONGEST_VALUE) {
            return text;
        }
        int end = LONGEST_VALUE - 3;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "...";
    }

    private static String ids(List<ReloadAction> actions) {
        return actions.stream().map(ReloadAction::id).collect(Collectors.joining(", "));
    }
}
