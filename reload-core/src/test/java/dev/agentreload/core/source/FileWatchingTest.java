// SPDX-License-Identifier: Apache-2.0
package dev.agentreload.core.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.agentreload.core.config.ConfigPath;
import dev.agentreload.core.config.ConfigProblem;
import dev.agentreload.core.config.ConfigString;
import dev.agentreload.core.config.ReadResult;
import dev.agentreload.core.runtime.HostRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What editors, deployments and accidents do to real files, and what the watcher makes of it. Time is driven by hand. */
class FileWatchingTest {

    @TempDir
    private Path directory;

    private Path config;
    private FileConfigSource source;
    private final HandDrivenScheduler scheduler = new HandDrivenScheduler();

    /** What was read each time something was handed over: the model, or the problems. */
    private final List<String> found = new ArrayList<>();

    @BeforeEach
    void writeFirstContent() throws IOException {
        config = directory.resolve("config.json");
        source = FileConfigSource.of(config, EnvironmentResolver.of(name -> null));
        Files.writeString(config, model("m-1"));
    }

    @Test
    void editorThatWritesASecondFileAndRenamesIt_isFollowed() throws IOException {
        watch();
        Files.writeString(directory.resolve(".config.json.swp"), model("m-2"));
        pass(2);
        Files.move(directory.resolve(".config.json.swp"), config, StandardCopyOption.REPLACE_EXISTING);
        pass(2);

        assertThat(found).containsExactly("m-2");
    }

    @Test
    void editorThatMovesTheOldFileAway_isFollowed() throws IOException {
        watch();
        Files.move(config, directory.resolve("config.json~"));
        pass(1);
        Files.writeString(config, model("m-2"));
        pass(2);

        assertThat(found).containsExactly("m-2");
    }

    @Test
    void fault41_fileThatIsTruncatedAndThenWritten_isReadWhenItIsWhole() throws IOException {
        watch();
        Files.writeString(config, "");
        pass(2);
        Files.writeString(config, "{\"model\":");
        scheduler.advance(Duration.ofMillis(200));
        Files.writeString(config, model("m-2"));
        pass(2);

        assertThat(found).containsExactly("m-2");
    }

    @Test
    void fault41_fileThatStaysEmpty_isRefusedOnceAndNeverTakenForAnEmptyDocument() throws IOException {
        watch();
        Files.writeString(config, "\n");
        pass(60);

        assertThat(found).containsExactly("no content at $ (config.json:2:1); expected an object; an empty one is {}");
    }

    @Test
    void fault41_fileThatEndsWithinACharacter_isRefusedOnce() throws IOException {
        watch();
        byte[] whole = model("m-ü").getBytes(UTF_8);
        Files.write(config, Arrays.copyOf(whole, model("m-").length() - 1));
        pass(60);
        Files.write(config, whole);
        pass(2);

        assertThat(found)
                .containsExactly(
                        "broken UTF-8 at model (config.json:1:14); expected a file in the UTF-8 encoding", "m-ü");
    }

    @Test
    void fault41_fileWithByteOrderMarkAndWindowsLineEnds_isReadAsAnyOther() throws IOException {
        watch();
        Files.writeString(config, "\uFEFF{\r\n  \"model\": \"m-2\"\r\n}\r\n");
        pass(2);
        Files.writeString(config, "\uFEFF{\r\n  \"model\":\r\n}\r\n");
        pass(2);

        assertThat(found).containsExactly("m-2", "unexpected [}] at model (config.json:3:1); expected a value");
    }

    @Test
    void fault42_fileThatIsDeletedAndRecreated_isFollowed() throws IOException {
        watch();
        Files.delete(config);
        pass(3);
        Files.writeString(config, model("m-2"));
        pass(2);

        assertThat(found).containsExactly("m-2");
    }

    @Test
    void fault42_fileThatIsDeletedForLonger_isMissedOnceAndFoundAgain() throws IOException {
        watch();
        Files.delete(config);
        pass(60);
        Files.writeString(config, model("m-1"));
        pass(2);

        assertThat(found)
                .containsExactly("no such file [" + config + "] at $ (config.json); expected a file there", "m-1");
    }

