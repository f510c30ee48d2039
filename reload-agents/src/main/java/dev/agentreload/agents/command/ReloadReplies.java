package dev.agentreload.agents.command;

import dev.agentreload.agents.AgentChanges;
import dev.agentreload.core.apply.DryRunReport;
import dev.agentreload.core.apply.HistoryEntry;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.apply.ReloadStatus;
import dev.agentreload.core.apply.RetiredGeneration;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.plan.ReloadPlan;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a reloader decided, in words for a chat. */
final class ReloadReplies {

    /** What a message in a chat has room for. */
    private static final int MOST_LISTED = 20;

    private static final String NOT_APPLIED = "nothing applied, the configuration before stays in force";

    private final Function<ConfigProblem, String> problemText;

    ReloadReplies(Function<ConfigProblem, String> problemText) {
        this.problemText = problemText;
    }

    /**
     * Returns the reply to a request.
     *
     * @param agents what became of the agents, empty if nothing did
     */
    String result(ReloadResult result, Optional<AgentChanges> agents) {
        return switch (result.kind()) {
            case APPLIED -> applied((ReloadResult.Applied) result, agents);
            case UNCHANGED -> "nothing changed" + pending(((ReloadResult.Unchanged) result).pending());
            case RESTART_REQUIRED -> restart((ReloadResult.RestartRequired) result);
            case INVALID -> NOT_APPLIED + problems(((ReloadResult.Invalid) result).problems());
            case RESTORE_FAILED, STILL_RUNNING -> result.summary();
            case ROLLED_BACK, STALE, SUPERSEDED, BUSY, NOT_STARTED, DISABLED -> NOT_APPLIED + "\n" + result.summary();
        };
    }

    private String applied(ReloadResult.Applied applied, Optional<AgentChanges> agents) {
        return "applied revision " + applied.revision()
                + agents.map(ReloadReplies::changes).orElse("")
                + pending(applied.pending())
                + problems(applied.warnings());
    }

    private static String changes(AgentChanges agents) {
        return "\nrebuilt: " + names(agents.built())
                + "\nkept: " + names(agents.kept())
                + (agents.removed().isEmpty() ? "" : "\nremoved: " + names(agents.removed()));
    }

    private String restart(ReloadResult.RestartRequired restart) {
        return "nothing applied: a restart is needed\n" + explain(restart.plan()) + problems(restart.dependencies());
    }

    String dryRun(DryRunReport report) {
        return "dry run, nothing was applied"
                + report.plan().map(plan -> "\n" + explain(plan)).orElse("")
                + report.obstacle().map(this::obstacle).orElse("")
                + pending(report.pending())
                + problems(report.warnings())
                + (report.notTried().isEmpty() ? "" : "\nnot tried: " + names(report.notTried()));
    }

    private String obstacle(ReloadResult result) {
        if (result instanceof ReloadResult.Unchanged) {
            return "\nnothing would change";
        }
        if (result instanceof ReloadResult.RestartRequired restart) {
            return "\na restart would be needed" + problems(restart.dependencies());
        }
        return "\na reload would be refused"
                + (result instanceof ReloadResult.Invalid invalid
                        ? problems(invalid.problems())
                        : "\n" + result.summary());
    }

    String status(ReloadStatus status) {
        return status.effective()
                        .map(effective ->
                                "revision " + effective.revision().orElse(0) + ", content " + effective.contentId())
                        .orElse("no configuration is in force")
                + status.running()
                        .map(running -> "\nrunning: " + running.actor() + ", " + running.phase())
                        .orElse("")
                + status.lastResult().map(last -> "\nlast: " + last).orElse("")
                + status.lastRejected()
                        .map(rejected -> lastRejected(status, rejected))
                        .orElse("")
                + pending(status.pendingRestart())
                + status.retired().stream().map(ReloadReplies::inUse).collect(Collectors.joining());
    }

    private static String lastRejected(ReloadStatus status, HistoryEntry rejected) {
        boolean told = status.lastResult().filter(rejected::equals).isPresent();
        return told ? "" : "\nlast refused: " + rejected;
    }

    private static String inUse(RetiredGeneration retired) {
        return "\nretired at revision " + retired.revision() + ", in use by " + retired.openLeases() + " for "
                + retired.age().toSeconds() + " s";
    }

    private static String pending(List<?> paths) {
        return paths.isEmpty() ? "" : "\nwaiting for a restart: " + names(paths);
    }

    private String problems(List<ConfigProblem> problems) {
        return problems.stream()
                        .limit(MOST_LISTED)
                        .map(problem -> "\n" + problemText.apply(problem))
                        .collect(Collectors.joining())
                + more("\n", problems);
    }

    private static String explain(ReloadPlan plan) {
        return plan.explain(MOST_LISTED).stripTrailing();
    }

    private static String names(List<?> items) {
        return items.isEmpty()
                ? "none"
                : items.stream().limit(MOST_LISTED).map(Object::toString).collect(Collectors.joining(", "))
                        + more(" ", items);
    }

    private static String more(String before, List<?> items) {
        return items.size() > MOST_LISTED ? before + "and " + (items.size() - MOST_LISTED) + " more" : "";
    }
}
