// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.cli;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.InvalidConfigException;
import dev.agentreload.core.config.JsonText;
import dev.agentreload.core.config.ReadResult;
import dev.agentreload.examples.gateway.ConfigCheck;
import dev.agentreload.examples.gateway.config.ConfigFile;
import dev.agentreload.examples.gateway.config.Excerpts;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What commands have in common that are asked about a configuration file and run nothing. */
final class ConfigQuestion {

    @Parameters(index = "0", paramLabel = "FILE", description = "The configuration; - for the standard input.")
    private Path path = Path.of("");

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // set by picocli before the command is called
    private CommandSpec spec;

    /**
     * An answer in both forms.
     *
     * @param text for people
     * @param json for programs
     */
    record Answer(String text, Map<String, ?> json) {}

    /**
     * Prints the answer, and what stops the file from being used: an answer can be known of a file that has errors elsewhere. Without
     * an answer, prints all that is wrong. Returns the exit code, which is that of a check of the file.
     */
    int answer(Function<ConfigDocument, Answer> question) {
        ConfigFile file = ConfigFile.tolerant(ConfigFile.given(path));
        ReadResult result = file.read();
        try {
            Answer answer = question.apply(result.orThrow());
            out(json ? JsonText.pretty(answer.json()) : answer.text());
            List<ConfigProblem> errors = ConfigCheck.problems(result.orThrow()).stream()
                    .filter(ConfigProblem::isError)
                    .toList();
            Excerpts excerpts = file.excerpts();
            errors.forEach(error -> Printed.err(spec, excerpts.show(error)));
            return errors.isEmpty() ? ExitCode.NOTHING_TO_DO : ExitCode.ERROR;
        } catch (InvalidConfigException e) {
            refuse(e.problems(), file);
            return ExitCode.ERROR;
        }
    }

    private void refuse(List<ConfigProblem> problems, ConfigFile file) {
        if (json) {
            out(JsonText.pretty(Map.of(
                    "problems", problems.stream().map(ConfigProblem::toMap).toList())));
        } else {
            Excerpts excerpts = file.excerpts();
            problems.forEach(problem -> out(excerpts.show(problem)));
        }
    }

    /** Returns the number with the noun, such as {@code 2 errors}. */
    static String count(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    private void out(String text) {
        Printed.out(spec, text);
    }
}