    @Test
    void fault45_restoredBackup_olderAndOfEqualSize_isFollowed() throws IOException {
        Files.setLastModifiedTime(config, FileTime.from(Instant.parse("2024-05-01T00:00:00Z")));
        watch();
        Files.writeString(config, model("m-0"));
        Files.setLastModifiedTime(config, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
        pass(2);

        assertThat(found).containsExactly("m-0");
    }

    @Test
    void fault45_newContentWithTheSameSizeAndTime_isFollowed() throws IOException {
        FileTime time = Files.getLastModifiedTime(config);
        watch();
        Files.writeString(config, model("m-2"));
        Files.setLastModifiedTime(config, time);
        pass(2);

        assertThat(found).containsExactly("m-2");
    }

    @Test
    void newTimeOnTheSameContent_isNoChange() throws IOException {
        watch();
        Files.setLastModifiedTime(config, FileTime.from(Instant.parse("2090-01-01T00:00:00Z")));
        pass(10);

        assertThat(found).isEmpty();
    }

    @Test
    void fault52_clockThatJumpsWhileAChangeSettles_doesNotMatter() throws IOException {
        watch();
        Files.writeString(config, model("m-2"));
        Files.setLastModifiedTime(config, FileTime.from(Instant.now().minusSeconds(3_600)));
        scheduler.advance(Duration.ofMillis(1_100));
        Files.setLastModifiedTime(config, FileTime.from(Instant.now().plusSeconds(3_600)));
        scheduler.advance(Duration.ofMillis(199));
        assertThat(found).isEmpty();
        scheduler.advance(Duration.ofMillis(1));

        assertThat(found).containsExactly("m-2");
    }

    @Test
    void rotatedTarget_behindAnUnchangedFile_isAChange() throws IOException {
        Path key = Files.writeString(directory.resolve("key"), "old\n");
        Files.writeString(config, model("${file:key}"));
        watch();
        Files.writeString(key, "new\n");
        pass(2);
        Files.delete(key);
        pass(3);
        Files.writeString(key, "newer\n");
        pass(2);

        assertThat(found).containsExactly("new", "newer");
    }

    @Test
    void targetThatIsTruncated_isWaitedFor() throws IOException {
        Path key = Files.writeString(directory.resolve("key"), "old\n");
        Files.writeString(config, model("${file:key}"));
        watch();
        Files.writeString(key, "");
        pass(4);
        Files.writeString(key, "new\n");
        pass(2);

        assertThat(found).containsExactly("new");
    }

    @Test
    void targetOfAnEarlierContent_isWatchedNoMore() throws IOException {
        Path key = Files.writeString(directory.resolve("key"), "old\n");
        Files.writeString(config, model("${file:key}"));
        watch();
        Files.writeString(config, model("m-2"));
        pass(2);
        Files.writeString(key, "new\n");
        pass(10);

        assertThat(found).containsExactly("m-2");
    }

    @Test
    void fault44_twoFilesWrittenOneAfterTheOther_areOneChange() throws IOException {
        Path key = Files.writeString(directory.resolve("key"), "old\n");
        Files.writeString(config, model("a/${file:key}"));
        watch();
        Files.writeString(config, model("b/${file:key}"));
        pass(1);
        Files.writeString(key, "new\n");
        pass(2);

        assertThat(found).containsExactly("b/new");
    }

    @Test
    void directoryInPlaceOfTheFile_isReportedOnceAndTheWatcherLivesOn() throws IOException {
        watch();
        Files.delete(config);
        Files.createDirectory(config);
        pass(60);
        Files.delete(config);
        Files.writeString(config, model("m-2"));
        pass(2);

        assertThat(found).containsExactly("[" + config + "] is a directory at $ (config.json); expected a file", "m-2");
    }

    @Test
    void fault49_fileThatMayNotBeRead_isReportedOnceAndTheWatcherLivesOn() throws IOException {
        watch();
        Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("---------"));
        assumeThat(Files.isReadable(config))
                .as("permissions hold for this user")
                .isFalse();
        pass(60);
        Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-------"));
        pass(2);

        assertThat(found)
                .containsExactly(
                        "permission denied for file [" + config + "] at $ (config.json); expected the right to read it",
                        "m-1");
    }

    @Test
    void fault48_ownWrite_isNotReadBack() throws IOException {
        Files.writeString(directory.resolve("key"), "k-1");
        ConfigWatcher watcher = watch();
        byte[] own = model("own/${file:key}").getBytes(UTF_8);
        watcher.expect(source.hashOf(own));
        Files.write(config, own);
        pass(60);
        assertThat(found).isEmpty();
        Files.writeString(directory.resolve("key"), "k-2");
        pass(2);

        assertThat(found).containsExactly("own/k-2");
    }

