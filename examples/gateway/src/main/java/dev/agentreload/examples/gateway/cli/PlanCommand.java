// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.cli;

import dev.agentreload.agents.config.VisibleChanges;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.JsonText;
import dev.agentreload.core.config.ReadResult;
import dev.agentreload.core.plan.PlanLayout;
import dev.agentreload.core.plan.ReloadPlan;
import dev.agentreload.examples.gateway.ConfigCheck;
import dev.agentreload.examples.gateway.GatewayRules;
import dev.agentreload.examples.gateway.config.ConfigFile;
import dev.agentreload.examples.gateway.config.Excerpts;
import dev.agentreload.examples.gateway.provider.HostPolicy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what an edit means, without a running gateway. */
@Command(
        name = "plan",
        description = "Says what an edit means for a running gateway: hot, restart, or when it is read.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:both files say the same",
            "1:error, such as a file that cannot be read, or a new one that a reload would refuse",
            "2:changes to apply while the program runs, or to publish",
            "3:a restart is needed"
        })
final class PlanCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "OLD", description = "The configuration that is in force.")
    private Path base = Path.of("");

    @Parameters(index = "1", paramLabel = "NEW", description = "The requested configuration; - for the standard input.")
    private Path target = Path.of("");

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    @Option(
            names = "--channel",
            paramLabel = "ID",
            description = "A channel that the host can restart alone; may be given several times.")
    private Set<String> channels = new LinkedHashSet<>();

    @Option(names = "--all", description = "Lists also each change that takes effect when it is read.")
    private boolean all;

    @Option(
            names = "--width",
            paramLabel = "N",
            defaultValue = "${env:COLUMNS:-80}",
            description = "How wide lines are; by default the width of the terminal, or 80.")
    private int width;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before the command is called
    private CommandSpec spec;

    @Override
    public Integer call() {
        ConfigFile oldFile = ConfigFile.asWritten(base);
        Path given = ConfigFile.given(target);
        ConfigFile newFile = ConfigFile.asWritten(given);
        ReadResult before = oldFile.read();
        ReadResult after = newFile.read();
        if (before instanceof ReadResult.Success old && after instanceof ReadResult.Success current) {
            List<ConfigProblem> errors = errors(ConfigFile.tolerant(given));
            int code = print(GatewayRules.plan(old.document(), current.document(), channels), errors);
            return errors.isEmpty() ? code : ExitCode.ERROR;
        }
        if (json) {
            List<ConfigProblem> problems = new ArrayList<>(before.problems());
            problems.addAll(after.problems());
            out(JsonText.pretty(Map.of(
                    "problems", problems.stream().map(ConfigProblem::toMap).toList())));
        } else {
            show(oldFile, before);
            show(newFile, after);
        }
        return ExitCode.ERROR;
    }

    private void show(ConfigFile file, ReadResult result) {
        Excerpts excerpts = file.excerpts();
        result.problems().forEach(problem -> out(excerpts.show(problem)));
    }

    /** Prints and returns what {@code validate} calls an error of the file, which placeholders as they are written do not show. */
    private List<ConfigProblem> errors(ConfigFile file) {
        ReadResult result = file.read();
        List<ConfigProblem> problems =
                result instanceof ReadResult.Success read ? ConfigCheck.problems(read.document()) : result.problems();
        List<ConfigProblem> errors =
                problems.stream().filter(ConfigProblem::isError).toList();
        Excerpts excerpts = file.excerpts();
        errors.forEach(error -> Printed.err(spec, excerpts.show(error)));
        return errors;
    }

    private int print(ReloadPlan plan, List<ConfigProblem> errors) {
        List<String> visible = VisibleChanges.between(plan.base(), plan.target(), HostPolicy.AGENTS);
        if (json) {
            Map<String, Object> map = new LinkedHashMap<>(plan.toMap());
            map.put("visibleChanges", visible);
            map.put("problems", errors.stream().map(ConfigProblem::toMap).toList());
            out(JsonText.pretty(map));
        } else {
            Printed.coloured(spec, plan.explain(layout()).stripTrailing());
            visible.forEach(sentence -> out("note: " + sentence));
        }
        return ExitCode.of(plan);
    }

    /** Colour and the terminal's width are for a terminal; a pipe gets 80 plain characters. */
    private PlanLayout layout() {
        PlanLayout layout = width > 0
                ? PlanLayout.standard().withWidth(Math.max(PlanLayout.MIN_WIDTH, width))
                : PlanLayout.standard();
        PlanLayout coloured = CommandLine.Help.Ansi.AUTO.enabled() ? layout.coloured() : layout;
        return all ? coloured.listingAll() : coloured;
    }

    private void out(String text) {
        Printed.out(spec, text);
    }
}
