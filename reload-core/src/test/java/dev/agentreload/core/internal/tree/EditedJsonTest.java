// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.internal.tree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.config.PlaceholderResolver.Resolution;
import dev.agentreload.core.config.ReadResult;
import dev.agentreload.core.internal.json.EditedJson;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EditedJsonTest {

    private static final int FILES = 300;
    private static final int EDITS = 40;

    private static final String AGENTS = """
            {
              "agents": {
                "list": [
                  {"id": "a", "model": "openai/one", "skills": ["search", "mail"]},
                  {"id": "b", "model": "openai/one", "name": "Агент 🤖"},
                  {"id": "c",
                   "model": "openai/one"}
                ]
              },
              "bindings": [{"agentId": "a"}, {"agentId": "b"}, {"agentId": "a"}, {"agentId": "b"}],
              "models": {"providers": {"openai": {"apiKey": "${KEY}", "baseUrl": "https://example.org"}}}
            }
            """;

    private final ConfigReader reader = ConfigReader.builder()
            .placeholders(placeholder -> new Resolution.Secret("value"))
            .build();

    @Test
    void read_anyEdit_isWhatReadingAllGives() {
        Random random = new Random(7);
        int byParts = 0;
        for (int file = 0; file < FILES; file++) {
            String text = new RandomJson(random).text();
            Optional<ConfigDocument> before = document(text);
            for (int edit = 0; edit < EDITS && before.isPresent(); edit++) {
                String edited = RandomJson.edit(text, random);
                byParts += isRight(before.get(), text, edited) ? 1 : 0;
            }
        }
        assertThat(byParts).as("edits that were read by parts").isGreaterThan(200);
    }

    @ParameterizedTest
    @CsvSource({
        "'\"a\", \"model\": \"openai/one',   '\"a\", \"model\": \"openai/three'",
        "Агент,                              Aгент и",
        "'\"search\", \"mail\"',             '\"search\",\n\n\"mail\", \"shell\"'",
        "'{\"id\": \"c\",',                  '{\"id\": \"c\",\n\n'"
    })
    void read_editOfOneAgent_readsItAlone(String from, String to) {
        ConfigDocument before = document(AGENTS).orElseThrow();
        assertThat(isRight(before, AGENTS, AGENTS.replace(from, to))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "'\"id\": \"b\",',       '\"id\": \"b\", \"apiKey\": \"${OTHER}\",'", // to be resolved
        "'\"id\": \"b\",',       '\"id\": \"b\", \"id\": \"b\",'", // to be warned of
        "'\"id\": \"b\",',       '\"id\": \"b\", \"apiKey\": \"\",'",
        "'\"id\": \"b\",',       '\"id\": \"b\",, '",
        "'\"id\": \"b\",',       '\"id\": \"b\"}, {\"id\": \"d\",'",
        "'[{\"agentId\": \"a\"', '[{\"agentId\": \"longer\"'", // moves what follows on its line
    })
    void read_editThatAffectsOtherParts_isLeftToAFullRead(String from, String to) {
        ConfigDocument before = document(AGENTS).orElseThrow();
        assertThat(isRight(before, AGENTS, AGENTS.replace(from, to))).isFalse();
    }

    private Optional<ConfigDocument> document(String text) {
        return reader.read("config.json", text) instanceof ReadResult.Success success
                ? Optional.of(success.document())
                : Optional.empty();
    }

    /** Returns whether the edit was read by parts, which must make no difference. */
    private boolean isRight(ConfigDocument before, String text, String edited) {
        Optional<ConfigDocument> parts = EditedJson.read(before, utf8(text), utf8(edited));
        parts.ifPresent(document -> {
            ReadResult whole = reader.read("config.json", utf8(edited));
            assertThat(whole).as("%s%nafter%n%s", edited, text).isInstanceOf(ReadResult.Success.class);
            ConfigDocument expected = whole.orThrow();
            assertThat(isSame(document, expected))
                    .as("%s%nafter%n%s", edited, text)
                    .isTrue();
            assertThat(document.warnings()).isEqualTo(expected.warnings());
            assertThat(document.unresolved()).isEqualTo(expected.unresolved());
            assertThat(document.contentId()).isEqualTo(expected.contentId());
        });
        return parts.isPresent();
    }

    private static boolean isSame(ConfigDocument document, ConfigDocument expected) {
        return ((ObjectNode) document.root()).isMoved((ObjectNode) expected.root(), 0);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
