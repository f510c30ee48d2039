// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.config;

import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ReadResult;
import dev.agentreload.core.config.SourcePosition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The problems of one reading with the lines they are about, as they were read. Each text is split once, however many problems it has.
 * <em>Not safe for use by multiple threads.</em>
 */
public final class Excerpts {

    private final ReadTexts texts;
    private final Optional<ReadResult> result;
    private final Map<String, List<String>> lines = new HashMap<>();
    private final Map<String, LineExcerpt> excerpts = new HashMap<>();

    /**
     * Creates the excerpts.
     *
     * @param texts what was read
     * @param result the outcome of reading it, if that is known: it says which values may be shown
     */
    Excerpts(ReadTexts texts, Optional<ReadResult> result) {
        this.texts = texts;
        this.result = result;
    }

    /** Returns the problem, with the line it is about and a caret. */
    public String show(ConfigProblem problem) {
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
        List<String> text = lines.computeIfAbsent(position.source(), texts::lines);
        if (position.line() > text.size()) {
            return Optional.empty();
        }
        String line = text.get(position.line() - 1);
        return Optional.of(excerpts.computeIfAbsent(
                position.line() + ":" + position.source(), unused -> new LineExcerpt(line, position.line())));
    }
}
