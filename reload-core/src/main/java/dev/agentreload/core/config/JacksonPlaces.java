package dev.agentreload.core.config;

import com.fasterxml.jackson.core.JsonLocation;
import org.jspecify.annotations.Nullable;

/** Says where the tokens of a parser stand in what it reads. */
interface JacksonPlaces {

    /** Returns the packed position of the token at this location, which is the current one from now on. */
    long moveTo(JsonLocation location);

    /** Returns the packed position as the parser counts. */
    static long lineAndColumn(JsonLocation location) {
        return location.getLineNr() < 1
                ? PackedPosition.UNKNOWN
                : PackedPosition.of(location.getLineNr(), Math.max(1, location.getColumnNr()));
    }

    /**
     * Returns the current string if it is as plain as it looks, ASCII without escapes and placeholders, and adds its content.
     * Null means to ask the parser.
     */
    default @Nullable String plainText(Words content) {
        return null;
    }
}
