// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.config;

import com.google.common.base.Ascii;
import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.PathSegment;
import dev.agentreload.core.config.ReadResult;
import dev.agentreload.core.config.SecretPolicy;
import dev.agentreload.core.config.SourcePosition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The problems of one reading with the lines they are about, as they were read. Each text is split once, however many problems it has.
 * <em>Not safe for use by multiple threads.</em>
 */
public final class Excerpts {

    /** A token that this does not match may be a secret, such as what is left of one that holds a quote. */
    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_./<=>|$-]{1,24}");

    /** Everything below these keys is secret. */
    private static final Set<String> HOLDERS = Set.of("headers", "custom_headers", "customheaders", "env");

    private static final Splitter WORDS = Splitter.on(' ').omitEmptyStrings();

    private static final String QUOTES = "\"'\u201C\u201D\u2018\u2019";
    private static final CharMatcher NO_WORD = CharMatcher.forPredicate(Character::isLetterOrDigit)
            .or(CharMatcher.anyOf("_-"))
            .negate();

    private final ReadTexts.Reading reading;
    private final Map<String, List<String>> lines = new HashMap<>();
    private final Map<String, LineExcerpt> excerpts = new HashMap<>();

    /** Creates the excerpts of what was read, whose outcome says which values may be shown. */
    Excerpts(ReadTexts.Reading reading) {
        this.reading = reading;
    }

    /** Returns the problem, with the line it is about and a caret. */
    public String show(ConfigProblem problem) {
        String label = problem.isError() ? "error: " : "warning: ";
        return label + problem + excerpt(problem).map(text -> "\n" + text).orElse("");
    }

    private Optional<String> excerpt(ConfigProblem problem) {
        SourcePosition position = problem.position();
        return line(position, position.line())
                .map(line ->
                        isShown(problem, line) ? line.withValue(position.column()) : line.masked(position.column()));
    }

    private boolean isShown(ConfigProblem problem, LineExcerpt line) {
        return reading.result() instanceof ReadResult.Success read
                ? isNoSecret(read.document(), problem)
                : mayBeNoSecret(problem, line);
    }

    /** What was read says which value is no secret; it is the one the problem is about if it stands at the same place. */
    private static boolean isNoSecret(ConfigDocument document, ConfigProblem problem) {
        return document.find(problem.path())
                .filter(node -> !node.isSecret() && !node.hasSecrets())
                .map(ConfigNode::position)
                .filter(problem.position()::equals)
                .isPresent();
    }

    /** Of a text with an error nobody knows what is secret. A token is shown if it looks like none, and nothing before it names one. */
    private boolean mayBeNoSecret(ConfigProblem problem, LineExcerpt line) {
        SourcePosition position = problem.position();
        return line.token(position.column())
                        .filter(token -> PLAIN.matcher(CharMatcher.anyOf(QUOTES).trimFrom(token))
                                .matches())
                        .isPresent()
                && problem.path().segments().stream().map(PathSegment::capture).noneMatch(Excerpts::mayNameASecret)
                && line.tokensBefore(position.column()).stream().noneMatch(Excerpts::mayNameASecret)
                && !followsASecretKey(line, position);
    }

    /** The key of a value, or of the list it stands in, may be some lines above it. */
    private boolean followsASecretKey(LineExcerpt line, SourcePosition position) {
        boolean keyFound = line.hasKeyBefore(position.column());
        for (int number = position.line() - 1; number > 0 && !keyFound; number--) {
            Optional<LineExcerpt> earlier = line(position, number);
            List<String> tokens =
                    earlier.map(text -> text.tokensBefore(Integer.MAX_VALUE)).orElse(List.of());
            if (tokens.stream().anyMatch(Excerpts::mayNameASecret)) {
                return true;
            }
            keyFound =
                    earlier.filter(text -> text.hasKeyBefore(Integer.MAX_VALUE)).isPresent();
        }
        return false;
    }

    /** A quote too few or too many makes one token of a key and what stands around it. */
    private static boolean mayNameASecret(String token) {
        String words = NO_WORD.trimAndCollapseFrom(token, ' ');
        return Stream.concat(Stream.of(words), WORDS.splitToStream(words))
                .anyMatch(
                        word -> SecretPolicy.standard().isSecretKey(word) || HOLDERS.contains(Ascii.toLowerCase(word)));
    }

    private Optional<LineExcerpt> line(SourcePosition position, int number) {
        if (!position.hasLine()) {
            return Optional.empty();
        }
        List<String> text = lines.computeIfAbsent(position.source(), reading::lines);
        if (number > text.size()) {
            return Optional.empty();
        }
        String line = text.get(number - 1);
        return Optional.of(
                excerpts.computeIfAbsent(number + ":" + position.source(), unused -> new LineExcerpt(line, number)));
    }
}
