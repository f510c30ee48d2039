// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.schedule;

import dev.agentreload.agents.command.Audience;
import dev.agentreload.agents.command.ChatCommand;
import dev.agentreload.agents.command.CommandCall;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The commands that concern jobs, for operators.
 *
 * @param schedules have the jobs
 */
public record JobCommands(List<Schedule> schedules) {

    /** Returns all of them. */
    public List<ChatCommand> all() {
        return List.of(
                ChatCommand.of("jobs", "all jobs and heartbeats", Audience.OPERATORS, call -> jobs()),
                ChatCommand.of("jobs run", "run a job now, besides its own times", Audience.OPERATORS, this::run)
                        .taking("<name>"));
    }

    private String jobs() {
        String lines = schedules.stream()
                .flatMap(schedule -> schedule.jobs().stream()
                        .map(job -> schedule.name() + " " + job.id() + ", "
                                + job.rhythm().text()))
                .collect(Collectors.joining("\n"));
        return lines.isEmpty() ? "no jobs" : lines;
    }

    /** Jobs come before heartbeats; the name of the schedule may stand before that of the job. */
    private String run(CommandCall call) {
        String name = String.join(" ", call.arguments());
        for (Schedule schedule : schedules) {
            String id = name.toLowerCase(Locale.ROOT).startsWith(schedule.name() + " ")
                    ? name.substring(schedule.name().length() + 1)
                    : name;
            JobRunner.Start start = schedule.runNow(id);
            if (start != JobRunner.Start.UNKNOWN) {
                return schedule.name() + " " + id
                        + (start == JobRunner.Start.STARTED
                                ? " is started; its answer appears where its other answers do"
                                : " runs already");
            }
        }
        return name.isEmpty() ? "usage: /jobs run <name>" : "no job [" + name + "]; /jobs lists all";
    }
}
