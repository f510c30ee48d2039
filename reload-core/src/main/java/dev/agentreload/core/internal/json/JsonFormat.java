// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;

/** JSON, and what hand-written files use besides. */
public final class JsonFormat {

    /** Jackson's own limits are out of the way: the bytes are limited before it sees them, and we count depth. */
    private static final StreamReadConstraints CONSTRAINTS = StreamReadConstraints.builder()
            .maxNestingDepth(100_000)
            .maxNumberLength(Integer.MAX_VALUE)
            .maxStringLength(Integer.MAX_VALUE)
            .maxNameLength(Integer.MAX_VALUE)
            .build();

    /** Makes the parsers. */
    public static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(CONSTRAINTS)
            .build();

    private JsonFormat() {}

    /** Returns whether this factory is ours, and not a host's. */
    @SuppressWarnings("ReferenceEquality") // a factory is no value
    static boolean isOurs(JsonFactory factory) {
        return factory == FACTORY;
    }

    /** Returns the content of a string in double or single quotes. */
    static String unquote(String quoted) {
        try (JsonParser parser = FACTORY.createParser(quoted)) {
            parser.nextToken();
            return parser.getText();
        } catch (IOException e) { // left out as the cause, since it may quote content
            throw new IllegalArgumentException("no quoted string");
        }
    }
}
