// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.json;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.TreeNode;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ProblemCollector;
import dev.agentreload.core.config.ReadResult;
import dev.agentreload.core.config.SourcePosition;
import dev.agentreload.core.internal.json.JacksonTokens.Keys;
import dev.agentreload.core.internal.tree.MemoizingResolver;
import dev.agentreload.core.internal.tree.PackedPosition;
import dev.agentreload.core.internal.tree.ReadSettings;
import dev.agentreload.core.internal.tree.TreeBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One reading of bytes. Most files are read in one pass; when a key stands twice or may have an odd character, a second one
 * records the positions of keys too.
 */
public final class JacksonReading {

    private final ReadSettings settings;
    private final String source;
    private final byte[] content;
    private final JsonFactory format;
    private final MemoizingResolver answers;

    /** How much of the content is read: less than all of it when it is too long or stops being UTF-8. */
    private int length;

    private int asciiLength;
    private int bom;
    private @Nullable String cut;
    private String cutHint = "";

    public JacksonReading(ReadSettings settings, String source, byte[] content, JsonFactory format) {
        this.settings = settings;
        this.source = source;
        this.content = content;
        this.format = format;
        this.answers = new MemoizingResolver(settings.placeholders());
        this.length = content.length;
    }

    /** Reads a Jackson tree; positions have no lines. */
    public static ReadResult readTree(ReadSettings settings, String source, TreeNode tree) {
        TreeBuilder builder = new TreeBuilder(settings, source, new ProblemCollector());
        try {
            boolean found = new JacksonTokens(builder, (offset, line, column) -> PackedPosition.UNKNOWN, Keys.UNLOCATED)
                    .read(tree.traverse());
            return builder.result(found ? null : noContent(SourcePosition.of(source)));
        } catch (IOException e) { // left out as the cause, since it may quote content
            throw new IllegalArgumentException("a Jackson tree that cannot be traversed");
        }
    }

    private static ConfigProblem noContent(SourcePosition position) {
        return ConfigProblem.error(ConfigPath.root(), position, "no content", "expected an object; an empty one is {}");
    }

    public ReadResult read() {
        limit();
        return pass(false).or(() -> pass(true)).orElseThrow();
    }

    private void limit() {
        int limit = settings.limits().bytes();
        if (length > limit) {
            length = Utf8Check.characterBoundary(content, limit);
            cut = "source too large";
            cutHint = "expected at most " + limit + " bytes";
        }
        bom = Math.min(Utf8Check.bomLength(content), length);
        asciiLength = Utf8Check.asciiLength(content, length);
        int wellFormed = Utf8Check.wellFormedLength(content, asciiLength, length);
        if (wellFormed < length) {
            length = wellFormed;
            cut = "broken UTF-8";
            cutHint = "expected a file in the UTF-8 encoding" + (isUtf16() ? "; this one looks like UTF-16" : "");
        }
    }

    private boolean isUtf16() {
        return content.length > 1
                && ((content[0] == (byte) 0xFF && content[1] == (byte) 0xFE)
                        || (content[0] == (byte) 0xFE && content[1] == (byte) 0xFF)
                        || content[0] == 0
                        || content[1] == 0);
    }

    /** Returns the result, or empty if only a pass that records the positions of keys can give it. */
    private Optional<ReadResult> pass(boolean precise) {
        answers.restart();
        TreeBuilder builder = new TreeBuilder(settings, source, new ProblemCollector(), answers);
        ReadResult result = builder.result(ending(builder, precise));
        return precise || !builder.lacksKeyPositions() ? Optional.of(result) : Optional.empty();
    }

