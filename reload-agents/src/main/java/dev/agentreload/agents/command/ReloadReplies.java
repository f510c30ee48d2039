// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.agents.command;

import com.google.common.base.Ascii;
import com.google.common.collect.Lists;
import dev.agentreload.agents.AgentChanges;
import dev.agentreload.agents.AgentSnapshot;
import dev.agentreload.agents.config.AgentsConfig;
import dev.agentreload.agents.config.AgentsPolicy;
import dev.agentreload.agents.config.VisibleChanges;
import dev.agentreload.agents.routing.AgentId;
import dev.agentreload.core.apply.DryRunReport;
import dev.agentreload.core.apply.HistoryEntry;
import dev.agentreload.core.apply.PathChange;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.apply.ReloadStatus;
import dev.agentreload.core.apply.RetiredGeneration;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.plan.PlanLayout;
import dev.agentreload.core.plan.ReloadAction;
import dev.agentreload.core.plan.ReloadPlan;
import dev.agentreload.core.plan.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Turns results of a reloader into words for a chat. */
final class ReloadReplies {

    private static final String NOT_APPLIED = "nothing applied, the configuration before stays in force";

    private static final String HOT_NOW = "/reload --hot applies what needs no restart now";

    private static final int MOST_OF_A_VALUE = 200;

    private final AgentsPolicy policy;
    private final Function<ConfigProblem, String> problemText;

    ReloadReplies(AgentsPolicy policy, Function<ConfigProblem, String> problemText) {
        this.policy = policy;
        this.problemText = problemText;
    }

    /**
     * Returns the reply to a request.
     *
     * @param agents the agents since then, empty if they are the same as before
     */
    String result(ReloadResult result, Optional<AgentSnapshot<?>> agents) {
        return switch (result.kind()) {
            case APPLIED -> applied((ReloadResult.Applied) result, agents);
            case UNCHANGED -> "nothing changed" + pending(((ReloadResult.Unchanged) result).pending());
            case RESTART_REQUIRED -> restart((ReloadResult.RestartRequired) result);
            case INVALID -> NOT_APPLIED + problems(((ReloadResult.Invalid) result).problems());
            case RESTORE_FAILED, STILL_RUNNING -> result.summary();
            case ROLLED_BACK, STALE, SUPERSEDED, BUSY, NOT_STARTED, DISABLED -> NOT_APPLIED + "\n" + result.summary();
        };
    }

    private String applied(ReloadResult.Applied applied, Optional<AgentSnapshot<?>> agents) {
        return "applied revision " + applied.revision()
                + applied.plan().map(ReloadReplies::actions).orElse("")
                + agents.map(ReloadReplies::changes).orElse("")
                + applied.plan().map(this::visible).orElse("")
                + pending(applied.pending())
                + problems(applied.warnings());
    }

    private static String actions(ReloadPlan plan) {
        List<String> ids = plan.actions().stream().map(ReloadAction::id).toList();
        return ids.isEmpty() ? "" : " (" + ChatText.names(ids) + ")";
    }

    private static String changes(AgentSnapshot<?> snapshot) {
        AgentChanges agents = snapshot.changes();
        AgentsConfig config = snapshot.config();
        return "\nrebuilt: " + ChatText.names(Lists.transform(agents.built(), id -> withModel(id, config)))
                + "\nkept: " + ChatText.names(agents.kept())
                + (agents.removed().isEmpty() ? "" : "\nremoved: " + ChatText.names(agents.removed()))
                + "\n" + counted(config.agents()) + ", by default " + withModel(config.defaultAgent(), config);
    }

    private static String counted(List<?> agents) {
        return agents.size() == 1 ? "1 agent" : agents.size() + " agents";
    }

    private static String withModel(AgentId id, AgentsConfig config) {
        return config.find(id)
                .map(agent -> id + " (" + agent.model().ref() + ")")
                .orElseGet(id::toString);
    }

