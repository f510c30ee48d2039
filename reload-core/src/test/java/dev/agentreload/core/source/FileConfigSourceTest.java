// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import dev.agentreload.core.config.ConfigDocument;
import dev.agentreload.core.config.ConfigNode;
import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ConfigReader;
import dev.agentreload.core.config.ConfigString;
import dev.agentreload.core.config.JacksonBridge;
import dev.agentreload.core.config.PlaceholderResolver;
import dev.agentreload.core.config.ReadLimits;
import dev.agentreload.core.config.ReadResult;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a file source reads, and what it says when it cannot. */
class FileConfigSourceTest {

    private static final String AGENTS = """
            {
              "models": {"apiKey": "${KEY}"},
              "agents": {
                "list": [
                  {"id": "a", "model": "one"},
                  {"id": "b", "model": "two"}
                ]
              },
              "bindings": [{"agentId": "a"}, {"agentId": "b"}, {"agentId": "a"}, {"agentId": "b"}]
            }
            """;

    private final Map<String, String> environment = new HashMap<>(Map.of("KEY", "sk-1", "HOME", "/home/ada"));
    private final EnvironmentResolver resolver =
            EnvironmentResolver.of(environment::get).withPublicNames(List.of("HOME"));

    @TempDir
    private Path directory;

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
    void placeholders_inFile_areReplacedByEnvironmentAndFiles() throws IOException {
        write("token.txt", "t-1\n");
        ConfigSource source = source("""
                {"env": "${KEY}", "home": "${HOME}/x", "file": "Bearer ${file:token.txt}", "other": "${user}"}""");

        assertThat(text(source, "env")).isEqualTo("sk-1");
        assertThat(text(source, "home")).isEqualTo("/home/ada/x");
        assertThat(text(source, "file")).isEqualTo("Bearer t-1");
        assertThat(text(source, "other")).isEqualTo("${user}");
    }

    @Test
    void valuesFromEnvironmentAndFiles_areSecretUnlessPublic() throws IOException {
        write("token.txt", "t-1");
        var root = source("""
                {"env": "${env:KEY}", "home": "${env:HOME}", "file": "${file:token.txt}"}""").read().orThrow();

        assertThat(root.find("env").orElseThrow().isSecret()).isTrue();
        assertThat(root.find("home").orElseThrow().isSecret()).isFalse();
        assertThat(root.find("file").orElseThrow().isSecret()).isTrue();
    }

    @Test
    void target_endingInALineBreak_losesExactlyOne() throws IOException {
        write("unix", "a\n");
        write("windows", "b\r\n");
        write("two", "c\n\n");
        write("none", "d");
        write("only", "\n");
        ConfigSource source = source("""
                {"unix": "${file:unix}", "windows": "${file:windows}", "two": "${file:two}", "none": "${file:none}",
                 "only": "${file:only}"}""");

        assertThat(text(source, "unix")).isEqualTo("a");
        assertThat(text(source, "windows")).isEqualTo("b");
        assertThat(text(source, "two")).isEqualTo("c\n");
        assertThat(text(source, "none")).isEqualTo("d");
        assertThat(text(source, "only")).isEmpty();
    }

    @Test
    void target_withAnAbsolutePath_isReadFromThere() throws IOException {
        Path elsewhere = Files.writeString(
                Files.createDirectory(directory.resolve("secrets")).resolve("key"), "k");

        assertThat(text(source("{\"key\": \"${file:" + elsewhere + "}\"}"), "key"))
                .isEqualTo("k");
    }

    @Test
    void target_inTheHomeDirectory_isReadFromWhereTheEnvironmentSays() throws IOException {
        environment.put("HOME", directory.resolve("home").toString());
        Files.createDirectory(directory.resolve("home"));
        write("home/secrets.json", "{\"gateway\": {\"token\": \"t0k3n\"}}");
        write("home/key", "k");
        FileConfigSource source = source("""
                {"key": "${file:~/key}", "token": {"source": "file", "provider": "vault", "id": "/gateway/token"},
                 "secrets": {"providers": {"vault": {"source": "file", "path": "~/secrets.json"}}}}""");

        assertThat(text(source, "key")).isEqualTo("k");
        assertThat(text(source, "token")).isEqualTo("t0k3n");
        assertThat(source.snapshot().hash()).isEqualTo(source.reading().hash().orElseThrow());
        SourceHash before = source.snapshot().hash();
        write("home/secrets.json", "{\"gateway\": {\"token\": \"other\"}}");
        assertThat(source.snapshot().hash()).isNotEqualTo(before);
    }

    @Test
    void target_inAHomeDirectoryThatIsNotKnown_isMissing() throws IOException {
        environment.remove("HOME");

        assertThat(source("{\"key\": \"${file:~/key}\"}").read().orThrow().unresolved())
                .extracting(one -> one.path() + ": " + one.reason())
                .containsExactly("key: no variable names the home directory of file [~/key]");
    }

