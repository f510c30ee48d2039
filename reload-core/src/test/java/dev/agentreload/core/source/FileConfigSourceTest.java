// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.config.JacksonBridge;
import dev.agentreload.core.config.PlaceholderResolver;
import dev.agentreload.core.config.ReadLimits;
import dev.agentreload.core.config.ReadResult;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a file source reads, and what it says when it cannot. */
class FileConfigSourceTest extends FileConfigSourceFixture {

    @Test
    void document_fromFile_hasThePositionsOfTheFileName() throws IOException {
        ConfigSource source = source("{\n  \"port\": 1\n}");

        assertThat(source.name()).isEqualTo("config.json");
        assertThat(source.read().orThrow().nearestPosition("port")).hasToString("config.json:2:11");
    }

    @Test
    void name_setByTheHost_isShown() throws IOException {
        ConfigSource source = FileConfigSource.builder(file("{\"port\": ]}"), resolver)
                .name("conf.d/config.json")
                .build();

        assertThat(problems(source)).singleElement().asString().contains("(conf.d/config.json:1:10)");
    }

    @Test
    void missingFile_isAProblemThatNamesThePath() {
        ConfigSource source = FileConfigSource.of(directory.resolve("config.json"), resolver);

        assertThat(problems(source))
                .containsExactly("no such file [" + directory.resolve("config.json")
                        + "] at $ (config.json); expected a file there");
    }

    @Test
    void missingDirectory_isAMissingFile() {
        Path file = directory.resolve("nowhere").resolve("config.json");

        assertThat(problems(FileConfigSource.of(file, resolver)))
                .containsExactly("no such file [" + file + "] at $ (config.json); expected a file there");
    }

    @Test
    void linkToNothing_isAMissingFile() throws IOException {
        Path file = Files.createSymbolicLink(directory.resolve("config.json"), Path.of("nowhere.json"));

        assertThat(problems(FileConfigSource.of(file, resolver)))
                .containsExactly("no such file [" + file + "] at $ (config.json); expected a file there");
    }

    @Test
    void linkToItself_isAProblem() throws IOException {
        Path file = Files.createSymbolicLink(directory.resolve("config.json"), Path.of("config.json"));

        assertThat(problems(FileConfigSource.of(file, resolver)))
                .singleElement()
                .asString()
                .startsWith("file [" + file + "] cannot be read: ")
                .endsWith(" at $ (config.json); expected a readable file");
    }

    @Test
    void directory_insteadOfFile_isAProblem() throws IOException {
        Path file = Files.createDirectory(directory.resolve("config.json"));

        assertThat(problems(FileConfigSource.of(file, resolver)))
                .containsExactly("[" + file + "] is a directory at $ (config.json); expected a file");
    }

    @Test
    void device_insteadOfFile_isAProblem() {
        assertThat(problems(FileConfigSource.of(Path.of("/dev/zero"), resolver)))
                .containsExactly("[/dev/zero] is no regular file at $ (zero); expected a file");
    }

    @Test
    void failures_ofTheFileSystem_areReportedWithoutTheirOwnWords() {
        Path file = Path.of("/etc/app/config.json");

        assertThat(FileContent.Absent.of(file, new AccessDeniedException(file.toString())))
                .isEqualTo(new FileContent.Absent(
                        "permission denied for file [/etc/app/config.json]", "expected the right to read it"));
        assertThat(FileContent.Absent.of(file, new FileSystemException(file.toString(), null, "Stale file handle")))
                .isEqualTo(new FileContent.Absent(
                        "file [/etc/app/config.json] cannot be read: Stale file handle", "expected a readable file"));
        assertThat(FileContent.Absent.of(file, new IOException()))
                .isEqualTo(new FileContent.Absent(
                        "file [/etc/app/config.json] cannot be read", "expected a readable file"));
    }

    @Test
    void fileAboveTheLimit_isNotReadToItsEnd() throws IOException {
        Path file = file("{\"text\": \"" + "x".repeat(100));
        try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
            large.setLength(1L << 32); // more than an array can hold, and nearly nothing on the disk
        }
        ConfigSource source = FileConfigSource.builder(file, resolver)
                .reader(ConfigReader.builder().limits(new ReadLimits(50, 10)).build())
                .build();

        assertThat(problems(source))
                .containsExactly("source too large at text (config.json:1:51); expected at most 50 bytes");
    }

    @Test
    void reader_withAResolverOfItsOwn_isRefused() throws IOException {
        FileConfigSource.Builder builder = FileConfigSource.builder(file("{\"a\": 1}"), resolver);
        ConfigReader contradicting = ConfigReader.builder()
                .placeholders(resolver)
                .limits(new ReadLimits(3, 10))
                .build();

        assertThatThrownBy(() -> builder.reader(contradicting))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the reader resolves placeholders, which the source does itself: give it a reader without a"
                        + " resolver");
        assertThat(builder.reader(ConfigReader.builder()
                                .placeholders(PlaceholderResolver.none())
                                .build())
                        .build()
                        .read()
                        .orThrow()
                        .root())
                .hasToString("{\"a\":1}");
    }

    @Test
    void format_ofTheHost_readsTheFileWithPlaceholders() throws IOException {
        write("key", "k");
        FileConfigSource source = FileConfigSource.builder(file("{\"key\": \"${file:key} ${KEY}\"}"), resolver)
                .format((reader, name, content) -> JacksonBridge.read(reader, name, content, new JsonFactory()))
                .build();

        assertThat(text(source, "key")).isEqualTo("k sk-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"agents.yaml", "agents.yml", "AGENTS.YAML"})
    void format_ofAYamlFile_isYaml(String name) throws IOException {
        write("key", "k");
        write(name, "key: &k ${file:key} ${KEY}\nother: *k\n");
        FileConfigSource source = FileConfigSource.of(directory.resolve(name), resolver);

        assertThat(text(source, "other")).isEqualTo("k sk-1");
        assertThat(source.read().orThrow().nearestPosition("other")).hasToString(name + ":1:9");
        SourceSnapshot before = source.snapshot();
        write("key", "k-2");
        assertThat(source.snapshot()).as("its targets are known").isNotEqualTo(before);
    }

    @Test
    void format_setByTheHost_countsMoreThanTheName() throws IOException {
        write("agents.conf", "key: k");
        FileConfigSource source = FileConfigSource.builder(directory.resolve("agents.conf"), resolver)
                .format(DocumentFormat.yaml())
                .build();

        assertThat(text(source, "key")).isEqualTo("k");
    }

    @Test
    void format_thatThrows_isAProblemWithoutItsMessage() throws IOException {
        ConfigSource source = FileConfigSource.builder(file("{\"password\": \"x\"}"), resolver)
                .format((reader, name, content) -> {
                    throw new IllegalStateException(new String(content, StandardCharsets.UTF_8));
                })
                .build();

        assertThat(problems(source))
                .containsExactly("the format threw IllegalStateException at $ (config.json); expected a result");
    }

    @Test
    void reading_onAnInterruptedThread_succeedsAndKeepsTheInterrupt() throws IOException {
        ConfigSource source = source("{}");
        Thread.currentThread().interrupt();
        ReadResult result = source.read();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(result.problems()).isEmpty();
    }
}