    @Test
    void realScheduler_bringsChangesUntilTheWatcherIsClosed() throws Exception {
        ScheduledExecutorService real = Executors.newScheduledThreadPool(2);
        BlockingQueue<String> models = new LinkedBlockingQueue<>();
        WatchSettings fast =
                WatchSettings.standard().withPollInterval(Duration.ofMillis(1)).withDebounce(Duration.ZERO);
        ConfigWatcher watcher = ConfigWatcher.builder(source, HostRuntime.of(Runnable::run, real), change -> {
                    models.add(describe(change.source().read()));
                    return CompletableFuture.completedFuture(WatchOutcome.HANDLED);
                })
                .settings(fast)
                .build();
        try (watcher) {
            watcher.start();
            assertThat(models.poll(1, TimeUnit.MINUTES)).isEqualTo("m-1");
            Files.writeString(directory.resolve("next"), model("m-2"));
            Files.move(directory.resolve("next"), config, StandardCopyOption.ATOMIC_MOVE);
            assertThat(models.poll(1, TimeUnit.MINUTES)).isEqualTo("m-2");
        } finally {
            real.shutdown();
        }

        assertThat(real.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        assertThat(models).isEmpty();
    }

    @Test
    void fault43_mountedVolume_thatIsSwapped_isReadFromOneGeneration() throws IOException {
        mount("..g1", "m-1 ${file:key}", "k-1");
        watch();
        mount("..g2", "m-2 ${file:key}", "k-2");
        delete("..g1");
        pass(2);

        assertThat(found).containsExactly("m-2 k-2");
    }

    @Test
    void fault43_mountedVolume_thatIsSwappedForTheSameContent_isNoChange() throws IOException {
        mount("..g1", "m-1 ${file:key}", "k-1");
        watch();
        mount("..g2", "m-1 ${file:key}", "k-1");
        delete("..g1");
        pass(60);

        assertThat(found).isEmpty();
    }

    @Test
    void fault43_mountedVolume_thatIsSwappedDuringAReading_givesTheOldGenerationWhileItIsThere() throws IOException {
        mount("..g1", "m-1 ${file:key}", "k-1");

        assertThat(readWhile(() -> mount("..g2", "m-2 ${file:key}", "k-2"))).isEqualTo("m-1 k-1");
    }

    @Test
    void fault43_mountedVolume_whoseOldDirectoryGoesDuringAReading_givesTheNewGeneration() throws IOException {
        mount("..g1", "m-1 ${file:key}", "k-1");

        assertThat(readWhile(() -> {
                    mount("..g2", "m-2 ${file:key}", "k-2");
                    delete("..g1");
                }))
                .isEqualTo("m-2 k-2");
    }

    @Test
    void fault43_directoryLink_thatIsSwapped_isFollowed() throws IOException {
        Path current = directory.resolve("current");
        Files.createSymbolicLink(current, release("r1", "m-1 ${file:key}", "k-1"));
        config = current.resolve("config.json");
        source = FileConfigSource.of(config, EnvironmentResolver.of(name -> null));
        watch();
        Files.createSymbolicLink(directory.resolve("next"), release("r2", "m-2 ${file:key}", "k-2"));
        Files.move(directory.resolve("next"), current, StandardCopyOption.ATOMIC_MOVE);
        pass(2);
        Files.writeString(directory.resolve("r2").resolve("key"), "k-3");
        pass(2);

        assertThat(found).containsExactly("m-2 k-2", "m-2 k-3");
    }

    /** Starts a watcher for which what is there now counts as handed over. */
    private ConfigWatcher watch() {
        ConfigWatcher watcher = ConfigWatcher.builder(
                        source, HostRuntime.of(Runnable::run, scheduler).withTicker(scheduler::ticker), change -> {
                            found.add(describe(change.source().read()));
                            return CompletableFuture.completedFuture(WatchOutcome.HANDLED);
                        })
                .build();
        watcher.expect(source.snapshot().hash());
        watcher.start();
        pass(1);
        assertThat(found).isEmpty();
        return watcher;
    }

    private void pass(long seconds) {
        scheduler.advance(Duration.ofSeconds(seconds));
    }

    /** Does something after the configuration file was read for the first time and before its targets are. */
    private String readWhile(FileAction action) {
        List<FileAction> once = new ArrayList<>(List.of(action));
        FileConfigSource disturbed = FileConfigSource.builder(config, EnvironmentResolver.of(name -> null))
                .format((reader, name, content) -> {
                    while (!once.isEmpty()) {
                        once.remove(0).unchecked();
                    }
                    return DocumentFormat.json().read(reader, name, content);
                })
                .build();
        return describe(disturbed.read());
    }

    /** Publishes files as Kubernetes does: a directory of their own, a link to it that is swapped, links through that. */
    private void mount(String generation, String model, String key) throws IOException {
        release(generation, model, key);
        Files.createSymbolicLink(directory.resolve("..data_tmp"), Path.of(generation));
        Files.move(directory.resolve("..data_tmp"), directory.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        if (!Files.isSymbolicLink(config)) {
            Files.delete(config);
            Files.createSymbolicLink(config, Path.of("..data", "config.json"));
            Files.createSymbolicLink(directory.resolve("key"), Path.of("..data", "key"));
        }
    }

    private Path release(String name, String model, String key) throws IOException {
        Path release = Files.createDirectory(directory.resolve(name));
        Files.writeString(release.resolve("config.json"), model(model));
        Files.writeString(release.resolve("key"), key);
        return release;
    }

    private void delete(String name) throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve(name))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static String model(String name) {
        return "{\"model\": \"" + name + "\"}";
    }

    private static String describe(ReadResult result) {
        return result instanceof ReadResult.Success read
                ? read.document()
                        .find(ConfigPath.of("model"))
                        .map(node -> ((ConfigString) node).value())
                        .orElse("nothing")
                : String.join(
                        "\n",
                        result.problems().stream().map(ConfigProblem::toString).toList());
    }

    /** Something done to files. */
    private interface FileAction {
        void run() throws IOException;

        default void unchecked() {
            try {
                run();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }
}