    /** Reads the tokens and returns the problem that ended the reading, if there is one. */
    private @Nullable ConfigProblem ending(TreeBuilder builder, boolean precise) {
        JacksonTokens tokens = new JacksonTokens(builder, places(), precise ? Keys.LOCATED : Keys.UNTIL_ODD);
        try (JsonParser parser = format.createParser(content, bom, length - bom)) {
            boolean found = tokens.read(parser);
            if (!precise && builder.lacksKeyPositions()) {
                return null; // the other pass will say
            }
            return found ? afterEnd(parser) : withoutEnd(builder);
        } catch (StreamConstraintsException e) {
            return builder.isTooDeep() ? null : beyondLimit(e, builder.path());
        } catch (JsonProcessingException e) {
            return syntaxProblem(e, builder.path());
        } catch (IOException e) {
            throw new UncheckedIOException("an array of bytes cannot fail to be read", e);
        }
    }

    private TokenLocator places() {
        JacksonBytes bytes = new JacksonBytes(content, bom, length, asciiLength);
        if (JsonFormat.isOurs(format)) {
            return bytes;
        }
        // A host's parser may read other bytes than these, and make something else of a string: only places are taken
        // here.
        return isJsonText()
                ? (offset, line, column) -> bytes.moveTo(offset, line, column)
                : (offset, line, column) -> TokenLocator.lineAndColumn(line, column);
    }

    /** Returns whether the parser reads these bytes, and reads JSON. */
    private boolean isJsonText() {
        return JsonFactory.FORMAT_NAME_JSON.equals(format.getFormatName()) && format.getInputDecorator() == null;
    }

    private ConfigProblem withoutEnd(TreeBuilder builder) {
        return cut != null ? cutProblem(builder.path()) : noContent(at(length));
    }

    private @Nullable ConfigProblem afterEnd(JsonParser parser) throws IOException {
        if (cut != null) {
            return cutProblem(ConfigPath.root());
        }
        if (isAtEnd(parser)) {
            return null;
        }
        SyntaxError error =
                isJsonText() ? SyntaxErrorFinder.afterDocument(content, length) : SyntaxError.afterDocument(length, "");
        SourcePosition position = isJsonText() ? at(error.offset()) : position(parser.currentTokenLocation());
        return ConfigProblem.error(error.path(), position, error.message(), error.expectation());
    }

    private static boolean isAtEnd(JsonParser parser) throws IOException {
        try {
            return parser.nextToken() == null;
        } catch (JsonProcessingException e) {
            return false; // whatever it is, it is text after the end, which the caller reports
        }
    }

    private ConfigProblem syntaxProblem(JsonProcessingException e, ConfigPath path) {
        if (!isJsonText()) {
            String expectation = "expected " + format.getFormatName();
            return ConfigProblem.error(path, errorPosition(e), "syntax error", expectation);
        }
        SyntaxError error = SyntaxErrorFinder.find(content, length).orElseGet(() -> whereParserStopped(e, path));
        return cut != null && error.offset() >= length
                ? cutProblem(error.path())
                : ConfigProblem.error(error.path(), at(error.offset()), error.message(), error.expectation());
    }

    private ConfigProblem beyondLimit(StreamConstraintsException e, ConfigPath path) {
        return ConfigProblem.error(
                path, errorPosition(e), "beyond a limit of the parser", "expected less, or a factory that allows it");
    }

    private SyntaxError whereParserStopped(JsonProcessingException e, ConfigPath path) {
        long offset = e.getLocation() == null ? -1 : e.getLocation().getByteOffset();
        int stopped = offset < 0 ? length : (int) Math.min(length, offset + bom);
        return new SyntaxError(path, stopped, "syntax error", "expected JSON");
    }

    private SourcePosition errorPosition(JsonProcessingException e) {
        return e.getLocation() == null ? SourcePosition.of(source) : position(e.getLocation());
    }

    private SourcePosition position(JsonLocation location) {
        return PackedPosition.unpack(source, TokenLocator.lineAndColumn(location.getLineNr(), location.getColumnNr()));
    }

    private ConfigProblem cutProblem(ConfigPath path) {
        return ConfigProblem.error(path, at(length), requireNonNull(cut), cutHint);
    }

    private SourcePosition at(int offset) {
        return PackedPosition.unpack(source, JacksonBytes.position(content, offset));
    }
}
