package dev.agentreload.examples.gateway;

import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.config.ReadResult;
import dev.agentreload.core.config.SourcePosition;
import dev.agentreload.core.source.EnvironmentResolver;
import dev.agentreload.core.source.FileConfigSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A configuration file of the gateway, and its problems as a person wants to see them. */
final class ConfigFile {

    private static final List<String> PUBLIC_NAMES = List.of("HOME", "USER", "PWD");

    private final Path file;
    private final FileConfigSource source;

    private ConfigFile(Path file, UnaryOperator<FileConfigSource.Builder> settings) {
        this.file = file;
        EnvironmentResolver environment = EnvironmentResolver.system().withPublicNames(PUBLIC_NAMES);
        this.source = settings.apply(FileConfigSource.builder(file, environment).includes())
                .build();
    }

    /** Returns the file for a program that uses it: what it reads must have a value. */
    static ConfigFile of(Path file) {
        return new ConfigFile(file, builder -> builder);
    }

    /** Returns the file for a program that only checks it, perhaps where its variables are not set. */
    static ConfigFile tolerant(Path file) {
        ConfigReader reader = ConfigReader.builder()
                .unresolved(ConfigReader.UnresolvedValues.TOLERATED)
                .build();
        return new ConfigFile(file, builder -> builder.reader(reader));
    }

    /** Returns the file with its placeholders as they are written, for a comparison. */
    static ConfigFile asWritten(Path file) {
        return new ConfigFile(file, FileConfigSource.Builder::asWritten);
    }

    /** Returns the folder that paths in the file are relative to. */
    Path folder() {
        return file.toAbsolutePath().resolveSibling("");
    }

    FileConfigSource source() {
        return source;
    }

    ReadResult read() {
        return source.read();
    }

    /** Returns the problem, with the line it is about and a caret if the file still has that line. */
    String show(ConfigProblem problem) {
        return show(problem, Optional.empty());
    }

    /** Returns the problem with its line, in which the value it is about is shown if what was read says it is no secret. */
    String show(ConfigProblem problem, ReadResult result) {
        Optional<ConfigNode> value =
                result instanceof ReadResult.Success read ? read.document().find(problem.path()) : Optional.empty();
        return show(problem, value.filter(node -> !node.isSecret() && !node.hasSecrets()));
    }

    private String show(ConfigProblem problem, Optional<ConfigNode> shownValue) {
        String label = problem.isError() ? "error: " : "warning: ";
        return label
                + problem
                + excerpt(problem.position(), shownValue)
                        .map(text -> "\n" + text)
                        .orElse("");
    }

    private Optional<String> excerpt(SourcePosition position, Optional<ConfigNode> shownValue) {
        if (!position.hasLine() || !position.source().equals(source.name())) {
            return Optional.empty();
        }
        return line(position.line())
                .map(line -> shownValue.isPresent()
                        ? LineExcerpt.withValue(line, position)
                        : LineExcerpt.masked(line, position));
    }

    private Optional<String> line(int number) {
        try {
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            return text.lines().skip(number - 1L).findFirst();
        } catch (IOException e) {
            return Optional.empty(); // the message says where; the line of a file that is gone would only decorate it
        }
    }
}
