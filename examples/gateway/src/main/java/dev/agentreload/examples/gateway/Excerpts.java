package dev.agentreload.examples.gateway;

import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ReadResult;
import dev.agentreload.core.config.SourcePosition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The problems of one reading with the lines they are about. Each file and each line is read once, however many problems it has.
 * <em>Not safe for use by multiple threads.</em>
 */
final class Excerpts {

    private final Path file;
    private final String source;
    private final Optional<ReadResult> result;
    private final Map<String, List<String>> texts = new HashMap<>();
    private final Map<String, LineExcerpt> excerpts = new HashMap<>();

    /**
     * Creates the excerpts of a file and those it includes.
     *
     * @param source how positions name the file itself
     * @param result what was read, if that is known: it says which values may be shown
     */
    Excerpts(Path file, String source, Optional<ReadResult> result) {
        this.file = file;
        this.source = source;
        this.result = result;
    }

    /** Returns the problem, with the line it is about and a caret if the file still has that line. */
    String show(ConfigProblem problem) {
        String label = problem.isError() ? "error: " : "warning: ";
        return label + problem + excerpt(problem).map(text -> "\n" + text).orElse("");
    }

    private Optional<String> excerpt(ConfigProblem problem) {
        SourcePosition position = problem.position();
        return line(position)
                .map(line -> isShown(problem.path(), position)
                        ? line.withValue(position.column())
                        : line.masked(position.column()));
    }

    /** What was read says which value is no secret; it is the one the problem is about if it stands at the same place. */
    private boolean isShown(ConfigPath path, SourcePosition position) {
        return result.filter(ReadResult.Success.class::isInstance)
                .map(ReadResult::orThrow)
                .flatMap(document -> document.find(path))
                .filter(node -> !node.isSecret() && !node.hasSecrets())
                .map(ConfigNode::position)
                .filter(position::equals)
                .isPresent();
    }

    private Optional<LineExcerpt> line(SourcePosition position) {
        if (!position.hasLine()) {
            return Optional.empty();
        }
        List<String> lines = texts.computeIfAbsent(position.source(), this::lines);
        if (position.line() > lines.size()) {
            return Optional.empty();
        }
        String line = lines.get(position.line() - 1);
        return Optional.of(excerpts.computeIfAbsent(
                position.line() + ":" + position.source(), unused -> new LineExcerpt(line, position.line())));
    }

    /** The message says where; the line of a file that is gone would only decorate it. */
    private List<String> lines(String name) {
        try {
            Path path = name.equals(source) ? file : file.toRealPath().resolveSibling(name);
            return new String(Files.readAllBytes(path), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
