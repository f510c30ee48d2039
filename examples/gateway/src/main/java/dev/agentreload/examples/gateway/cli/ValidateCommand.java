// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.cli;

import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.JsonText;
import dev.agentreload.core.config.ProblemCollector;
import dev.agentreload.core.config.ReadResult;
import dev.agentreload.core.config.SourcePosition;
import dev.agentreload.examples.gateway.ConfigCheck;
import dev.agentreload.examples.gateway.config.ConfigFile;
import dev.agentreload.examples.gateway.config.Excerpts;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads a configuration and says everything that is wrong with it. */
@Command(
        name = "validate",
        description = "Reads a configuration and says everything that is wrong with it.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:the file can be used; there may be warnings", "1:it cannot"})
final class ValidateCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "FILE", description = "The configuration; - for the standard input.")
    private Path path = Path.of("");

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    @Option(names = "--resolve", description = "Takes a placeholder without a value for an error.")
    private boolean resolve;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before the command is called
    private CommandSpec spec;

    @Override
    public Integer call() {
        Path given = ConfigFile.given(path);
        ConfigFile file = resolve ? ConfigFile.of(given) : ConfigFile.tolerant(given);
        ReadResult result = file.read();
        List<ConfigProblem> problems = problems(result);
        boolean valid = problems.stream().noneMatch(ConfigProblem::isError);
        if (json) {
            out(JsonText.pretty(map(problems, valid)));
        } else {
            Excerpts excerpts = file.excerpts();
            problems.forEach(problem -> out(excerpts.show(problem)));
            out(summary(file, problems));
        }
        return valid ? ExitCode.NOTHING_TO_DO : ExitCode.ERROR;
    }

    private List<ConfigProblem> problems(ReadResult result) {
        if (!(result instanceof ReadResult.Success read)) {
            return result.problems();
        }
        ProblemCollector problems = new ProblemCollector();
        problems.addAll(ConfigCheck.problems(read.document()));
        Set<SourcePosition> wrong = problems.problems().stream()
                .filter(ConfigProblem::isError)
                .map(ConfigProblem::position)
                .collect(Collectors.toSet());
        (resolve ? read.document().warnings() : result.problems())
                .stream().filter(warning -> !wrong.contains(warning.position())).forEach(problems::add);
        if (resolve) {
            read.document()
                    .unresolved()
                    .forEach(one -> problems.add(ConfigProblem.error(one.path(), one.position(), one.reason(), "")));
        }
        return problems.inSourceOrder().stream().distinct().toList();
    }

    private static Map<String, Object> map(List<ConfigProblem> problems, boolean valid) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("valid", valid);
        map.put("problems", problems.stream().map(ConfigProblem::toMap).toList());
        return map;
    }

    private static String summary(ConfigFile file, List<ConfigProblem> problems) {
        return file.name() + ": "
                + ConfigQuestion.count(ConfigProblem.count(problems, ConfigProblem.Severity.ERROR), "error") + ", "
                + ConfigQuestion.count(ConfigProblem.count(problems, ConfigProblem.Severity.WARNING), "warning");
    }

    private void out(String text) {
        Printed.out(spec, text);
    }
}
