// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.examples.gateway.config;

import static dev.agentreload.testkit.assertions.ReloadAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentreload.core.apply.ReloadMode;
import dev.agentreload.core.apply.ReloadRequest;
import dev.agentreload.core.apply.ReloadResult;
import dev.agentreload.core.apply.Reloader;
import dev.agentreload.core.runtime.HostRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastKnownGoodTest {

    private static final String FIRST = "{\"meta\": \"${HOME}\", \"tools\": 1} // first\n";
    private static final String SECOND = "{\"meta\": \"${HOME}\", \"tools\": 2} // second\n";
    private static final String THIRD = "{\"meta\": \"${HOME}\", \"tools\": 3} // third\n";

    @TempDir
    private Path directory;

    private Path file;
    private Path copy;
    private Path previous;
    private Path corrupt;
    private ConfigFile source;
    private LastKnownGood keeper;

    private final Reloader reloader =
            Reloader.builder(HostRuntime.of(Runnable::run)).build();

    @BeforeEach
    void start() throws IOException {
        file = Files.writeString(directory.resolve("config.json"), FIRST);
        copy = directory.resolve("config.json.last-good");
        previous = directory.resolve("config.json.last-good.previous");
        corrupt = directory.resolve("config.json.last-good.corrupt");
        source = ConfigFile.of(file);
        keeper = new LastKnownGood(source, directory.resolve("standby"));
        reloader.view().subscribe("last known good", keeper);
    }

    @Test
    void apply_ofTheFile_keepsItsTextForItsOwnerAlone() throws IOException {
        reloader.start(source);

        assertThat(copy).hasContent(FIRST);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
                .isEqualTo("rw-------");
        assertThat(files()).containsExactlyInAnyOrder(file, copy);
        assertThat(keeper.problem()).isEmpty();
        assertThat(keeper.find()).contains(copy);
    }

    @Test
    void apply_ofAFileThatIsEditedBeforeItIsCopied_keepsWhatWasApplied() throws IOException {
        reloader.start(source);
        Files.delete(copy);
        Files.writeString(file, SECOND);
        source.read();

        keeper.decided(reloader.view().history().get(0));

        assertThat(copy).hasContent(FIRST);
    }

    @Test
    void apply_ofTheNextText_keepsThePreviousCopyToo() throws IOException {
        reloader.start(source);
        reload(SECOND);
        reload(THIRD);

        assertThat(copy).hasContent(THIRD);
        assertThat(previous).hasContent(SECOND);
        assertThat(file).hasContent(THIRD);
    }

    @Test
    void refusal_ofTheFile_keepsTheCopyAsItWas() throws IOException {
        reloader.start(source);

        assertThat(reload("{\"tools\": oops")).isInvalid();

        assertThat(copy).hasContent(FIRST);
        assertThat(file).hasContent("{\"tools\": oops");
    }

    @Test
    void rollback_toWhatTheFileDoesNotSay_keepsTheTextThatIsInForceAlone() throws IOException {
        reloader.start(source);
        reload(SECOND);

        assertThat(reloader.rollback("ada")).isApplied();

        assertThat(copy).hasContent(FIRST);
        assertThat(previous).doesNotExist();
        assertThat(file).hasContent(SECOND);
    }

    @Test
    void rollback_whileTheFileHasUnappliedContent_keepsTheTextThatIsInForce() throws IOException {
        reloader.start(source);
        reload(SECOND);
        Files.writeString(file, THIRD);

        assertThat(reloader.rollback("ada")).isInstanceOf(ReloadResult.Applied.class);

        assertThat(copy).hasContent(FIRST);
    }

    @Test
    void corruptCopies_neverReplaceEachOther() throws IOException {
        Files.writeString(corrupt, "the first");
        Files.writeString(copy, "{\"tools\": 1");
        Files.writeString(previous, "{\"tools\": 2");

        assertThat(keeper.take()).isEmpty();

        assertThat(corrupt).hasContent("the first");
        assertThat(directory.resolve("config.json.last-good.corrupt.2")).hasContent("{\"tools\": 1");
        assertThat(directory.resolve("config.json.last-good.corrupt.3")).hasContent("{\"tools\": 2");
    }

    @Test
    void apply_withChangesThatWaitForARestart_keepsTheCopyAsItWas() throws IOException {
        reloader.start(source);
        Files.writeString(file, "{\"meta\": \"m\", \"tools\": 2, \"gateway\": {\"port\": 1}}");

        ReloadResult result =
                reloader.reload(ReloadRequest.manual(source, "ada").withMode(ReloadMode.HOT), Duration.ofMinutes(1));

        assertThat(result).isApplied();
        assertThat(copy).hasContent(FIRST);
    }

    @Test
    void folder_thatIsInTheWayOfACopy_isSetAside() throws IOException {
        reloader.start(source);
        Files.delete(copy);
        Files.writeString(Files.createDirectory(copy).resolve("in the way"), "x");

        assertThat(reload(SECOND)).isApplied();

        assertThat(copy).hasContent(SECOND);
        assertThat(corrupt.resolve("in the way")).hasContent("x");
        assertThat(keeper.problem()).isEmpty();
    }

    @Test
    void copy_thatIsCorrupt_isKeptAsideAndThePreviousOneFound() throws IOException {
        Files.writeString(copy, "{\"tools\": 1");
        Files.writeString(previous, FIRST);

        assertThat(keeper.find()).contains(previous);
        assertThat(keeper.take()).contains(previous);

        assertThat(corrupt).hasContent("{\"tools\": 1");
        assertThat(copy).doesNotExist();
        assertThat(keeper.find()).contains(previous);
    }

    @Test
    void copy_thatIsCorrupt_doesNotReplaceThePreviousOne() throws IOException {
        Files.writeString(copy, "{\"tools\": 1");
        Files.writeString(previous, SECOND);

        reloader.start(source);

        assertThat(copy).hasContent(FIRST);
        assertThat(previous).hasContent(SECOND);
        assertThat(corrupt).hasContent("{\"tools\": 1");
    }

    @Test
    void crash_beforeTheRename_leavesTheCopyBefore() throws IOException {
        reloader.start(source);
        Files.writeString(directory.resolve("config.json.last-good.123.tmp"), "{\"half");

        assertThat(new LastKnownGood(source, directory.resolve("standby")).find())
                .contains(copy);
    }

    @Test
    void crash_betweenTheRenames_leavesThePreviousCopy() throws IOException {
        Files.writeString(previous, FIRST);

        assertThat(keeper.find()).contains(previous);
    }

    @Test
    void find_withoutAnyCopy_isEmpty() {
        assertThat(keeper.find()).isEmpty();
    }

    private ReloadResult reload(String text) throws IOException {
        Files.writeString(file, text);
        return reloader.reload(ReloadRequest.manual(source, "ada"), Duration.ofMinutes(1));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }
}
