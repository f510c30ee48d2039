// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.config.ConfigDocument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Placeholders in a file: variables, and other files. */
class FileTargetsTest extends FileConfigSourceFixture {

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
        assertThat(text(document.reresolve().orThrow(), "a")).isEqualTo("v-1 v-1");
    }
}
