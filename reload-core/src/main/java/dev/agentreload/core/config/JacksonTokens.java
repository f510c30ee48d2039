package dev.agentreload.core.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** Feeds the tokens of one value from a Jackson parser to a {@link TreeBuilder}. */
final class JacksonTokens {

    /** Numbers this short fit a long. */
    private static final int LONG_DIGITS = 18;

    private final TreeBuilder builder;
    private final JacksonPlaces places;
    private boolean recordKeys;

    JacksonTokens(TreeBuilder builder, JacksonPlaces places) {
        this.builder = builder;
        this.places = places;
    }

    /** Makes positions of keys known too, which costs time and serves messages about keys alone. */
    JacksonTokens recordingKeys() {
        recordKeys = true;
        return this;
    }

    /** Reads a value; false means that there is none. */
    boolean read(JsonParser parser) throws IOException {
        int open = 0;
        do {
            JsonToken token = parser.nextToken();
            if (token == null || (token == JsonToken.NOT_AVAILABLE && open == 0)) { // the latter is a missing tree
                return false;
            }
            open += accept(parser, token);
        } while (open > 0);
        return true;
    }

    /** Returns by how much the number of open containers changed. */
    private int accept(JsonParser parser, JsonToken token) throws IOException {
        switch (token) {
            case START_OBJECT -> {
                return opened(builder.startObject(position(parser)), parser);
            }
            case START_ARRAY -> {
                return opened(builder.startArray(position(parser)), parser);
            }
            case END_OBJECT -> {
                builder.endObject();
                return -1;
            }
            case END_ARRAY -> {
                builder.endArray();
                return -1;
            }
            case FIELD_NAME ->
                builder.key(parser.currentName(), recordKeys ? position(parser) : PackedPosition.UNKNOWN);
            case VALUE_STRING -> string(parser);
            default -> scalar(parser, token);
        }
        return 0;
    }

    private int opened(boolean accepted, JsonParser parser) throws IOException {
        if (!accepted) {
            parser.skipChildren();
            return 0;
        }
        return 1;
    }

    private void string(JsonParser parser) throws IOException {
        long position = position(parser);
        String plain = places.plainText(builder.words());
        if (plain == null) {
            builder.string(parser.getText(), position);
        } else {
            builder.plainString(plain, position);
        }
    }

    private void scalar(JsonParser parser, JsonToken token) throws IOException {
        long position = position(parser);
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
        return places.moveTo(parser.currentTokenLocation());
    }
}