    private String restart(ReloadResult.RestartRequired restart) {
        ReloadPlan plan = restart.plan();
        boolean waits = plan.changes().stream().anyMatch(change -> change.verdict() != Verdict.RESTART);
        return "nothing applied: a restart is needed\n" + explain(plan) + visible(plan)
                + problems(restart.dependencies())
                + (waits && restart.dependencies().isEmpty() ? "\nall changes wait; " + HOT_NOW : "");
    }

    String dryRun(DryRunReport report) {
        return "dry run, nothing was applied"
                + report.plan()
                        .map(plan -> "\n" + explain(plan) + visible(plan))
                        .orElse("")
                + report.blockedBy().map(this::blockedBy).orElse("")
                + pending(report.pending())
                + problems(report.warnings())
                + (report.notVerified().isEmpty() ? "" : "\nnot tried: " + ChatText.names(report.notVerified()));
    }

    private String blockedBy(ReloadResult result) {
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
                + status.hold()
                        .map(hold ->
                                "\nautomatic reloads are held: " + hold.actor() + " rolled back at " + hold.since())
                        .orElse("")
                + status.lastResult().map(last -> "\nlast: " + last).orElse("")
                + lastRefused(status)
                + pending(status.pendingRestart())
                + (status.blockedByRestart().isEmpty()
                        ? ""
                        : "\nwaiting with it: " + ChatText.names(status.blockedByRestart()) + "; " + HOT_NOW)
                + status.retired().stream().map(ReloadReplies::inUse).collect(Collectors.joining());
    }

    static String unavailable(Map<AgentId, String> reasons) {
        return reasons.isEmpty()
                ? ""
                : "\nunavailable: "
                        + ChatText.names(reasons.entrySet().stream()
                                .map(agent -> agent.getKey() + " (" + agent.getValue() + ")")
                                .toList());
    }

    /** What was repaired since is history, and nothing to worry about. */
    private static String lastRefused(ReloadStatus status) {
        boolean reported = status.isLastInEffect() || status.lastRejected().equals(status.lastResult());
        return reported
                ? ""
                : status.lastRejected()
                        .map(rejected -> "\nlast refused: " + rejected)
                        .orElse("");
    }

    private static String inUse(RetiredGeneration retired) {
        return "\nretired at revision " + retired.revision() + ", in use by " + retired.openLeases() + " for "
                + retired.age().toSeconds() + " s";
    }

    private static String pending(List<?> paths) {
        return paths.isEmpty() ? "" : "\nwaiting for a restart: " + ChatText.names(paths);
    }

    String history(List<HistoryEntry> newestLast) {
        return newestLast.isEmpty()
                ? "no reload yet"
                : ChatText.lines(Lists.transform(Lists.reverse(newestLast), entry -> entry.at() + " " + entry));
    }

    /** Says what the value at a path is, and who changed it when, the newest first. */
    String changes(ConfigPath path, Optional<ConfigDocument> current, List<PathChange> newestLast) {
        String now = current.flatMap(document -> document.find(path))
                .map(node -> "[" + path + "] is " + Ascii.truncate(node.toString(), MOST_OF_A_VALUE, "..."))
                .orElseGet(() -> "nothing is at [" + path + "]");
        return newestLast.isEmpty()
                ? now + "; no decision that is remembered changed it"
                : now + "\n"
                        + ChatText.lines(Lists.transform(
                                Lists.reverse(newestLast),
                                change -> change.entry().at() + " " + change));
    }

    private String problems(List<ConfigProblem> problems) {
        int left = problems.stream()
                .skip(ChatText.MOST_LISTED)
                .mapToInt(ConfigProblem::occurrences)
                .sum();
        return problems.stream()
                        .limit(ChatText.MOST_LISTED)
                        .map(problem -> "\n" + problemText.apply(problem))
                        .collect(Collectors.joining())
                + (left > 0 ? "\nand " + left + " more" : "");
    }

    private String visible(ReloadPlan plan) {
        return VisibleChanges.between(plan.base(), plan.target(), policy).stream()
                .map(sentence -> "\nnote: " + sentence)
                .collect(Collectors.joining());
    }

    private static String explain(ReloadPlan plan) {
        return plan.explain(PlanLayout.standard().withMaxChanges(ChatText.MOST_LISTED))
                .stripTrailing();
    }
}