    @Test
    void target_usedTwice_isTheSameInBothPlaces() throws IOException {
        write("key", "k");
        ConfigSource source = source("{\"a\": \"${file:key}\", \"b\": \"${file:key}\"}");

        assertThat(text(source, "a")).isEqualTo(text(source, "b")).isEqualTo("k");
    }

    @Test
    void target_thatChangesBetweenTwoUses_isReadOnce() throws IOException {
        write("key", "old");
        Path file = file("{\"a\": \"${file:key} ${ROTATE} ${file:key}\"}");
        EnvironmentResolver rotating = EnvironmentResolver.of(name -> {
            try {
                return write("key", "new").getFileName().toString();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });

        assertThat(text(FileConfigSource.of(file, rotating), "a")).isEqualTo("old key old");
    }

    @Test
    void targets_thatCannotBeRead_areAllReportedAtTheirPaths() throws IOException {
        Files.createDirectory(directory.resolve("folder"));
        Files.write(directory.resolve("latin"), "pässword".getBytes(StandardCharsets.ISO_8859_1));
        Files.write(directory.resolve("large"), new byte[(64 << 10) + 1]);
        Files.write(directory.resolve("full"), "x".repeat(64 << 10).getBytes(StandardCharsets.UTF_8));
        ConfigSource source = source("""
                {"missing": "${file:nowhere}",
                 "folder": "${file:folder}",
                 "latin": "${file:latin}",
                 "large": "${file:large}",
                 "full": "${file:full}",
                 "invalid": "${file:a\\u0000b}"}""");

        Path real = directory.toRealPath();
        assertThat(source.read().orThrow().unresolved())
                .extracting(one -> one.reason() + " at " + one.path() + " (" + one.position() + ")")
                .containsExactly(
                        "no such file [" + real.resolve("nowhere") + "] at missing (config.json:1:13)",
                        "[" + real.resolve("folder") + "] is a directory at folder (config.json:2:12)",
                        "file [" + real.resolve("latin") + "] is not in the UTF-8 encoding at latin (config.json:3:11)",
                        "file [" + real.resolve("large") + "] is larger than 64 KiB at large (config.json:4:11)",
                        "[a\0b] is no valid path at invalid (config.json:6:13)");
    }

    @Test
    void environmentVariable_withoutValue_isAWarning() throws IOException {
        assertThat(problems(source("{\"key\": \"${NO_SUCH}\"}")))
                .containsExactly("environment variable [NO_SUCH] is not set at key (config.json:1:9); "
                        + "an error as soon as a component reads it");
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
    void failures_ofTheFileSystem_areToldWithoutTheirOwnWords() {
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
    void document_resolvedAgain_isTheSameWithTodaysKeys() throws IOException {
        write("key", "old");
        FileConfigSource source = source("{\"key\": \"${file:key}\", \"env\": \"${KEY}\", \"model\": \"m-1\"}");
        ConfigDocument document = source.read().orThrow();
        file("{\"model\": \"m-2\"}");
        for (String today : List.of("new", "newer")) {
            write("key", today);
            environment.put("KEY", "sk-" + today);

            document = document.resolveAgain().orThrow();

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

        assertThat(text(document.resolveAgain().orThrow(), "key")).isEqualTo("l");
    }

    @Test
    void target_thatChangesBetweenTwoUsesInADocumentResolvedAgain_isReadOnce() throws IOException {
        AtomicInteger rotations = new AtomicInteger();
        write("key", "v-0");
        Path file = file("{\"a\": \"${file:key}${ROTATE}${file:key}\"}");
        EnvironmentResolver rotating = EnvironmentResolver.of(name -> {
            try {
                return Files.size(write("key", "v-" + rotations.incrementAndGet())) > 0 ? " " : "";
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });

        ConfigDocument document = FileConfigSource.of(file, rotating).read().orThrow();

        assertThat(text(document, "a")).isEqualTo("v-0 v-0");
        assertThat(text(document.resolveAgain().orThrow(), "a")).isEqualTo("v-1 v-1");
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

    @Test
    void reading_onAnInterruptedThread_succeedsAndKeepsTheInterrupt() throws IOException {
        ConfigSource source = source("{}");
        Thread.currentThread().interrupt();
        ReadResult result = source.read();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(result.problems()).isEmpty();
    }

    private FileConfigSource source(String content) throws IOException {
        return FileConfigSource.of(file(content), resolver);
    }

    private Path file(String content) throws IOException {
        return write("config.json", content);
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content);
    }

    private static String text(ConfigSource source, String key) {
        return text(source.read().orThrow(), key);
    }

    private static String text(ConfigDocument document, String key) {
        return ((ConfigString) document.find(ConfigPath.of(key)).orElseThrow()).value();
    }

    private static List<String> problems(ConfigSource source) {
        return source.read().problems().stream().map(ConfigProblem::toString).toList();
    }
}
