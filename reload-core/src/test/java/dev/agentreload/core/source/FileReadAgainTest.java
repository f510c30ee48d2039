// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.config.ConfigString;
import dev.agentreload.core.config.ReadResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What later readings of a file take from earlier ones. */
class FileReadAgainTest extends FileConfigSourceFixture {

    @Test
    void document_resolvedAgain_isTheSameWithTodaysKeys() throws IOException {
        write("key", "old");
        FileConfigSource source = source("{\"key\": \"${file:key}\", \"env\": \"${KEY}\", \"model\": \"m-1\"}");
        ConfigDocument document = source.read().orThrow();
        file("{\"model\": \"m-2\"}");
        for (String today : List.of("new", "newer")) {
            write("key", today);
            environment.put("KEY", "sk-" + today);

            document = document.reresolve().orThrow();

            assertThat(document.source()).isEqualTo("config.json");
            assertThat(text(document, "model")).isEqualTo("m-1");
            assertThat(text(document, "key")).isEqualTo(today);
            assertThat(text(document, "env")).isEqualTo("sk-" + today);
        }
    }

    @Test
    void document_resolvedAgainWithoutTheFile_findsItsTargetsBesideWhereItWas() throws IOException {
        write("key", "k");
        ConfigDocument document = source("{\"key\": \"${file:key}\"}").read().orThrow();
        Files.delete(directory.resolve("config.json"));
        write("key", "l");

        assertThat(text(document.reresolve().orThrow(), "key")).isEqualTo("l");
    }

    @Test
    void sourceOfSuppliedReadings_readsOncePerReading() {
        ReadResult result = ConfigReader.standard().read("db", "{}");
        ConfigSource source = ConfigSource.of("db", () -> result);

        assertThat(source.read()).isSameAs(result);
        assertThat(source.reading().result()).isSameAs(result);
        assertThat(source.reading().hash()).isEmpty();
    }

    @Test
    void snapshots_ofAnUnchangedFile_doNotParseItAgain() throws IOException {
        AtomicInteger parsed = new AtomicInteger();
        write("key", "k-1");
        FileConfigSource source = FileConfigSource.builder(file("{\"key\": \"${file:key}\"}"), resolver)
                .format((reader, name, content) -> {
                    parsed.incrementAndGet();
                    return DocumentFormat.json().read(reader, name, content);
                })
                .build();
        SourceSnapshot first = source.snapshot();
        write("key", "k-2");

        assertThat(source.snapshot()).isNotEqualTo(first);
        assertThat(parsed).hasValue(1);
        file("{\"key\": \"${file:other}\"}");
        assertThat(source.snapshot().state()).isEqualTo(SourceSnapshot.State.INCOMPLETE);
        assertThat(parsed).hasValue(2);
    }

    @Test
    void edit_inOnePlace_keepsAllOtherValues() throws IOException {
        FileConfigSource source = FileConfigSource.of(file(AGENTS), resolver);
        ConfigDocument before = source.read().orThrow();
        file(AGENTS.replace("one", "another"));
        ConfigDocument after = source.read().orThrow();

        assertThat(after.find("agents.list[0].model")).hasToString("Optional[\"another\"]");
        assertThat(node(after, "agents.list[1]")).isSameAs(node(before, "agents.list[1]"));
        assertThat(node(after, "models")).isSameAs(node(before, "models"));
    }

    @Test
    void edit_whileAVariableChanged_hasItsValueOfNow() throws IOException {
        FileConfigSource source = FileConfigSource.of(file(AGENTS), resolver);
        source.read().orThrow();
        file(AGENTS.replace("one", "another"));
        environment.put("KEY", "sk-2");

        assertThat(((ConfigString) node(source.read().orThrow(), "models.apiKey")).value())
                .isEqualTo("sk-2");
    }

    @Test
    void unchangedFile_isReadAgainWhenAFileThatItRefersToChanged() throws IOException {
        write("token.txt", "t-1");
        ConfigSource source = source("{\"file\": \"${file:token.txt}\", \"env\": \"${KEY}\"}");
        ConfigDocument first = source.read().orThrow();

        assertThat(source.read().orThrow()).isSameAs(first);
        write("token.txt", "t-2");
        assertThat(text(source, "file")).isEqualTo("t-2");
    }

    private static ConfigNode node(ConfigDocument document, String path) {
        return document.find(path).orElseThrow();
    }

    @Test
    void hashes_ofSnapshotReadingAndAnnouncedContent_areEqual() throws IOException {
        write("b", "1");
        write("a", "2");
        byte[] content = "{\"x\": \"${file:b}${file:a}${file:none}\", \"y\": }".getBytes(StandardCharsets.UTF_8);
        FileConfigSource source = source(new String(content, StandardCharsets.UTF_8));

        assertThat(source.snapshot().hash())
                .isEqualTo(source.hashOf(content))
                .isEqualTo(source.reading().hash().orElseThrow());
    }
}
