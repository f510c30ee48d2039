package dev.agentreload.core.config;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One reading of bytes. A good file is read in one pass; when something is wrong, a second pass records positions of keys
 * too and finds words for a syntax error.
 */
final class JacksonReading {

    private final ConfigReader reader;
    private final String source;
    private final byte[] content;
    private final JsonFactory format;

    /** How much of the content is read: less than all of it when it is too long or stops being UTF-8. */
    private int length;

    private int asciiLength;
    private int bom;
    private @Nullable String cut;
    private String cutHint = "";

    JacksonReading(ConfigReader reader, String source, byte[] content, JsonFactory format) {
        this.reader = reader;
        this.source = source;
        this.content = content;
        this.format = format;
        this.length = content.length;
    }

    ReadResult read() {
        limit();
        ReadResult result = cut == null ? pass(false) : new ReadResult.Refused(List.of());
        return result instanceof ReadResult.Read ? result : pass(true);
    }

    private void limit() {
        int limit = reader.limits().bytes();
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
            cutHint = "expected a file in the UTF-8 encoding";
        }
    }

    private ReadResult pass(boolean precise) {
        ProblemCollector problems = new ProblemCollector();
        TreeBuilder builder = new TreeBuilder(reader, source, problems);
        try (JsonParser parser = format.createParser(content, bom, length - bom)) {
            JacksonTokens tokens = new JacksonTokens(builder, places());
            if (!(precise ? tokens.recordingKeys() : tokens).read(parser)) {
                ended(builder, problems);
            } else if (cut != null || !isAtEnd(parser)) {
                afterEnd(problems, parser);
            }
        } catch (JsonProcessingException e) {
            problems.add(syntaxProblem(e, builder));
        } catch (IOException e) {
            throw new UncheckedIOException("an array of bytes cannot fail to be read", e);
        }
        return reader.result(source, builder, problems);
    }

    private JacksonPlaces places() {
        JacksonBytes bytes = new JacksonBytes(content, bom, length, asciiLength);
        if (JacksonBridge.isOurs(format)) {
            return bytes;
        }
        // A host's parser may read other bytes than these, and make something else of a string: only places are taken
        // here.
        return isJson() && format.getInputDecorator() == null
                ? location -> bytes.moveTo(location)
                : JacksonPlaces::lineAndColumn;
    }

    private boolean isJson() {
        return JsonFactory.FORMAT_NAME_JSON.equals(format.getFormatName());
    }

    private void ended(TreeBuilder builder, ProblemCollector problems) {
        if (cut != null) {
            problems.add(cutProblem(builder.path()));
        } else {
            problems.add(ConfigProblem.error(
                    ConfigPath.root(), at(length), "no content", "expected an object; an empty one is {}"));
        }
    }

    private static boolean isAtEnd(JsonParser parser) throws IOException {
        try {
            return parser.nextToken() == null;
        } catch (JsonProcessingException e) {
            return false; // whatever it is, it is text after the end, which the caller reports
        }
    }

    private void afterEnd(ProblemCollector problems, JsonParser parser) {
        if (cut != null) {
            problems.add(cutProblem(ConfigPath.root()));
        } else {
            long offset = parser.currentTokenLocation().getByteOffset();
            SourcePosition position = offset < 0 ? SourcePosition.of(source) : at((int) offset + bom);
            problems.add(ConfigProblem.error(
                    ConfigPath.root(), position, "text after the end of the document", "expected nothing more"));
        }
    }

    private ConfigProblem syntaxProblem(JsonProcessingException e, TreeBuilder builder) {
        ConfigPath path = builder.path();
        if (e instanceof StreamConstraintsException) {
            String limit = "expected at most " + reader.limits().depth() + " objects and lists in each other";
            return ConfigProblem.error(path, errorPosition(e), "nested too deep", limit);
        }
        if (!isJson()) {
            return ConfigProblem.error(path, errorPosition(e), "syntax error", "expected " + format.getFormatName());
        }
        SyntaxError error = SyntaxErrorFinder.find(content, length).orElseGet(() -> whereParserStopped(e, path));
        return cut != null && error.offset() >= length
                ? cutProblem(error.path())
                : ConfigProblem.error(error.path(), at(error.offset()), error.message(), error.expectation());
    }

    private SyntaxError whereParserStopped(JsonProcessingException e, ConfigPath path) {
        long offset = e.getLocation() == null ? -1 : e.getLocation().getByteOffset();
        int stopped = offset < 0 ? length : (int) Math.min(length, offset + bom);
        return new SyntaxError(path, stopped, "syntax error", "expected JSON");
    }

    private SourcePosition errorPosition(JsonProcessingException e) {
        JsonLocation location = e.getLocation();
        return location == null || location.getLineNr() < 1
                ? SourcePosition.of(source)
                : new SourcePosition(source, location.getLineNr(), Math.max(1, location.getColumnNr()));
    }

    private ConfigProblem cutProblem(ConfigPath path) {
        return ConfigProblem.error(path, at(length), requireNonNull(cut), cutHint);
    }

    private SourcePosition at(int offset) {
        return PackedPosition.unpack(source, JacksonBytes.position(content, offset));
    }
}
