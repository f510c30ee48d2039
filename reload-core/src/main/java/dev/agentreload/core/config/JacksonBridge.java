package dev.agentreload.core.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.TreeNode;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;

/**
 * The only door to Jackson: reads JSON, and what a host has in Jackson's own types, such as a tree, or a factory for
 * another format.
 *
 * <p>No message or exception of Jackson leaves it, since they quote content.
 */
public final class JacksonBridge {

    /** Jackson's own limits are out of the way: the bytes are limited before it sees them, and we count depth. */
    private static final StreamReadConstraints CONSTRAINTS = StreamReadConstraints.builder()
            .maxNestingDepth(100_000)
            .maxNumberLength(Integer.MAX_VALUE)
            .maxStringLength(Integer.MAX_VALUE)
            .maxNameLength(Integer.MAX_VALUE)
            .build();

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(CONSTRAINTS)
            .build();

    private JacksonBridge() {}

    /**
     * Reads a Jackson tree. Positions have no lines.
     *
     * @param source the name that positions show
     */
    public static ReadResult read(ConfigReader reader, String source, TreeNode tree) {
        ProblemCollector problems = new ProblemCollector();
        TreeBuilder builder = new TreeBuilder(reader, source, problems);
        try {
            boolean found =
                    new JacksonTokens(builder, (offset, line, column) -> PackedPosition.UNKNOWN).read(tree.traverse());
            ConfigProblem ending = found ? null : ConfigReader.noContent(SourcePosition.of(source));
            return reader.result(source, builder, problems, ending);
        } catch (IOException e) { // left out as the cause, since it may quote content
            throw new IllegalArgumentException("a Jackson tree that cannot be traversed");
        }
    }

    /**
     * Reads UTF-8 bytes in the text format of a host's factory, such as YAML. Positions are those that its parser tells.
     *
     * @param source the name that positions show
     */
    public static ReadResult read(ConfigReader reader, String source, byte[] content, JsonFactory format) {
        return new JacksonReading(reader, source, content, format).read();
    }

    /** Returns whether the parsers of this factory are those of {@link #readJson}, and not a host's. */
    @SuppressWarnings("ReferenceEquality") // a factory is no value
    static boolean isOurs(JsonFactory factory) {
        return factory == JSON;
    }

    /** Returns what a string says that was quoted, with double or single quotes, as JSON or our dialect wants it. */
    static String text(String quoted) {
        try (JsonParser parser = JSON.createParser(quoted)) {
            parser.nextToken();
            return parser.getText();
        } catch (IOException e) { // left out as the cause, since it may quote content
            throw new IllegalArgumentException("no quoted string");
        }
    }

    static ReadResult readJson(ConfigReader reader, String source, byte[] content) {
        return read(reader, source, content, JSON);
    }
}
