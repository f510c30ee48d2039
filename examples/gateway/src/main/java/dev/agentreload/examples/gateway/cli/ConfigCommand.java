// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.JsonText;
import dev.agentreload.core.config.ReadResult;
import dev.agentreload.core.plan.ReloadPlan;
import dev.agentreload.core.source.DocumentFormat;
import dev.agentreload.examples.gateway.ConfigCheck;
import dev.agentreload.examples.gateway.GatewayRules;
import dev.agentreload.examples.gateway.config.ConfigFile;
import dev.agentreload.examples.gateway.config.JsonEdit;
import dev.agentreload.examples.gateway.config.OwnersFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads and changes single values of a configuration file. Everything else in it stays as it is, byte for byte. */
@Command(
        name = "config",
        description = "Reads or changes one value of a configuration file; the rest of it stays as it is.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:the value was printed or the file written, or, with --dry-run, nothing would change",
            "1:error, such as a path where nothing stands, or a value with which the file could not be used",
            "2:--dry-run: changes to apply while the program runs, or to publish",
            "3:--dry-run: a restart is needed"
        })
final class ConfigCommand {

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before a command is called
    private CommandSpec spec;

    @Command(name = "get", description = "Prints the value at a path as it is written; a secret is ***.")
    int get(@Parameters(paramLabel = "FILE") Path file, @Parameters(paramLabel = "PATH") String path) {
        return with(file, path, (document, place) -> {
            Optional<ConfigNode> node = document.find(place);
            Printed.out(spec, node.map(ConfigNode::toString).orElse("nothing stands at [" + place + "]"));
            return node.isPresent() ? ExitCode.NOTHING_TO_DO : ExitCode.ERROR;
        });
    }

    @Command(name = "set", description = "Writes a value to a path: JSON, or else a text.")
    int set(
            @Parameters(paramLabel = "FILE") Path file,
            @Parameters(paramLabel = "PATH") String path,
            @Parameters(paramLabel = "VALUE") String value,
            @Option(names = "--dry-run", description = "Says what a gateway would do, and writes nothing.")
                    boolean dryRun) {
        return with(
                file, path, (document, place) -> edit(file, dryRun, document, edit -> edit.set(place, json(value))));
    }

    @Command(name = "unset", description = "Removes what stands at a path.")
    int unset(
            @Parameters(paramLabel = "FILE") Path file,
            @Parameters(paramLabel = "PATH") String path,
            @Option(names = "--dry-run", description = "Says what a gateway would do, and writes nothing.")
                    boolean dryRun) {
        return with(file, path, (document, place) -> edit(file, dryRun, document, edit -> edit.unset(place)));
    }

    private static String json(String value) {
        try {
            boolean isJson = !value.isBlank() && !JSON.readTree(value).isMissingNode();
            return isJson ? value.strip() : JsonText.compact(value);
        } catch (JsonProcessingException e) {
            return JsonText.compact(value);
        }
    }

    private int with(Path file, String path, Question question) {
        ConfigFile source = ConfigFile.asWritten(file);
        ReadResult result = source.read();
        if (!(result instanceof ReadResult.Success read)) {
            result.problems().forEach(problem -> Printed.err(spec, source.show(problem)));
            return ExitCode.ERROR;
        }
        try {
            return question.answer(read.document(), ConfigPath.parse(path));
        } catch (IllegalArgumentException e) {
            Printed.err(spec, "[" + path + "] cannot be used: " + e.getMessage());
        } catch (IOException e) {
            Printed.err(spec, file + " cannot be written: " + e.getClass().getSimpleName());
        }
        return ExitCode.ERROR;
    }

    private int edit(Path file, boolean dryRun, ConfigDocument document, Change change) throws IOException {
        if (!DocumentFormat.of(file).equals(DocumentFormat.json())) {
            throw new IllegalArgumentException("only JSON files can be edited");
        }
        Path real = file.toRealPath(); // a link stays a link
        byte[] content =
                change.of(new JsonEdit(Files.readString(real), document)).getBytes(StandardCharsets.UTF_8);
        if (hasErrors(ConfigFile.tolerant(file), content)) {
            return ExitCode.ERROR;
        }
        ReloadPlan plan = GatewayRules.plan(
                document, ConfigFile.asWritten(file).readAs(content).orThrow(), List.of());
        Printed.out(spec, plan.explain().stripTrailing());
        if (dryRun) {
            return ExitCode.of(plan);
        }
        OwnersFile.replace(real, content);
        return ExitCode.NOTHING_TO_DO;
    }

    private boolean hasErrors(ConfigFile file, byte[] content) {
        ReadResult result = file.readAs(content);
        List<ConfigProblem> problems =
                result instanceof ReadResult.Success read ? ConfigCheck.problems(read.document()) : result.problems();
        List<ConfigProblem> errors =
                problems.stream().filter(ConfigProblem::isError).toList();
        errors.forEach(error -> Printed.err(spec, file.show(error)));
        return !errors.isEmpty();
    }

    /** What is asked of a file. */
    private interface Question {
        int answer(ConfigDocument document, ConfigPath path) throws IOException;
    }

    /** What is done to a text. */
    private interface Change {
        String of(JsonEdit edit);
    }
}
