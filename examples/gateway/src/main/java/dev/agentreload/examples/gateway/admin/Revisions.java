// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.admin;

import com.google.common.collect.ImmutableMap;
import dev.agentreload.agents.command.Audience;
import dev.agentreload.agents.command.ChatCommand;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.apply.ReloadView;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.plan.PlanLayout;
import dev.agentreload.core.plan.ReloadPlan;
import dev.agentreload.examples.gateway.channel.HttpReply;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/**
 * The configurations that the history still has, by revision.
 *
 * @param reloads has the history
 * @param planner says what it means to go from one document to another
 */
public record Revisions(ReloadView reloads, BiFunction<ConfigDocument, ConfigDocument, ReloadPlan> planner) {

    private static final Pattern REVISION = Pattern.compile("\\d{1,18}");
    private static final String USAGE = "<from> <to>";
    private static final int MOST_IN_A_CHAT = 20;

    /** Returns the command that shows what changed between two revisions. */
    public ChatCommand command() {
        return ChatCommand.of(
                        "history",
                        "what changed between two revisions",
                        Audience.OPERATORS,
                        call -> between(call.arguments()))
                .taking(USAGE);
    }

    private String between(List<String> words) {
        if (words.size() != 2
                || !words.stream().allMatch(word -> REVISION.matcher(word).matches())) {
            return "usage: /history " + USAGE;
        }
        long from = Long.parseLong(words.get(0));
        long to = Long.parseLong(words.get(1));
        return between(from, to)
                .map(plan -> plan.explain(PlanLayout.standard().withMaxChanges(MOST_IN_A_CHAT))
                        .stripTrailing())
                .orElseGet(() -> missing(from, to));
    }

    /** Returns what changed between two revisions, as a reply. */
    HttpReply reply(long from, long to) {
        return between(from, to)
                .map(plan -> HttpReply.of(ImmutableMap.of(
                        "plan", plan.toMap(), "explained", plan.explain().stripTrailing())))
                .orElseGet(() -> HttpReply.refused(404, missing(from, to)));
    }

    private Optional<ReloadPlan> between(long from, long to) {
        return find(from).flatMap(base -> find(to).map(target -> planner.apply(base, target)));
    }

    private String missing(long... revisions) {
        return LongStream.of(revisions)
                .filter(revision -> find(revision).isEmpty())
                .mapToObj(Revisions::missing)
                .findFirst()
                .orElseThrow();
    }

    static String missing(long revision) {
        return "the history has no revision [" + revision + "]";
    }

    /** Returns what was in force as this revision. */
    Optional<ConfigDocument> find(long revision) {
        return reloads.history().stream()
                .filter(entry ->
                        entry.result() instanceof ReloadResult.Applied applied && applied.revision() == revision)
                .flatMap(entry -> entry.effective().stream())
                .findFirst();
    }
}
