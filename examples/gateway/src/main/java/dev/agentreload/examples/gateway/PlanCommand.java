package dev.agentreload.examples.gateway;

import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.JsonText;
import dev.agentreload.core.config.ReadResult;
import dev.agentreload.core.plan.ReloadPlan;
import dev.agentreload.core.plan.ReloadPlanner;
import dev.agentreload.core.plan.RuleTable;
import dev.agentreload.examples.gateway.channel.HttpChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what an edit means, without a running gateway. */
@Command(
        name = "plan",
        description = "Says what an edit means: hot, restart or nothing.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:nothing to do",
            "1:error, such as a file that cannot be read, or a new one that a reload would refuse",
            "2:changes to apply while the program runs",
            "3:a restart is needed"
        })
final class PlanCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "OLD", description = "The configuration that is in force.")
    private Path base = Path.of("");

    @Parameters(index = "1", paramLabel = "NEW", description = "The requested configuration.")
    private Path target = Path.of("");

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    @Option(
            names = "--channel",
            paramLabel = "ID",
            description = "A channel that the host can restart alone; may be given several times.")
    private Set<String> channels = new LinkedHashSet<>();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before the command is called
    private CommandSpec spec;

    @Override
    public Integer call() {
        ConfigFile oldFile = ConfigFile.asWritten(base);
        ConfigFile newFile = ConfigFile.asWritten(target);
        ReadResult before = oldFile.read();
        ReadResult after = newFile.read();
        if (before instanceof ReadResult.Success old && after instanceof ReadResult.Success current) {
            List<ConfigProblem> errors = ConfigCheck.problems(current.document()).stream()
                    .filter(ConfigProblem::isError)
                    .toList();
            errors.forEach(error -> spec.commandLine().getErr().println(newFile.show(error, after)));
            int code = print(ReloadPlanner.plan(old.document(), current.document(), rules()));
            return errors.isEmpty() ? code : ExitCode.ERROR;
        }
        if (json) {
            List<ConfigProblem> problems = new ArrayList<>(before.problems());
            problems.addAll(after.problems());
            out(JsonText.pretty(Map.of(
                    "problems", problems.stream().map(ConfigProblem::toMap).toList())));
        } else {
            before.problems().forEach(problem -> out(oldFile.show(problem)));
            after.problems().forEach(problem -> out(newFile.show(problem)));
        }
        return ExitCode.ERROR;
    }

    private RuleTable rules() {
        RuleTable.Builder rules = RuleTable.defaults().toBuilder().channel(HttpChannel.NAME);
        channels.stream().filter(id -> !id.equals(HttpChannel.NAME)).forEach(rules::channelWithAccounts);
        return rules.build();
    }

    private int print(ReloadPlan plan) {
        out(json ? plan.toJson() : plan.explain().stripTrailing());
        if (plan.requiresRestart()) {
            return ExitCode.RESTART_NEEDED;
        }
        return plan.isNoop() ? ExitCode.NOTHING_TO_DO : ExitCode.CHANGES_TO_APPLY;
    }

    private void out(String text) {
        spec.commandLine().getOut().println(text);
    }
}
