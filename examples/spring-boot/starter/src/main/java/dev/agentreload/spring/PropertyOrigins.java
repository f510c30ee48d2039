// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.spring;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.Resource;

/** Where properties are written. A problem shows it in place of its place in the tree that is made of them. */
final class PropertyOrigins {

    private final Map<String, TextResourceOrigin.Location> byPointer = new HashMap<>();
    private @Nullable Resource file;
    private boolean mixed;

    /** Notes the place of a property for itself and for what contains it, whose first property counts. */
    void add(PropertySource<?> source, String property, List<String> keys) {
        if (!(OriginLookup.getOrigin(source, property) instanceof TextResourceOrigin origin)
                || origin.getLocation() == null) {
            mixed = true;
            return;
        }
        Resource resource = origin.getResource();
        mixed |= resource == null || (file != null && !file.equals(resource));
        file = resource;
        StringBuilder pointer = new StringBuilder();
        for (String key : keys) {
            pointer.append('/').append(key.replace("~", "~0").replace("/", "~1"));
            byPointer.putIfAbsent(pointer.toString(), origin.getLocation());
        }
    }

    /** Returns the name of the one file that all properties are from. A document has one name, so several files have none. */
    Optional<String> findFile() {
        return mixed || file == null ? Optional.empty() : Optional.ofNullable(file.getFilename());
    }

    /** Returns a factory whose parsers give the places of the properties, or none if they are from several files. */
    JsonFactory factory() {
        return new PlacedFactory(findFile().isPresent() ? byPointer : Map.of());
    }

    /** Its format is not called JSON, so that the reader takes places from its parsers and not from the bytes. */
    private static final class PlacedFactory extends JsonFactory {

        private static final long serialVersionUID = 1L;

        private final transient Map<String, TextResourceOrigin.Location> places;

        PlacedFactory(Map<String, TextResourceOrigin.Location> places) {
            this.places = places;
        }

        @Override
        public String getFormatName() {
            return "properties";
        }

        @Override
        public JsonParser createParser(byte[] data, int offset, int length) throws IOException {
            return new PlacedParser(super.createParser(data, offset, length), places);
        }
    }

    private static final class PlacedParser extends JsonParserDelegate {

        private final Map<String, TextResourceOrigin.Location> places;

        PlacedParser(JsonParser parser, Map<String, TextResourceOrigin.Location> places) {
            super(parser);
            this.places = places;
        }

        @Override
        public JsonLocation currentTokenLocation() {
            TextResourceOrigin.Location place =
                    places.get(getParsingContext().pathAsPointer().toString());
            return place == null
                    ? JsonLocation.NA
                    : new JsonLocation(
                            JsonLocation.NA.contentReference(), -1, place.getLine() + 1, place.getColumn() + 1);
        }
    }
}
