// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.agentreload.core.internal.tree.PackedPosition;
import dev.agentreload.core.internal.tree.TreeBuilder;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Feeds the tokens of one value from a Jackson parser to a {@link TreeBuilder}. */
final class JacksonTokens {

    /** Numbers this short fit a long. */
    private static final int LONG_DIGITS = 18;

    private final TreeBuilder builder;
    private final TokenLocator places;
    private final Keys keys;

    JacksonTokens(TreeBuilder builder, TokenLocator places, Keys keys) {
        this.builder = builder;
        this.places = places;
        this.keys = keys;
    }

    /** What is done about the positions of keys, which cost time and serve messages about keys alone. */
    enum Keys {
        /** They have none. */
        UNLOCATED,
        /** They are left out, and the reading ends as soon as one would be needed. */
        UNTIL_ODD,
        /** They are recorded. */
        LOCATED
    }

    /** Reads a value, or its beginning if positions of keys turn out to be needed; false means that there is none. */
    boolean read(JsonParser parser) throws IOException {
        int open = 0;
        do {
            JsonToken token = nextValue(parser);
            if (token == null || (token == JsonToken.NOT_AVAILABLE && open == 0)) { // the latter is a missing tree
                return false;
            }
            if (token.isStructEnd()) {
                builder.end();
                if (keys == Keys.UNTIL_ODD && builder.lacksKeyPositions()) {
                    return true;
                }
                open--;
            } else if (value(parser, token, position(parser))) {
                open++;
            }
        } while (open > 0);
        return true;
    }

    /** Returns the next token that is no key. */
    private @Nullable JsonToken nextValue(JsonParser parser) throws IOException {
        JsonToken token = parser.nextToken();
        if (token != JsonToken.FIELD_NAME) {
            return token;
        }
        String name = parser.currentName();
        boolean located = keys == Keys.LOCATED;
        long position = located ? position(parser) : PackedPosition.UNKNOWN;
        builder.key(name, position);
        if (located && !places.isQuoted()) {
            oddKey(name, position);
        }
        return parser.nextToken();
    }

    /** A parser that allows keys without quotes takes curly quotes for a part of such a key. */
    private void oddKey(String name, long position) {
        int index = OddCharacter.indexIn(name);
        if (index >= 0) {
            OddCharacter odd = OddCharacter.of(name.charAt(index));
            builder.problem(
                    position,
                    OddCharacter.describe(name.charAt(index)) + " in a key",
                    "expected " + (odd == null ? "" : odd.expectation()));
        }
    }

    /** Returns whether a container was opened. */
    private boolean value(JsonParser parser, JsonToken token, long position) throws IOException {
        if (token == JsonToken.VALUE_STRING) {
            string(parser, position);
        } else if (!token.isStructStart()) {
            scalar(parser, token, position);
        } else if (start(token, position)) {
            return true;
        } else {
            parser.skipChildren();
        }
        return false;
    }

    private boolean start(JsonToken token, long position) {
        return token == JsonToken.START_OBJECT ? builder.startObject(position) : builder.startArray(position);
    }

    private void string(JsonParser parser, long position) throws IOException {
        String plain = places.plainText(builder.words());
        if (plain == null) {
            builder.string(parser.getText(), position);
        } else {
            builder.plainString(plain, position);
        }
    }

    private void scalar(JsonParser parser, JsonToken token, long position) throws IOException {
        switch (token) {
            case VALUE_NUMBER_INT -> wholeNumber(parser, position);
            case VALUE_NUMBER_FLOAT -> builder.number(parser.getText(), position);
            case VALUE_TRUE, VALUE_FALSE -> builder.booleanValue(token == JsonToken.VALUE_TRUE, position);
            case VALUE_NULL -> builder.nullValue(position);
            default -> unsupported(position);
        }
    }

    private void wholeNumber(JsonParser parser, long position) throws IOException {
        if (parser.getTextLength() <= LONG_DIGITS) {
            builder.number(parser.getLongValue(), position);
        } else {
            builder.number(parser.getText(), position);
        }
    }

    /** Binary formats and host trees can embed objects that no configuration file can hold. */
    private void unsupported(long position) {
        builder.problem(
                position, "unsupported value", "expected text, a number, true, false, null, an object or a list");
        builder.nullValue(position);
    }

    private long position(JsonParser parser) {
        JsonLocation location = parser.currentTokenLocation();
        return places.moveTo(location.getByteOffset(), location.getLineNr(), location.getColumnNr());
    }
}
