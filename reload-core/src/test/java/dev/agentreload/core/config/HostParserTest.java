// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.core.io.InputDecorator;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** A host's factory that speaks JSON need not read the bytes it was given, nor leave texts as they are there. */
class HostParserTest {

    private static final String JSON = "{\n  \"жук\": [\"жук\", \"plain text\"]\n}";

    @Test
    void read_hostFactory_countsCodePoints() {
        ConfigDocument document = read(new JsonFactory());

        assertThat(document.nearestPosition("жук[1]")).hasToString("config.json:2:18");
        assertThat(document).isEqualTo(ConfigDocument.parse("config.json", JSON));
    }

    @Test
    void read_parserOfCharacters_takesItsPositions() {
        JsonFactory characters = JsonFactory.builder()
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .build();

        assertThat(read(characters).nearestPosition("жук[1]")).hasToString("config.json:2:18");
    }

    @Test
    void read_parserThatChangesTexts_takesItsTexts() {
        assertThat(read(new Shouting()).find("жук[1]").orElseThrow()).hasToString("\"PLAIN TEXT\"");
    }

    @Test
    void read_decoratedInput_takesWhatItYields() {
        String content = "{\"other\": [1, 2, \"text, and much longer than what was given to the factory\"]}";
        JsonFactory decorated =
                JsonFactory.builder().inputDecorator(new Replacement(content)).build();

        assertThat(read(decorated).root().keys()).containsExactly("other");
    }

    private static ConfigDocument read(JsonFactory factory) {
        return JacksonBridge.read(
                        ConfigReader.standard(), "config.json", JSON.getBytes(StandardCharsets.UTF_8), factory)
                .orThrow();
    }

    @SuppressWarnings("serial") // no test stores a factory
    private static final class Shouting extends JsonFactory {

        @Override
        public JsonParser createParser(byte[] data, int offset, int length) throws IOException {
            return new JsonParserDelegate(super.createParser(data, offset, length)) {
                @Override
                public String getText() throws IOException {
                    return super.getText().toUpperCase(Locale.ROOT);
                }
            };
        }
    }

    @SuppressWarnings("serial") // no test stores a factory
    private static final class Replacement extends InputDecorator {

        private final String content;

        Replacement(String content) {
            this.content = content;
        }

        @Override
        public InputStream decorate(IOContext context, InputStream in) {
            return new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public InputStream decorate(IOContext context, byte[] bytes, int offset, int length) {
            return new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public Reader decorate(IOContext context, Reader in) {
            return in;
        }
    }
}
